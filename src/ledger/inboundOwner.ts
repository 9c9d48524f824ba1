import type { LedgerTransaction } from "./ledger.ts";

/**
 * Whether an inbound document is still the worker's own, locked until the transaction ends: one that was taken for dead
 * must not write on.
 */
export async function ownsInboundDocument(
  transaction: LedgerTransaction,
  id: string,
  worker: string,
): Promise<boolean> {
  const row = await transaction
    .selectFrom("inboundDocument")
    .select("id")
    .where("id", "=", id)
    .where("workerId", "=", worker)
    .where("state", "=", "processing")
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}
