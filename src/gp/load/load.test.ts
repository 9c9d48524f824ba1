import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConnectorError } from "../../errors/connectorError.ts";
import { WindowsAuthError } from "../../windows-auth/index.ts";
import type { GpResponse, GpTransport } from "../transport.ts";
import { askAllowance } from "./allowance.ts";
import { askBreaker, type Breaker, closedBreaker, tellBreaker } from "./breaker.ts";
import { healthOf } from "./health.ts";
import { createGpLoad } from "./manners.ts";
import { adaptPace, type CallMeasured, type Pace, startPace } from "./pace.ts";
import { defaultLoad, type LoadSettings } from "./schema.ts";

const settings = (changes: Partial<LoadSettings> = {}): LoadSettings => ({ ...defaultLoad, ...changes });
const call = (changes: Partial<CallMeasured> = {}): CallMeasured => ({
  took: 100,
  outcome: "answered",
  full: true,
  cold: false,
  ...changes,
});
const answer = (status: number, headers = {}): GpResponse => ({ status, headers, body: Buffer.alloc(0) });

describe("the pace", () => {
  it("starts with one call at a time and grows while the server answers as usual", () => {
    let pace = startPace(defaultLoad);
    expect(pace.limit).toBe(1);
    for (let answered = 0; answered < 20; answered++) pace = adaptPace(pace, call(), defaultLoad);
    expect(Math.floor(pace.limit)).toBe(4);
  });

  it("does not grow where more at once would be of no use", () => {
    const pace = adaptPace(startPace(defaultLoad), call({ full: false }), defaultLoad);
    expect(pace.limit).toBe(1);
  });

  it("halves when the server is busy, and rests between calls", () => {
    const pace = adaptPace({ limit: 4, usual: 100, spacing: 0 }, call({ outcome: "busy" }), defaultLoad);
    expect(pace.limit).toBe(2);
    expect(pace.spacing).toBeGreaterThanOrEqual(500);
  });

  it("gives way when a call takes far longer than usual", () => {
    const pace = adaptPace({ limit: 4, usual: 200, spacing: 0 }, call({ took: 2200 }), defaultLoad);
    expect(pace.limit).toBeLessThan(4);
    expect(pace.spacing).toBe(2000);
  });

  it("does not take the start of a runtime process for the usual", () => {
    expect(adaptPace(startPace(defaultLoad), call({ took: 40_000, cold: true }), defaultLoad).usual).toBeUndefined();
  });

  it("comes back to its spacing once the server is at ease", () => {
    let pace: Pace = { limit: 1, usual: 100, spacing: 8000 };
    for (let answered = 0; answered < 20; answered++) pace = adaptPace(pace, call(), settings({ spacing: 50 }));
    expect(pace.spacing).toBe(50);
  });

  it("stays within its bounds whatever happens", () => {
    const measured = fc.record({
      took: fc.nat(1_000_000),
      outcome: fc.constantFrom("answered" as const, "busy" as const, "other" as const),
      full: fc.boolean(),
      cold: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(measured, { maxLength: 100 }), (measurements) => {
        let pace = startPace(defaultLoad);
        for (const each of measurements) {
          pace = adaptPace(pace, each, defaultLoad);
          expect(pace.limit).toBeGreaterThanOrEqual(1);
          expect(pace.limit).toBeLessThanOrEqual(defaultLoad.maxConcurrency);
          expect(pace.spacing).toBeGreaterThanOrEqual(0);
          expect(pace.spacing).toBeLessThanOrEqual(10_000);
        }
      }),
    );
  });
});

describe("the breaker", () => {
  const { breaker: rules } = defaultLoad;
  const failTimes = (count: number): Breaker => {
    let breaker: Breaker = closedBreaker;
    for (let failed = 0; failed < count; failed++) breaker = tellBreaker(breaker, "failed", 0, rules);
    return breaker;
  };

  it("opens after so many failures in a row, and not before", () => {
    expect(askBreaker(failTimes(4), 0)).toMatchObject({ allowed: true });
    expect(askBreaker(failTimes(5), 0)).toEqual({ allowed: false, wait: 15_000 });
  });

  it("forgets the failures at the first success", () => {
    const mended = tellBreaker(failTimes(4), "good", 0, rules);
    expect(tellBreaker(mended, "failed", 0, rules)).toMatchObject({ state: "closed", failures: 1 });
  });

  it("lets one call try after the pause, and waits twice as long if it fails", () => {
    const asked = askBreaker(failTimes(5), 15_000);
    if (!asked.allowed) throw new Error("not allowed");
    expect(askBreaker(asked.breaker, 15_000).allowed).toBe(false);
    expect(tellBreaker(asked.breaker, "failed", 15_000, rules)).toMatchObject({ state: "open", until: 45_000 });
    expect(tellBreaker(asked.breaker, "good", 15_000, rules)).toEqual(closedBreaker);
  });
});

describe("the allowance", () => {
  const chicago = "America/Chicago";
  const working = settings({
    quietHours: [{ days: ["mon", "tue", "wed", "thu", "fri"], from: "08:00", to: "17:30", callsPerHour: 2 }],
  });

  it("holds by the site's clock, not by this machine's", () => {
    // Monday 2026-01-12; Chicago is six hours behind UTC.
    const calls = [0, 1].map((each) => Date.parse("2026-01-12T14:00:00Z") + each);
    expect(askAllowance(calls, Date.parse("2026-01-12T13:59:00Z"), chicago, working).allowed).toBe(true);
    expect(askAllowance(calls, Date.parse("2026-01-12T14:30:00Z"), chicago, working)).toMatchObject({
      allowed: false,
      reason: "quietHours",
    });
    expect(askAllowance(calls, Date.parse("2026-01-12T23:30:00Z"), chicago, working).allowed).toBe(true);
    expect(askAllowance(calls, Date.parse("2026-01-11T14:30:00Z"), chicago, working).allowed).toBe(true);
  });

  it("tells how long silence lasts", () => {
    const silence = settings({ quietHours: [{ from: "22:00", to: "02:00", callsPerHour: 0 }] });
    expect(askAllowance([], Date.parse("2026-01-13T06:30:00Z"), chicago, silence)).toEqual({
      allowed: false,
      reason: "quietHours",
      wait: 90 * 60_000,
    });
    expect(askAllowance([], Date.parse("2026-01-13T08:00:00Z"), chicago, silence).allowed).toBe(true);
  });

  it("spends no more than the calls of an hour", () => {
    const scarce = settings({ callsPerHour: 3 });
    const now = 10_000_000;
    expect(askAllowance([now - 10, now - 5], now, chicago, scarce).allowed).toBe(true);
    expect(askAllowance([now - 30, now - 10, now - 5], now, chicago, scarce)).toEqual({
      allowed: false,
      reason: "callsPerHour",
      wait: 3_600_000 - 29,
    });
    expect(askAllowance([now - 3_600_001, now - 10, now - 5], now, chicago, scarce).allowed).toBe(true);
  });
});

describe("a transport with manners", () => {
  function setup(handler: () => GpResponse | Promise<GpResponse>, changes: Partial<LoadSettings> = {}) {
    let time = Date.parse("2026-01-12T14:00:00Z");
    const slept: number[] = [];
    let calls = 0;
    const transport: GpTransport = {
      async request() {
        calls++;
        return handler();
      },
      async close() {},
    };
    const load = createGpLoad({
      settings: settings(changes),
      timeZone: "UTC",
      now: () => new Date(time),
      random: () => 0.5,
      sleep: async (milliseconds) => {
        slept.push(milliseconds);
        time += milliseconds;
      },
    });
    const polite = load.around(transport, { url: "gp.test" });
    return {
      load,
      slept,
      calls: () => calls,
      advance: (milliseconds: number) => {
        time += milliseconds;
      },
      get: () => polite.request({ method: "GET", path: "/" }),
      post: () => polite.request({ method: "POST", path: "/" }),
    };
  }

  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => "no error",
      (error: ConnectorError) => error.code,
    );

  it("begins with one call, however many are asked for", async () => {
    let running = 0;
    let most = 0;
    const { get } = setup(
      async () => {
        running++;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        return answer(503);
      },
      { retries: 0, breaker: { ...defaultLoad.breaker, failures: 1000 } },
    );
    await Promise.all(Array.from({ length: 6 }, get));
    expect(most).toBe(1);
  });

  it("lets more through as the server answers", async () => {
    let running = 0;
    let most = 0;
    const { get } = setup(async () => {
      running++;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return answer(200);
    });
    await Promise.all(Array.from({ length: 40 }, get));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(defaultLoad.maxConcurrency);
  });

  it("tries a busy server's read again after the time it named", async () => {
    const answers = [answer(503, { "retry-after": "7" }), answer(200)];
    const { get, slept } = setup(() => answers.shift() ?? answer(500));
    expect((await get()).status).toBe(200);
    expect(slept).toContain(7000);
  });

  it("does not repeat a write", async () => {
    const { post, calls } = setup(() => answer(503));
    expect((await post()).status).toBe(503);
    expect(calls()).toBe(1);
  });

  it("leaves a server alone that fails again and again, and finds it again later", async () => {
    let down = true;
    const { get, calls, advance, load } = setup(() => {
      if (down) throw new WindowsAuthError("UNREACHABLE", "no route");
      return answer(200);
    });
    for (let tries = 0; tries < 5; tries++) await expect(get()).rejects.toThrow("no route");
    expect(await codeOf(get())).toBe("GP_PAUSED");
    expect(calls()).toBe(5);
    expect(healthOf(undefined, load.pace, load.breaker)).toBe("unreachable");
    down = false;
    advance(15_000);
    expect((await get()).status).toBe(200);
    expect(healthOf(undefined, load.pace, load.breaker)).toBe("ok");
  });

  it("does not take a refused logon for a server that is down", async () => {
    const { get, calls } = setup(() => {
      throw new WindowsAuthError("LOGON_REFUSED", "refused");
    });
    for (let tries = 0; tries < 10; tries++) await expect(get()).rejects.toThrow("refused");
    expect(calls()).toBe(10);
  });

  it("is silent in quiet hours and says until when", async () => {
    const { get, calls } = setup(() => answer(200), { quietHours: [{ from: "13:00", to: "15:00", callsPerHour: 0 }] });
    const error = (await get().catch((thrown: unknown) => thrown)) as ConnectorError;
    expect(error).toMatchObject({
      code: "GP_QUIET",
      retry: "throttled",
      retryAfter: 3_600_000,
      at: { url: "gp.test" },
    });
    expect(calls()).toBe(0);
  });

  it("never makes more calls in an hour than allowed", async () => {
    const { get, calls } = setup(() => answer(200), { callsPerHour: 4 });
    for (let asked = 0; asked < 4; asked++) await get();
    expect(await codeOf(get())).toBe("GP_QUIET");
    expect(calls()).toBe(4);
  });

  it("does not wait for the time that a clock showed before it was put back", async () => {
    const { get, slept, advance } = setup(() => answer(200));
    await get();
    advance(-26 * 3_600_000);
    await get();
    expect(slept).toEqual([]);
  });

  it("keeps calls apart", async () => {
    const { get, slept } = setup(() => answer(200), { spacing: 200 });
    await get();
    await get();
    await get();
    expect(slept).toEqual([200, 200]);
  });
});
