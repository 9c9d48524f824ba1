/**
 * What all processes that call one GP server hold together: the calls of the hour, and the rest that it is given when it does not
 * answer. How fast each of them calls is its own measurement.
 */
export interface SharedLoad {
  /**
   * Whether the server rests, for whichever process found out. Where a rest is over, one process of all gets leave to try.
   *
   * @param longestPause milliseconds; a rest that seems to last longer was written by a clock that ran ahead
   */
  askRest(now: Date, longestPause: number): Promise<Rest>;
  /** Lets the server rest, for all. */
  rest(until: Date, pauses: number): Promise<void>;
  /** It answers again. */
  wake(): Promise<void>;
  /** Takes leave for up to `wanted` calls, as far as `perHour` calls in 60 minutes allow. */
  takeCalls(now: Date, wanted: number, perHour: number): Promise<CallLeave>;
}

export type Rest =
  | { resting: false }
  | { resting: true; wait: number }
  /** This process is the one that tries. */
  | { resting: "over"; pauses: number };

export type CallLeave = { calls: number } | { calls: 0; wait: number };

/** Milliseconds in which leave that was taken is used; what is left then counts as used. */
export const leaveLasts = 60_000;

/** Leave is taken for several calls at once, so that not every call asks: a fiftieth of the hour, at most 20. */
export const leaveSize = (perHour: number): number => Math.max(1, Math.min(20, Math.floor(perHour / 50)));
