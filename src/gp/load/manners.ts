/**
 * Carries out the load decisions around a transport: one call first, more as the server allows, pauses when it is slow
 * or busy, none in quiet hours, and no hammering of a server that is down. One per GP connection and process, shared by
 * its clients, because the server does not care which of them calls. What other processes call is known by `shared`: the
 * calls of the hour and the rest of a server that is down hold for all of them together.
 */
import { setTimeout as wait } from "node:timers/promises";
import { ConnectorError, type ErrorLocation } from "../../errors/connectorError.ts";
import { WindowsAuthError } from "../../windows-auth/index.ts";
import { headerOf, retryAfterOf } from "../call/headers.ts";
import type { GpRequest, GpResponse, GpTransport } from "../transport.ts";
import { type Allowance, askAllowance, limitAt } from "./allowance.ts";
import { askBreaker, type Breaker, closedBreaker, tellBreaker } from "./breaker.ts";
import { adaptPace, type Pace, startPace } from "./pace.ts";
import type { LoadSettings } from "./schema.ts";
import { leaveLasts, leaveSize, type SharedLoad } from "./shared.ts";

export interface GpLoadOptions {
  settings: LoadSettings;
  /** IANA zone of the site: quiet hours are its hours. */
  timeZone: string;
  now: () => Date;
  /** Resolves after so many milliseconds; rejects when the signal fires. */
  sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to 1; spreads retries. */
  random?: () => number;
  /** What the processes that call the server hold together; without it this process is alone. */
  shared?: SharedLoad | undefined;
}

export interface GpLoad {
  /** The transport with manners. */
  around(transport: GpTransport, at: ErrorLocation): GpTransport;
  readonly pace: Readonly<Pace>;
  readonly breaker: Readonly<Breaker>;
  /** Calls of the last 60 minutes. */
  readonly callsInHour: number;
}

/** Waits up to this long within a call; what takes longer is told to the caller, who can use the time. */
const patience = 60_000;

export function createGpLoad(options: GpLoadOptions): GpLoad {
  const { settings, timeZone, random = Math.random, shared } = options;
  const sleep =
    options.sleep ??
    (async (milliseconds: number, signal?: AbortSignal) => wait(milliseconds, undefined, signal ? { signal } : {}));
  let latest = Number.NEGATIVE_INFINITY;
  let pace = startPace(settings);
  let breaker: Breaker = closedBreaker;
  let calls: number[] = [];
  let running = 0;
  let nextStart = Number.NEGATIVE_INFINITY;
  let warm = false;
  /** Calls that leave was taken for, and until when it holds. */
  let leaveTurn: Promise<void> = Promise.resolve();
  let leave = { calls: 0, until: Number.NEGATIVE_INFINITY };
  const queue: (() => void)[] = [];

  /** A clock that is put back must not make calls wait until it is there again: what was noted goes back with it. */
  const now = (): number => {
    const time = options.now().getTime();
    if (time < latest) {
      const back = latest - time;
      nextStart -= back;
      leave.until -= back;
      calls = calls.map((start) => start - back);
      if (breaker.state === "open") breaker = { ...breaker, until: breaker.until - back };
    }
    latest = time;
    return time;
  };

  /** Waits for a place, in the order of asking. */
  async function enter(signal: AbortSignal | undefined): Promise<void> {
    while (running >= Math.floor(pace.limit)) {
      await new Promise<void>((resolve) => queue.push(resolve));
      if (signal?.aborted) {
        queue.shift()?.();
        throw signal.reason;
      }
    }
    running++;
  }

  function exit(): void {
    running--;
    for (let free = Math.floor(pace.limit) - running; free > 0 && queue.length > 0; free--) queue.shift()?.();
  }

  /** Waits until a call may start, or tells the caller when it may. */
  async function permission(at: ErrorLocation, signal: AbortSignal | undefined): Promise<void> {
    mayCall(at);
    let allowance = allowanceNow();
    if (!allowance.allowed && allowance.wait <= patience) {
      await sleep(allowance.wait, signal);
      allowance = allowanceNow();
    }
    if (!allowance.allowed) {
      const message =
        allowance.reason === "quietHours"
          ? `these are quiet hours at the site; the next call may be made in ${seconds(allowance.wait)}`
          : `the ${settings.callsPerHour} calls of this hour are spent; the next may be made in ${seconds(allowance.wait)}`;
      throw new ConnectorError("GP_QUIET", message, { at, retryAfter: allowance.wait });
    }
    await takeLeave(at, signal);
    await followRest();
    // Nothing is waited for from here on, so that only one of them tries the server.
    const before = breaker;
    breaker = mayCall(at);
    const time = now();
    const start = Math.max(time, nextStart);
    nextStart = start + pace.spacing;
    calls.push(start);
    if (start <= time) return;
    try {
      await sleep(start - time, signal);
    } catch (error) {
      // The one call that was to try the server is not made.
      breaker = tellBreaker(breaker, "neutral", now(), settings.breaker);
      if (before.state !== "closed") await tellRest({ state: "trying", pauses: before.pauses });
      throw error;
    }
  }

  /** The breaker as it is once a call is under way. */
  function mayCall(at: ErrorLocation): Breaker {
    const asked = askBreaker(breaker, now());
    if (asked.allowed) return asked.breaker;
    throw new ConnectorError(
      "GP_PAUSED",
      `the GP server failed ${settings.breaker.failures} times in a row; the next try is in ${seconds(asked.wait)}`,
      { at, retryAfter: asked.wait },
    );
  }

  /** What another process found out about the server counts here, too. */
  async function followRest(): Promise<void> {
    // The one that is trying waits for its own answer.
    if (shared === undefined || isTrying()) return;
    const rest = await shared.askRest(options.now(), settings.breaker.longestPause);
    if (isTrying()) return;
    if (rest.resting === true) {
      const pauses = Math.max(1, breaker.pauses);
      breaker = { state: "open", until: now() + rest.wait, pauses };
    } else if (rest.resting === "over") breaker = { state: "open", until: now(), pauses: rest.pauses };
    else if (breaker.state === "open") breaker = closedBreaker;
  }

  const isTrying = (): boolean => breaker.state === "trying";

  /** Whether the server rests is written down when that changes, by the one who found out. */
  async function tellRest(before: Breaker): Promise<void> {
    if (shared === undefined || breaker.state === before.state) return;
    const told = breaker.state === "open" ? shared.rest(new Date(breaker.until), breaker.pauses) : shared.wake();
    // An answer of GP is not given up for it: others find out for themselves.
    await told.catch(() => {});
  }

  /** One after the other, so that what one has taken for several is there for the next. */
  function takeLeave(at: ErrorLocation, signal: AbortSignal | undefined): Promise<void> {
    const mine = leaveTurn.then(() => takeNext(at, signal));
    leaveTurn = mine.catch(() => {});
    return mine;
  }

  async function takeNext(at: ErrorLocation, signal: AbortSignal | undefined): Promise<void> {
    if (shared === undefined) return;
    const { perHour } = limitAt(now(), timeZone, settings);
    if (perHour === Number.POSITIVE_INFINITY) return;
    for (let waited = false; leave.calls === 0 || leave.until <= now(); waited = true) {
      const taken = await shared.takeCalls(options.now(), leaveSize(perHour), perHour);
      leave = { calls: taken.calls, until: now() + leaveLasts };
      if (!("wait" in taken)) break;
      if (waited || taken.wait > patience) {
        throw new ConnectorError(
          "GP_QUIET",
          `all processes together have spent the ${perHour} calls of this hour; the next may be made in ${seconds(taken.wait)}`,
          { at, retryAfter: taken.wait },
        );
      }
      await sleep(taken.wait, signal);
    }
    leave.calls -= 1;
  }

  function allowanceNow(): Allowance {
    const time = now();
    calls = calls.filter((start) => start > time - 3_600_000);
    return askAllowance(calls, time, timeZone, settings);
  }

  async function once(transport: GpTransport, request: GpRequest, at: ErrorLocation): Promise<GpResponse> {
    await enter(request.signal);
    try {
      await permission(at, request.signal);
      const start = now();
      const full = running >= Math.floor(pace.limit);
      const measure = async (verdict: Verdict): Promise<void> => {
        const before = breaker;
        pace = adaptPace(
          pace,
          { took: Math.max(0, now() - start), outcome: verdict.load, full, cold: !warm },
          settings,
        );
        breaker = tellBreaker(breaker, verdict.health, now(), settings.breaker);
        if (verdict.load === "answered") warm = true;
        await tellRest(before);
      };
      try {
        const response = await transport.request(request);
        await measure(verdictOfStatus(response.status));
        return response;
      } catch (error) {
        await measure(verdictOfError(error));
        throw error;
      }
    } finally {
      exit();
    }
  }

  async function withRetries(transport: GpTransport, request: GpRequest, at: ErrorLocation): Promise<GpResponse> {
    for (let tries = 0; ; tries++) {
      const response = await once(transport, request, at);
      const busy = verdictOfStatus(response.status).load === "busy";
      if (!busy || request.method !== "GET" || tries >= settings.retries) return response;
      const asked = retryAfterOf(headerOf(response, "retry-after"), options.now());
      const pause = asked ?? 1000 * 2 ** tries * (0.5 + random());
      if (pause > patience) return response;
      await sleep(pause, request.signal);
    }
  }

  return {
    around: (transport, at) => ({
      request: (request) => withRetries(transport, request, at),
      close: () => transport.close(),
    }),
    get pace() {
      return pace;
    },
    get breaker() {
      return breaker;
    },
    get callsInHour() {
      const time = now();
      return calls.filter((start) => start > time - 3_600_000).length;
    },
  };
}

interface Verdict {
  load: "answered" | "busy" | "other";
  health: "good" | "failed" | "neutral";
}

function verdictOfStatus(status: number): Verdict {
  if (status === 429 || status === 502 || status === 503 || status === 504) return { load: "busy", health: "failed" };
  // A 500 may be GP's way of refusing one record: the server itself is there.
  return { load: "answered", health: "good" };
}

function verdictOfError(error: unknown): Verdict {
  if (!(error instanceof WindowsAuthError)) return { load: "other", health: "neutral" };
  switch (error.code) {
    case "TIMEOUT":
      return { load: "busy", health: "failed" };
    case "UNREACHABLE":
    case "CONNECTION_LOST":
      return { load: "other", health: "failed" };
    default:
      return { load: "other", health: "neutral" };
  }
}

const seconds = (milliseconds: number): string =>
  milliseconds < 120_000 ? `${Math.ceil(milliseconds / 1000)} seconds` : `${Math.ceil(milliseconds / 60_000)} minutes`;
