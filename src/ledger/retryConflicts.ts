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
    transaction.execute = (work) => retryOnConflict(() => execute(work), chance);
    return transaction;
  };
  return ledger;
}

/** Does a transaction, or a statement that is one by itself, again where it lost a conflict. */
export function retryOnConflict<Result>(
  work: () => Promise<Result>,
  chance: () => number = Math.random,
): Promise<Result> {
  const attempt = async (number: number): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      if (number === attempts || !isConflict(error)) throw error;
      await pause(chance() * 20 * 2 ** number);
      return attempt(number + 1);
    }
  };
  return attempt(1);
}
