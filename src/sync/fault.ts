import pg from "pg";
import { isPassing } from "../database/databaseError.ts";
import { type ErrorReport, isConnectorError, reportOf } from "../errors/connectorError.ts";
import { isConflict } from "../ledger/retryConflicts.ts";
import type { WorkerContext } from "./workerContext.ts";

/**
 * What an error says about the delivery, message, document or draft that met it, so that this one alone is put aside and
 * those behind it go on. A defect of the program is told to `onError` as well.
 *
 * @throws the error itself where only the database was not at hand: whatever met it is taken up anew
 */
export function faultOf({ onError }: Pick<WorkerContext, "onError">, error: unknown): ErrorReport {
  if (!isConnectorError(error) && (isPassing(error) || isConflict(error))) throw error;
  const report = reportOf(error);
  if (report.code === "INTERNAL") onError?.(error);
  return report;
}

/**
 * The same within a transaction that goes on with what is left.
 *
 * @throws as well what the database refused: nothing more can be done in the transaction
 */
export function faultWithin(context: Pick<WorkerContext, "onError">, error: unknown): ErrorReport {
  if (error instanceof pg.DatabaseError) throw error;
  return faultOf(context, error);
}
