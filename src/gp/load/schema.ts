import { z } from "zod";

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "is not a time of day such as 08:30");

/**
 * How much of the GP server this program may take. Each call runs in a GP runtime process on the customer's server, beside
 * the people who work there.
 */
export const loadSchema = z.strictObject({
  /** Calls at the same time that may be reached when the server answers briskly; reading starts with one. */
  maxConcurrency: z.int().min(1).max(32),
  /** Milliseconds between the starts of two calls, at least. */
  spacing: z.int().min(0).max(60_000),
  /** A call that takes this many times as long as usual is a sign of load. */
  slowFactor: z.number().min(1.1).max(100),
  /** Calls in any 60 minutes. */
  callsPerHour: z.int().min(1).max(10_000_000).optional(),
  /** Times of day at the site in which people need the server: fewer calls, or none. */
  quietHours: z
    .array(
      z.strictObject({
        /** All days where left out. */
        days: z.array(z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])).optional(),
        from: timeOfDay,
        /** May be earlier than `from`: then it ends the next day. */
        to: timeOfDay,
        /** Calls in any 60 minutes; 0 is silence. */
        callsPerHour: z.int().min(0).max(10_000_000),
      }),
    )
    .max(50),
  /** Reads tried again by themselves where the server is busy. */
  retries: z.int().min(0).max(10),
  breaker: z.strictObject({
    /** Failures in a row after which no call is made for a while. */
    failures: z.int().min(1).max(1000),
    /** Milliseconds of the first pause; each further one is twice as long, up to `longestPause`. */
    pause: z.int().min(100).max(3_600_000),
    longestPause: z.int().min(100).max(86_400_000),
  }),
});

export type LoadSettings = z.infer<typeof loadSchema>;

export const defaultLoad: LoadSettings = {
  maxConcurrency: 4,
  spacing: 0,
  slowFactor: 3,
  quietHours: [],
  retries: 2,
  breaker: { failures: 5, pause: 15_000, longestPause: 600_000 },
};
