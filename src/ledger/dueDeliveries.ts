/** The deliveries that may be tried now: which, how many, and taken in hand. */
import { type ExpressionBuilder, sql } from "kysely";
import type { OutgoingAcknowledgment } from "../documents/canonical/acknowledgment.ts";
import type { PurchaseOrder } from "../documents/canonical/purchaseOrder.ts";
import type { Vendor } from "../documents/canonical/vendor.ts";
import { type Delivery, dueAt, earliestDue, isFresh, isToTry } from "./deliveries.ts";
import { notPaused } from "./deliveryPause.ts";
import { precedingStates } from "./deliveryState.ts";
import { notHandedOver } from "./handover.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import { holdLink } from "./linkHold.ts";
import { prepared } from "./preparedStatement.ts";
import type { LedgerSchema } from "./schema.ts";

/** By the type of the document. */
type DeliveredContent = PurchaseOrder | Vendor | OutgoingAcknowledgment;

/** What a delivery tells: one revision of its document. */
export interface DeliveredRevision {
  content: DeliveredContent;
  contentHash: string;
  /** The job that read it. */
  jobId: string;
}

export interface DueDelivery extends Delivery {
  told: DeliveredRevision;
}

/**
 * How many deliveries of the link may be tried now, of `most` at most. Takes no lock: the answer may be out of date when it
 * arrives.
 */
export async function countDeliveriesDue(ledger: Ledger, link: string, now: Date, most: number): Promise<number> {
  const rows = await ledger
    .selectFrom("delivery")
    .modifyFront(prepared)
    .select("id")
    .where("link", "=", link)
    .where(isToTry)
    .where(dueAt, "<=", now)
    .where(notHeldBack)
    .where(notPaused(sql`${link}`, now))
    // By the index, however few the server takes to be due.
    .orderBy(dueAt)
    .orderBy("position")
    .limit(most)
    .execute();
  return rows.length;
}

/** The links that have a delivery to try now, or a doubt to look into. */
export async function linksWithWork(ledger: Ledger, now: Date): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from known_link
    where not removed and (
      ${earliestDue(sql`name`)} <= ${now} and (
        ${notPaused(sql`name`, now)}
        or ${notPaused(sql`name`, now, "fresh")} and exists (
          select from delivery where link = name and ${isToTry} and ${isFresh}
        )
      )
      or exists (select from delivery where link = name and state = 'inDoubt' and next_attempt_at <= ${now})
    )
    order by name`.execute(ledger);
  return rows.map(({ name }) => name);
}

// Named one by one: a column that a newer version adds would change what a prepared statement answers, which the server refuses.
const columns = (
  [
    "id",
    "documentId",
    "revision",
    "link",
    "type",
    "key",
    "state",
    "jobId",
    "replayOf",
    "replayJobId",
    "purpose",
    "form",
    "comparison",
    "folder",
    "fileName",
    "contentType",
    "contentDigest",
    "controlNumbers",
    "attempts",
    "nextAttemptAt",
    "error",
  ] as const
).map((column) => `delivery.${column}` as const);

/** No earlier delivery of the same document is still open. */
function notHeldBack({ not, exists, selectFrom }: ExpressionBuilder<LedgerSchema, "delivery">) {
  return not(
    exists(
      selectFrom("delivery as earlier")
        .select(sql`1`.as("one"))
        .whereRef("earlier.documentId", "=", "delivery.documentId")
        .whereRef("earlier.position", "<", "delivery.position")
        .where(sql<boolean>`earlier.state in (${sql.join(precedingStates.map((state) => sql.lit(state)))})`),
    ),
  );
}

/**
 * The deliveries of a link that may be tried now, locked: those that were never put off first, then those that waited longest, and
 * of each the oldest first, which is how they are indexed. One whose document has an earlier
 * delivery still open waits for it: revision 2 never overtakes revision 1, and no two of one answer are of one document.
 *
 * @param only `fresh`: those that nobody looked at yet, which are looked through while the connection is down
 */
export async function takeDeliveriesDue(
  transaction: LedgerTransaction,
  link: string,
  now: Date,
  most: number,
  only?: "fresh",
): Promise<DueDelivery[]> {
  if (!(await holdLink(transaction, link))) return [];
  const rows = await transaction
    .selectFrom("delivery")
    .modifyFront(prepared)
    // A revision never changes, so that the one that was joined is right whatever became of the delivery meanwhile.
    .innerJoin("revision", (join) =>
      join.onRef("revision.documentId", "=", "delivery.documentId").onRef("revision.number", "=", "delivery.revision"),
    )
    .select(columns)
    .select(["revision.canonical as content", "revision.contentHash", "revision.jobId as revisionJobId"])
    .where("delivery.link", "=", link)
    .where(isToTry)
    .where(dueAt, "<=", now)
    .where((builder) => notHeldBack(builder as unknown as ExpressionBuilder<LedgerSchema, "delivery">))
    .where(notHandedOver)
    .where(notPaused(sql`${link}`, now, only))
    .$if(only === "fresh", (query) => query.where(isFresh))
    .orderBy(dueAt)
    .orderBy("delivery.position")
    .limit(most)
    .forNoKeyUpdate("delivery")
    .skipLocked()
    .execute();
  return rows.map(({ content, contentHash, revisionJobId, ...delivery }) => ({
    ...delivery,
    told: { content: content as DeliveredContent, contentHash, jobId: revisionJobId },
  }));
}

/** What a delivery tells, of one that is not taken in hand. */
export async function revisionToTell(
  ledger: Ledger,
  { documentId, revision }: Pick<Delivery, "documentId" | "revision">,
): Promise<DeliveredRevision> {
  const row = await ledger
    .selectFrom("revision")
    .select(["canonical", "contentHash", "jobId"])
    .where("documentId", "=", documentId)
    .where("number", "=", revision)
    .executeTakeFirstOrThrow();
  return { content: row.canonical as DeliveredContent, contentHash: row.contentHash, jobId: row.jobId };
}
