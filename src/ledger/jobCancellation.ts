import type { ErrorReport } from "../errors/connectorError.ts";
import type { LedgerTransaction } from "./ledger.ts";

/**
 * Ends a job that waits or runs. A worker that has it finds at its next page or file that the job is no longer its own,
 * and stops there; what it has recorded stays, and the watermark does not move.
 *
 * @returns whether there was anything to end
 */
export async function cancelJob(
  transaction: LedgerTransaction,
  { id, error, now }: { id: string; error: ErrorReport; now: Date },
): Promise<boolean> {
  const canceled = await transaction
    .updateTable("job")
    .set({ state: "failed", finishedAt: now, error: JSON.stringify(error), notBefore: null })
    .where("id", "=", id)
    .where("kind", "in", ["poll", "replay", "collect"])
    .where("state", "in", ["queued", "running"])
    .executeTakeFirst();
  return canceled.numUpdatedRows === 1n;
}
