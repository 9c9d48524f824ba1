import { sql } from "kysely";
import type { Ledger, LedgerTransaction } from "./ledger.ts";

/** The calendar date through which a link has read an entity, or `undefined` before its first complete poll. */
export async function readWatermark(ledger: Ledger, link: string, entity: string): Promise<string | undefined> {
  const row = await ledger
    .selectFrom("watermark")
    .select("modifiedThrough")
    .where("link", "=", link)
    .where("entity", "=", entity)
    .executeTakeFirst();
  return row?.modifiedThrough;
}

/**
 * Moves the watermark forward, never back (Invariant 1: the caller does so only in the transaction that records the
 * end of a complete read).
 *
 * @param modifiedThrough the largest ModifiedDate seen, not "today": a clock that is wrong must not skip a day
 */
export async function advanceWatermark(
  transaction: LedgerTransaction,
  mark: { link: string; entity: string; modifiedThrough: string; jobId: string },
): Promise<void> {
  await transaction
    .insertInto("watermark")
    .values(mark)
    .onConflict((conflict) =>
      conflict.columns(["link", "entity"]).doUpdateSet({
        modifiedThrough: sql<string>`greatest(watermark.modified_through, excluded.modified_through)`,
        jobId: mark.jobId,
      }),
    )
    .execute();
}
