import { clockTolerance, databaseTime } from "./clockReading.ts";
import type { Ledger } from "./ledger.ts";

export interface DatabaseClock {
  now(): Date;
  /** Takes over what the database's clock says. @returns milliseconds by which it was set ahead since the last time, beyond the ordinary */
  follow(databaseNow: Date): number;
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
