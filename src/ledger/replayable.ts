/** Deliveries as a replay judges them. */
import { sql } from "kysely";
import type { Delivery } from "./deliveries.ts";
import { holdDocuments } from "./documents.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import { holdLink } from "./linkHold.ts";

export interface ReplayableDelivery extends Delivery {
  /** A later revision of its document has taken its place. */
  replaced: boolean;
  /** Cleo has this revision, or may have it, by this delivery or by another one: a second file may be processed a second time. */
  accepted: boolean;
  /** Of what is accepted: that Cleo has it is not certain. */
  doubtful: boolean;
  /** When a person told the partner what no file tells them. */
  toldAt: Date | null;
}

/**
 * A later revision has a delivery of its own, and that one does not wait behind this one. What was superseded or tells nothing
 * takes no place of what had been tried, unless a person has told it.
 */
export const replaced = sql<boolean>`exists (
  select 1 from delivery later
  where later.document_id = delivery.document_id and later.revision > delivery.revision
    and (delivery.state = 'superseded' or later.state not in ('superseded', 'unneeded') or later.told_at is not null)
    and not (delivery.state in ('failed', 'inDoubt') and later.state in ('planned', 'failed')
      and later.position > delivery.position))`;

/** See {@link ReplayableDelivery.accepted}. */
export const accepted = sql<boolean>`(delivery.state in ('sent', 'inDoubt') or exists (
  select 1 from delivery other
  where other.document_id = delivery.document_id and other.revision = delivery.revision
    and other.id <> delivery.id and other.state in ('sent', 'inDoubt', 'sending')))`;

/** See {@link ReplayableDelivery.doubtful}. */
export const doubtful = sql<boolean>`(${accepted} and not exists (
  select 1 from delivery confirmed
  where confirmed.document_id = delivery.document_id and confirmed.revision = delivery.revision
    and confirmed.state = 'sent'))`;

/** Those of the identifiers that are deliveries, the oldest first. */
export async function readReplayable(ledger: Ledger, ids: readonly string[]): Promise<ReplayableDelivery[]> {
  return replayable(ledger, ids).execute();
}

/** The same, held until the transaction ends: neither they change meanwhile, nor does their document get a revision. */
export async function holdReplayable(
  transaction: LedgerTransaction,
  ids: readonly string[],
): Promise<ReplayableDelivery[]> {
  const named = await transaction.selectFrom("delivery").select(["documentId", "link"]).where(isOneOf(ids)).execute();
  // In the order of whoever reads GP: the link, the document, its deliveries.
  for (const link of new Set(named.map((each) => each.link).toSorted())) await holdLink(transaction, link);
  await holdDocuments(
    transaction,
    named.map(({ documentId }) => documentId),
  );
  return replayable(transaction, ids).forNoKeyUpdate().execute();
}

function replayable(ledger: Ledger, ids: readonly string[]) {
  return ledger
    .selectFrom("delivery")
    .selectAll()
    .select([replaced.as("replaced"), accepted.as("accepted"), doubtful.as("doubtful")])
    .where(isOneOf(ids))
    .orderBy("position");
}

/** As one array, of which there may be more than a statement takes values. */
function isOneOf(ids: readonly string[]) {
  return sql<boolean>`id = any(${[...ids]}::text[])`;
}
