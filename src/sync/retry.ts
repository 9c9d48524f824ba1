/** When a failed attempt is tried again. */
import type { ErrorReport } from "../errors/connectorError.ts";

/** Milliseconds before attempt 2, 3, 4 and so on; the last one holds from there on. */
const delays = [1_000, 2_000, 5_000, 15_000, 60_000, 300_000, 900_000];

/** A refused credential is not presented again for this long, so that the account is never locked. Milliseconds. */
const credentialPause = 15 * 60_000;

export type Retry = { retry: true; at: Date } | { retry: false };

/**
 * @param attempts how many attempts were made
 * @param retryAfter milliseconds that the other side asked for
 * @param chance a number from 0 to 1 that spreads many retries over time
 */
export function retryOf(
  error: Pick<ErrorReport, "retry">,
  attempts: number,
  now: Date,
  chance: number,
  retryAfter?: number,
): Retry {
  switch (error.retry) {
    case "transient":
    case "throttled": {
      const delay = delays[Math.min(attempts, delays.length) - 1] ?? delays[0] ?? 0;
      const spread = delay * (0.75 + chance / 2);
      return { retry: true, at: new Date(now.getTime() + Math.max(spread, retryAfter ?? 0)) };
    }
    case "credential":
      return { retry: true, at: new Date(now.getTime() + credentialPause) };
    case "permanent":
    case "inDoubt":
      return { retry: false };
  }
}
