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
  if (isConnectorError(error)) return error.report();
  if (isPassing(error) || isConflict(error)) throw error;
  onError?.(error);
  return reportOf(error);
}
