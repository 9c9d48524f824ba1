/**
 * Writes down what has happened outside of the ledger. While the database is out of reach, or its disk full, it tries again:
 * an outcome that is known is worth more than a doubt. A process that ends before leaves the doubt.
 */
import { setTimeout as pause } from "node:timers/promises";
import { isPassing } from "../database/databaseError.ts";
import type { LedgerTransaction } from "../ledger/ledger.ts";
import type { WorkerContext } from "./workerContext.ts";

/** Milliseconds. */
const between = 500;

export async function recordOutcome<Result>(
  { ledger, stopping }: Pick<WorkerContext, "ledger" | "stopping">,
  work: (transaction: LedgerTransaction) => Promise<Result>,
): Promise<Result> {
  for (;;) {
    try {
      return await ledger.transaction().execute(work);
    } catch (error) {
      if (!isPassing(error) || stopping?.()) throw error;
      await pause(between);
    }
  }
}
