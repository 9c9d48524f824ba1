import { expect, test } from "vitest";
import { healthOf } from "./systemHealth.ts";

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 16, 14, minute));

test("the newest thing that was seen of a system tells how it stands", () => {
  const poll = { at: at(5), up: true, text: "answered a poll" };
  const refused = { at: at(9), up: false, text: "refused the logon", code: "GP_LOGON_REFUSED" };
  expect(healthOf([poll, refused])).toEqual({
    state: "down",
    seen: { at: at(9), text: "refused the logon", code: "GP_LOGON_REFUSED" },
  });
  expect(healthOf([refused, { ...poll, at: at(10) }]).state).toBe("up");
});

test("of two things at the same moment the failure counts", () => {
  const failed = { at: at(5), up: false, text: "timed out", code: "GP_TIMEOUT" };
  expect(healthOf([{ at: at(5), up: true, text: "answered" }, failed]).state).toBe("down");
});

test("of what was never asked anything nothing is known", () => {
  expect(healthOf([])).toEqual({ state: "unknown", seen: null });
});
