/**
 * Writes down what has happened outside of the ledger. While the database is out of reach, or its disk full, it tries again:
 * an outcome that is known is worth more than a doubt. A process that ends before leaves the doubt.
 */
import { setTimeout as pause } from "node:timers/promises";
import { isPassing } from "../database/databaseError.ts";
import type { Ledger, LedgerTransaction } from "../ledger/ledger.ts";
import { retryOnConflict } from "../ledger/retryConflicts.ts";
import type { WorkerContext } from "./workerContext.ts";

/** Milliseconds. */
const between = 500;

export function recordOutcome<Result>(
  context: Pick<WorkerContext, "ledger" | "stopping">,
  work: (transaction: LedgerTransaction) => Promise<Result>,
): Promise<Result> {
  return untilWritten(context, () => context.ledger.transaction().execute(work));
}

/** The same for an outcome that is one statement, which needs no transaction around it. */
export function recordOutcomeInOneStatement<Result>(
  context: Pick<WorkerContext, "ledger" | "stopping">,
  statement: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  return untilWritten(context, () => retryOnConflict(() => statement(context.ledger)));
}

async function untilWritten<Result>(
  { stopping }: Pick<WorkerContext, "stopping">,
  write: () => Promise<Result>,
): Promise<Result> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isPassing(error) || stopping?.()) throw error;
      await pause(between);
    }
  }
}
