import { expect, test } from "vitest";
import { noNextTimeWord } from "./noNextTimeWord.ts";

test("A schedule without a next time says whether it is paused, disabled, or started by hand.", () => {
  const paused = { pausedAt: "2026-03-18T17:00:00.000Z", pausedBy: "cli:mia", reason: null };
  expect(noNextTimeWord({ enabled: true, paused })).toBe("not while it is paused");
  expect(noNextTimeWord({ enabled: false, paused })).toBe("not while its link is disabled");
  expect(noNextTimeWord({ enabled: true, paused: null })).toBe("by hand only");
});
