import { sql } from "kysely";
import type { Ledger, LedgerTransaction } from "./ledger.ts";

/** How far a link has read an entity. */
export interface Watermark {
  /** The largest ModifiedDate seen, a calendar date of the site. */
  modifiedThrough: string | null;
  /** The largest DEX_ROW_TS seen, of a site that selects by it. */
  stampedThrough: Date | null;
}

/** `undefined` before the first complete poll. */
export async function readWatermark(ledger: Ledger, link: string, entity: string): Promise<Watermark | undefined> {
  return ledger
    .selectFrom("watermark")
    .select(["modifiedThrough", "stampedThrough"])
    .where("link", "=", link)
    .where("entity", "=", entity)
    .executeTakeFirst();
}

export type NamedWatermark = Watermark & { link: string; entity: string };

/** Of every link. */
export async function listWatermarks(ledger: Ledger): Promise<NamedWatermark[]> {
  return ledger.selectFrom("watermark").select(["link", "entity", "modifiedThrough", "stampedThrough"]).execute();
}

/**
 * Moves the watermark forward, never back (Invariant 1: the caller does so only in the transaction that records the
 * end of a complete read).
 *
 * @param mark.modifiedThrough the largest ModifiedDate seen, not "today": a clock that is wrong must not skip a day
 * @param mark.stampedThrough the largest DEX_ROW_TS seen by a read that was not limited by date
 */
export async function advanceWatermark(
  transaction: LedgerTransaction,
  mark: { link: string; entity: string; modifiedThrough?: string; stampedThrough?: Date; jobId: string },
): Promise<void> {
  await transaction
    .insertInto("watermark")
    .values({ ...mark, modifiedThrough: mark.modifiedThrough ?? null, stampedThrough: mark.stampedThrough ?? null })
    .onConflict((conflict) =>
      conflict.columns(["link", "entity"]).doUpdateSet({
        modifiedThrough: sql<string | null>`greatest(watermark.modified_through, excluded.modified_through)`,
        stampedThrough: sql<Date | null>`greatest(watermark.stamped_through, excluded.stamped_through)`,
        jobId: mark.jobId,
      }),
    )
    .execute();
}
