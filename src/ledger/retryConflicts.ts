/**
 * Does a transaction again that the database ended for the sake of another one. PostgreSQL breaks a circle of transactions
 * that wait for each other by failing one of them (SQLSTATE 40P01); its distributed relatives fail one of two that
 * conflict (40001). The one that failed has done nothing, so it is done again, after a moment that differs from the other's.
 *
 * What runs in a transaction must therefore do nothing outside of the database that it cannot do twice.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Kysely } from "kysely";

const conflicts = new Set(["40P01", "40001"]);
const attempts = 6;

export function isConflict(error: unknown): boolean {
  return error instanceof Error && "code" in error && conflicts.has(String(error.code));
}

/** Makes every transaction of this one retry. */
export function retryConflicts<Schema>(ledger: Kysely<Schema>, chance: () => number = Math.random): Kysely<Schema> {
  const begin = ledger.transaction.bind(ledger);
  ledger.transaction = () => {
    const transaction = begin();
    const execute = transaction.execute.bind(transaction);
    transaction.execute = async (work) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await execute(work);
        } catch (error) {
          if (attempt === attempts || !isConflict(error)) throw error;
          await pause(chance() * 20 * 2 ** attempt);
        }
      }
    };
    return transaction;
  };
  return ledger;
}
