import { describe, expect, test } from "vitest";
import { WindowsAuthError } from "./error.ts";
import { createLogonGuard, type LogonOutcome } from "./logonGuard.ts";

const refused = async (): Promise<never> => {
  throw new WindowsAuthError("LOGON_REFUSED", "refused");
};
const accepted = async (): Promise<LogonOutcome<string>> => ({ proven: true, value: "in" });

describe("logons with a password that was never accepted", () => {
  test("go one at a time until one is accepted, then side by side", async () => {
    const guard = createLogonGuard();
    const events: string[] = [];
    const gate = Promise.withResolvers<void>();
    const both = Promise.withResolvers<void>();
    let inside = 0;
    const first = guard.admit("u", "p", async () => {
      events.push("first");
      await gate.promise;
      return accepted();
    });
    const others = [1, 2].map(() =>
      guard.admit("u", "p", async () => {
        events.push("other");
        if (++inside === 2) both.resolve();
        await both.promise; // both are inside at once, or this never ends
        return accepted();
      }),
    );
    await Promise.resolve();
    expect(events).toEqual(["first"]);
    gate.resolve();
    expect(await Promise.all([first, ...others])).toEqual(["in", "in", "in"]);
  });

  test("cost one try, however many wait", async () => {
    const guard = createLogonGuard();
    let tries = 0;
    const attempt = () => {
      tries++;
      return refused();
    };
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => guard.admit("u", "p", attempt)));
    expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
    expect(tries).toBe(1);
  });

  test("are decided anew when one fails for another reason", async () => {
    const guard = createLogonGuard();
    const lost = guard.admit("u", "p", async () => {
      throw new WindowsAuthError("CONNECTION_LOST", "lost");
    });
    const next = guard.admit("u", "p", accepted);
    await expect(lost).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    expect(await next).toBe("in");
  });

  test("leave the queue when they are called off, without holding up the rest", async () => {
    const guard = createLogonGuard();
    const gate = Promise.withResolvers<void>();
    const first = guard.admit("u", "p", async () => {
      await gate.promise;
      return { proven: false, value: "?" };
    });
    const controller = new AbortController();
    const second = guard.admit("u", "p", accepted, controller.signal);
    const third = guard.admit("u", "p", accepted);
    controller.abort();
    await expect(second).rejects.toMatchObject({ code: "ABORTED" });
    gate.resolve();
    expect(await Promise.all([first, third])).toEqual(["?", "in"]);
  });
});

describe("after a refusal", () => {
  test("the same password is not tried again, and the error says why", async () => {
    const guard = createLogonGuard();
    await expect(guard.admit("u", "p", refused)).rejects.toThrow("refused");
    await expect(guard.admit("u", "p", accepted)).rejects.toThrow("not tried again with the same password");
  });
  test("another password is, and another user", async () => {
    const guard = createLogonGuard();
    await expect(guard.admit("u", "p", refused)).rejects.toThrow();
    expect(await guard.admit("v", "p", accepted)).toBe("in");
    expect(await guard.admit("u", "new", accepted)).toBe("in");
  });
  test("the same password is tried once more after forget", async () => {
    const guard = createLogonGuard();
    await expect(guard.admit("u", "p", refused)).rejects.toThrow();
    guard.forget("u");
    expect(await guard.admit("u", "p", accepted)).toBe("in");
  });
  test("of a password that was accepted before, logons stop too", async () => {
    const guard = createLogonGuard();
    await guard.admit("u", "p", accepted);
    await expect(guard.admit("u", "p", refused)).rejects.toThrow();
    await expect(guard.admit("u", "p", accepted)).rejects.toMatchObject({ code: "LOGON_REFUSED", sent: false });
  });
});
