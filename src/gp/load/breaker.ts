/** Stops calling a server that does not answer, and asks with a single call whether it is back. */
import type { LoadSettings } from "./schema.ts";

export type Breaker =
  | { state: "closed"; failures: number; pauses: number }
  | { state: "open"; until: number; pauses: number }
  /** One call is on its way to try the server. */
  | { state: "trying"; pauses: number };

export const closedBreaker: Breaker = { state: "closed", failures: 0, pauses: 0 };

/** @returns whether a call may be made, or the milliseconds until the next try */
export function askBreaker(
  breaker: Breaker,
  now: number,
): { allowed: true; breaker: Breaker } | { allowed: false; wait: number } {
  switch (breaker.state) {
    case "closed":
      return { allowed: true, breaker };
    case "open":
      if (now < breaker.until) return { allowed: false, wait: breaker.until - now };
      return { allowed: true, breaker: { state: "trying", pauses: breaker.pauses } };
    case "trying":
      return { allowed: false, wait: 1000 };
  }
}

export function tellBreaker(
  breaker: Breaker,
  outcome: "good" | "failed" | "neutral",
  now: number,
  settings: LoadSettings["breaker"],
): Breaker {
  if (outcome === "good") return closedBreaker;
  if (outcome === "neutral")
    return breaker.state === "trying" ? { state: "open", until: now, pauses: breaker.pauses } : breaker;
  if (breaker.state === "open") return breaker;
  const failures = breaker.state === "closed" ? breaker.failures + 1 : settings.failures;
  if (failures < settings.failures) return { state: "closed", failures, pauses: breaker.pauses };
  const pause = Math.min(settings.longestPause, settings.pause * 2 ** Math.min(breaker.pauses, 30));
  return { state: "open", until: now + pause, pauses: breaker.pauses + 1 };
}
