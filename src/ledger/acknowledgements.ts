/**
 * The acknowledgement clock: what a partner owes for a file that Cleo took, and since when it is overdue.
 *
 * The debt is recorded in the transaction that records the sending. An answer may be there before: then there is nothing
 * to wait for. Of several answers the one that the partner made last counts, whatever order they arrived in.
 */
import { type RawBuilder, sql } from "kysely";
import type { AcknowledgementKind, AcknowledgementState } from "./answersSchema.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import type { Write } from "./oneStatement.ts";

export interface Acknowledgement {
  deliveryId: string;
  kind: AcknowledgementKind;
  orderId: string;
  link: string;
  partner: string;
  state: AcknowledgementState;
  sentAt: Date;
  dueAt: Date | null;
  overdueAt: Date | null;
  inboundId: string | null;
  sequence: string | null;
  answeredAt: Date | null;
}

export type ExpectedAcknowledgement = Pick<
  Acknowledgement,
  "deliveryId" | "kind" | "orderId" | "link" | "partner" | "sentAt" | "dueAt"
>;

/** Records what is owed; what was answered already stays answered. */
export async function expectAcknowledgements(
  transaction: LedgerTransaction,
  expected: readonly ExpectedAcknowledgement[],
): Promise<void> {
  for (const write of expectationWrites(expected)) await write.execute(transaction);
}

/**
 * The same as a write that goes with others; none where nothing is owed.
 *
 * @param arrived a query of deliveries, where only what is owed for these counts
 */
export function expectationWrites(
  expected: readonly ExpectedAcknowledgement[],
  arrived?: RawBuilder<unknown>,
): Write[] {
  if (expected.length === 0) return [];
  const write = sql`
    insert into acknowledgement (delivery_id, kind, order_id, link, partner, sent_at, due_at, state)
    select owed.*, 'waiting' from unnest(
      ${expected.map(({ deliveryId }) => deliveryId)}::text[],
      ${expected.map(({ kind }) => kind)}::text[],
      ${expected.map(({ orderId }) => orderId)}::text[],
      ${expected.map(({ link }) => link)}::text[],
      ${expected.map(({ partner }) => partner)}::text[],
      ${expected.map(({ sentAt }) => sentAt)}::timestamptz[],
      ${expected.map(({ dueAt }) => dueAt)}::timestamptz[]
    ) as owed (delivery_id, kind, order_id, link, partner, sent_at, due_at)
    where ${arrived === undefined ? sql`true` : sql`owed.delivery_id in (${arrived})`}
    on conflict (delivery_id, kind) do update set sent_at = excluded.sent_at, due_at = excluded.due_at
  `;
  return [write];
}

/**
 * Records an answer, unless one that the partner made later is there.
 *
 * @param answer.deliveryIds all that it answers: repeats of one file, or every file of the order that was sent
 */
export async function recordAcknowledgement(
  transaction: LedgerTransaction,
  answer: Pick<Acknowledgement, "kind" | "orderId" | "link" | "partner"> & {
    deliveryIds: readonly string[];
    state: Exclude<AcknowledgementState, "waiting">;
    inboundId: string;
    sequence: string;
    now: Date;
  },
): Promise<void> {
  const { now, deliveryIds, ...row } = answer;
  if (deliveryIds.length === 0) return;
  const { state, inboundId, sequence } = row;
  await transaction
    .insertInto("acknowledgement")
    .values(deliveryIds.map((deliveryId) => ({ ...row, deliveryId, sentAt: now, answeredAt: now })))
    .onConflict((conflict) =>
      conflict
        .columns(["deliveryId", "kind"])
        .doUpdateSet({ state, inboundId, sequence, answeredAt: now })
        .where(({ or, eb }) =>
          or([eb("acknowledgement.sequence", "is", null), eb("acknowledgement.sequence", "<=", sequence)]),
        ),
    )
    .execute();
}

/** Marks what became overdue. @returns how many did */
export async function markOverdue(transaction: LedgerTransaction, now: Date): Promise<number> {
  const marked = await transaction
    .updateTable("acknowledgement")
    .set({ overdueAt: now })
    .where("state", "=", "waiting")
    .where("dueAt", "<=", now)
    .where("overdueAt", "is", null)
    .executeTakeFirst();
  return Number(marked.numUpdatedRows);
}

export interface OverdueGroup {
  link: string;
  partner: string;
  kind: AcknowledgementKind;
  count: number;
  /** Numbers of the orders that wait longest, at most ten. */
  orders: string[];
  /** When the last of them became due. */
  latest: Date;
}

/** What was marked as overdue, per partner and kind: one cause each. */
export async function overdueGroups(ledger: Ledger, now: Date): Promise<OverdueGroup[]> {
  const overdue = sql`state = 'waiting' and overdue_at is not null and due_at <= ${now}`;
  const { rows } = await sql<OverdueGroup>`
    select owing.*, array(
      select document.key from (
        select order_id, sent_at from acknowledgement
        where link = owing.link and partner = owing.partner and kind = owing.kind and ${overdue}
        order by sent_at limit 10
      ) oldest join document on document.id = oldest.order_id order by sent_at
    ) as orders
    from (
      select link, partner, kind, count(*)::integer as count, max(due_at) as latest
      from acknowledgement where ${overdue} group by link, partner, kind
    ) owing order by link, partner, kind`.execute(ledger);
  // Of one order several files may be owed for.
  return rows.map((group) => ({ ...group, orders: [...new Set(group.orders)] }));
}

export async function acknowledgementsOfOrder(ledger: Ledger, orderId: string): Promise<Acknowledgement[]> {
  return ledger
    .selectFrom("acknowledgement")
    .selectAll()
    .where("orderId", "=", orderId)
    .orderBy("sentAt")
    .orderBy("kind")
    .execute();
}

/** The deliveries of an order that Cleo has, or may have. */
export async function sentDeliveries(ledger: Ledger, orderId: string, contentDigest?: string): Promise<string[]> {
  let query = ledger
    .selectFrom("delivery")
    .select("id")
    .where("documentId", "=", orderId)
    .where("state", "in", ["sent", "inDoubt", "sending"]);
  if (contentDigest !== undefined) query = query.where("contentDigest", "=", contentDigest);
  return (await query.execute()).map(({ id }) => id);
}
