/**
 * The records of GP that cannot be used as they are now: one row each, until a read finds the record usable or gone.
 * What a read said at its time stays with the read (`readings.ts`); this is what somebody still has to mend.
 */
import { sql } from "kysely";
import type { ErrorReport } from "../errors/connectorError.ts";
import type { LedgerTransaction } from "./ledger.ts";
import type { DocumentType } from "./schema.ts";

interface ReadBy {
  link: string;
  type: DocumentType;
  jobId: string;
  now: Date;
}

/**
 * What a page says of it, in the transaction of the page.
 *
 * @param blocked records that cannot be used; of those without a key the last one stands for all
 * @param present keys of all records of the page
 */
export async function recordBlocked(
  transaction: LedgerTransaction,
  { link, type, jobId, now }: ReadBy,
  blocked: readonly { key: string; cause: ErrorReport }[],
  present: readonly string[],
): Promise<void> {
  const causes = new Map(blocked.map(({ key, cause }) => [key, cause]));
  const usable = present.filter((key) => !causes.has(key));
  if (usable.length > 0) {
    await transaction
      .deleteFrom("blockedRecord")
      .where("link", "=", link)
      .where("type", "=", type)
      .where("key", "in", usable)
      .execute();
  }
  if (causes.size === 0) return;
  await transaction
    .insertInto("blockedRecord")
    .values(
      [...causes].map(([key, cause]) => ({
        link,
        type,
        key,
        cause: JSON.stringify(cause),
        jobId,
        since: now,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(["link", "type", "key"]).doUpdateSet(({ eb, ref }) => ({
        cause: ref("excluded.cause"),
        jobId: ref("excluded.jobId"),
        since: eb
          .case()
          .when(sql<boolean>`blocked_record.cause = excluded.cause`)
          .then(ref("blockedRecord.since"))
          .else(ref("excluded.since"))
          .end(),
      })),
    )
    .execute();
}

/** A read of everything has ended: what it did not meet is no longer in GP. */
export async function forgetUnmet(
  transaction: LedgerTransaction,
  { link, type, jobId }: Omit<ReadBy, "now">,
): Promise<void> {
  await transaction
    .deleteFrom("blockedRecord")
    .where("link", "=", link)
    .where("type", "=", type)
    .where("jobId", "<>", jobId)
    .execute();
}
