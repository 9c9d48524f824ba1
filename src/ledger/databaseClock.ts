import { clockTolerance, databaseTime } from "./clockReading.ts";
import type { Ledger } from "./ledger.ts";

export interface DatabaseClock {
  now(): Date;
  /** Takes over what the database's clock says. @returns milliseconds by which it was set ahead since the last time, beyond the ordinary */
  follow(databaseNow: Date): number;
}

/** Milliseconds between two looks of a process that has no worker to look. */
const lookAgain = 5_000;

/** Keeps a clock in step with the database's until it is stopped. @returns what stops it */
export function keepInStep(
  ledger: Ledger,
  clock: DatabaseClock,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let looking: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking
      .then(() => databaseTime(ledger))
      .then(clock.follow)
      .catch(onError);
  }, lookAgain);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}

/**
 * The database's clock, carried on by one that nobody sets: the same for all processes of a ledger, whatever their machines
 * say, and not moved when one of those is set.
 *
 * @param elapsed milliseconds from any moment, that only ever grow as time passes
 */
export async function openDatabaseClock(
  ledger: Ledger,
  elapsed: () => number = () => performance.now(),
): Promise<DatabaseClock> {
  let at = (await databaseTime(ledger)).getTime();
  let since = elapsed();
  return {
    now: () => new Date(at + elapsed() - since),
    follow(databaseNow) {
      const ahead = databaseNow.getTime() - (at + elapsed() - since);
      at = databaseNow.getTime();
      since = elapsed();
      return ahead > clockTolerance ? ahead : 0;
    },
  };
}
