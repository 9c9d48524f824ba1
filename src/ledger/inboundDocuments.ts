/**
 * The documents inside of messages, and their being worked on.
 *
 * A worker takes a document in one transaction, does what it asks for, and writes the outcome in a second one, on
 * condition that the document is still its own. One whose worker died starts anew: every effect in GP has its own intent
 * on disk (see sync/inbound), so that starting anew repeats none.
 *
 * No two documents that name the same purchase order are worked on at once, on any number of workers: an invoice must see
 * what the ship notice of the same second did. So documents of a link are taken under the lock of its `inbox_lane`.
 */
import { type ExpressionBuilder, sql } from "kysely";
import type { ErrorReport } from "../errors/connectorError.ts";
import { newIdentifier } from "./identifier.ts";
import { type InboundState, inboundTransitions, retriableStates } from "./inboundState.ts";
import type { InboundFormat } from "./inboxSchema.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import { holdLink } from "./linkHold.ts";
import type { LedgerSchema } from "./schema.ts";

export interface InboundDocument {
  id: string;
  messageId: string;
  /** Its place in the message, from 1. */
  number: number;
  link: string;
  format: InboundFormat;
  /** ST01 (`855`, `856`, `810`, `997`, ...), `TA1`, or of a JSON document the same number. */
  type: string;
  /** GP vendor id, where the sender's identity belongs to exactly one partner of the link. */
  partner: string | null;
  /** ISA06 and ISA08 without blanks. */
  sender: string | null;
  receiver: string | null;
  /** ISA15. */
  usage: string | null;
  interchangeNumber: string | null;
  groupNumber: string | null;
  setNumber: string | null;
  key: string;
  /** The typed document as src/x12 reads it, or the JSON document as it came, its amounts as text. */
  document: object;
  notes: object[];
  state: InboundState;
  waitsFor: string | null;
  summary: string | null;
  detail: object | null;
  error: ErrorReport | null;
  attempts: number;
  nextAttemptAt: Date | null;
  jobId: string;
  receivedAt: Date;
  settledAt: Date | null;
}

export interface NewInboundDocument
  extends Pick<InboundDocument, "number" | "format" | "type" | "partner" | "key" | "document" | "notes"> {
  envelope?: {
    sender: string;
    receiver: string;
    usage: string;
    interchangeNumber: string;
    groupNumber?: string;
    setNumber?: string;
  };
  orders: readonly string[];
  state: Extract<InboundState, "received" | "quarantined" | "ignored">;
  error?: ErrorReport;
  summary?: string;
}

export async function addInboundDocuments(
  transaction: LedgerTransaction,
  message: { id: string; link: string; receivedAt: Date },
  jobId: string,
  documents: readonly NewInboundDocument[],
  now: Date,
): Promise<void> {
  for (let at = 0; at < documents.length; at += 200) {
    const part = documents.slice(at, at + 200).map((document) => ({ id: newIdentifier("inb", now), document }));
    await transaction
      .insertInto("inboundDocument")
      .values(
        part.map(({ id, document }) => ({
          id,
          messageId: message.id,
          number: document.number,
          link: message.link,
          format: document.format,
          type: document.type,
          partner: document.partner,
          sender: document.envelope?.sender ?? null,
          receiver: document.envelope?.receiver ?? null,
          usage: document.envelope?.usage ?? null,
          interchangeNumber: document.envelope?.interchangeNumber ?? null,
          groupNumber: document.envelope?.groupNumber ?? null,
          setNumber: document.envelope?.setNumber ?? null,
          key: document.key,
          document: JSON.stringify(document.document),
          notes: JSON.stringify(document.notes),
          state: document.state,
          error: document.error === undefined ? null : JSON.stringify(document.error),
          summary: document.summary ?? null,
          attempts: 0,
          nextAttemptAt: document.state === "received" ? now : null,
          jobId,
          receivedAt: message.receivedAt,
          settledAt: document.state === "received" ? null : now,
        })),
      )
      .execute();
    const orders = part.flatMap(({ id, document }) =>
      [...new Set(document.orders)].map((orderNumber) => ({ documentId: id, link: message.link, orderNumber })),
    );
    if (orders.length > 0) await transaction.insertInto("inboundDocumentOrder").values(orders).execute();
  }
}

/** No document that names one of the same purchase orders is being worked on. */
function alone({ not, exists, selectFrom }: ExpressionBuilder<LedgerSchema, "inboundDocument">) {
  return not(
    exists(
      selectFrom("inboundDocumentOrder as own")
        .innerJoin("inboundDocumentOrder as same", (join) =>
          join.onRef("same.link", "=", "own.link").onRef("same.orderNumber", "=", "own.orderNumber"),
        )
        .innerJoin("inboundDocument as other", "other.id", "same.documentId")
        .select(sql`1`.as("one"))
        .whereRef("own.documentId", "=", "inboundDocument.id")
        .where("other.state", "=", "processing"),
    ),
  );
}

/**
 * Takes the oldest document of the link whose turn it is, and makes it the worker's.
 *
 * @param taking told of it before that is committed, so that no other part of the process can see it in between
 */
export async function takeInboundDocument(
  ledger: Ledger,
  link: string,
  worker: string,
  now: Date,
  taking: (id: string) => void = () => {},
): Promise<InboundDocument | undefined> {
  return ledger.transaction().execute(async (transaction) => {
    if (!(await holdLink(transaction, link))) return undefined;
    await transaction
      .insertInto("inboxLane")
      .values({ link })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await transaction.selectFrom("inboxLane").select("link").where("link", "=", link).forUpdate().executeTakeFirst();
    const due = await transaction
      .selectFrom("inboundDocument")
      .select("id")
      .where("link", "=", link)
      .where("state", "in", ["received", "waiting", "failed"])
      .where("nextAttemptAt", "<=", now)
      .where(alone)
      .orderBy("position")
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (due === undefined) return undefined;
    taking(due.id);
    return transaction
      .updateTable("inboundDocument")
      .set(({ eb }) => ({
        state: "processing",
        workerId: worker,
        attempts: eb("attempts", "+", 1),
        nextAttemptAt: null,
        error: null,
      }))
      .where("id", "=", due.id)
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

export interface DocumentOutcome {
  state: Extract<InboundState, "done" | "ignored" | "waiting" | "review" | "failed">;
  summary: string;
  detail?: object;
  error?: ErrorReport;
  waitsFor?: string;
  nextAttemptAt?: Date;
  /** Orders that it turned out to concern, beside those that it names. */
  orders?: readonly string[];
}

/** Writes what came of a document. @returns whether it was still the worker's own */
export async function settleInboundDocument(
  transaction: LedgerTransaction,
  document: Pick<InboundDocument, "id" | "link">,
  worker: string,
  outcome: DocumentOutcome,
  now: Date,
): Promise<boolean> {
  const settled = await transaction
    .updateTable("inboundDocument")
    .set({
      state: outcome.state,
      workerId: null,
      summary: outcome.summary,
      detail: outcome.detail === undefined ? null : JSON.stringify(outcome.detail),
      error: outcome.error === undefined ? null : JSON.stringify(outcome.error),
      waitsFor: outcome.waitsFor ?? null,
      nextAttemptAt: outcome.nextAttemptAt ?? null,
      settledAt: now,
    })
    .where("id", "=", document.id)
    .where("workerId", "=", worker)
    .where("state", "=", "processing")
    .executeTakeFirst();
  if (settled.numUpdatedRows !== 1n) return false;
  await nameOrders(transaction, document, outcome.orders ?? []);
  return true;
}

/** Adds purchase orders to those that a document names. */
export async function nameOrders(
  transaction: LedgerTransaction,
  document: Pick<InboundDocument, "id" | "link">,
  orders: readonly string[],
): Promise<void> {
  if (orders.length === 0) return;
  await transaction
    .insertInto("inboundDocumentOrder")
    .values(orders.map((orderNumber) => ({ documentId: document.id, link: document.link, orderNumber })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Frees what dead workers left in the middle: it starts anew.
 *
 * @param own what the asking worker is carrying out: whatever else stands under its name was left behind by itself
 */
export async function releaseAbandonedDocuments(
  transaction: LedgerTransaction,
  live: readonly string[],
  now: Date,
  own?: { worker: string; underWay: ReadonlySet<string> },
): Promise<{ id: string; link: string; jobId: string }[]> {
  const found = await transaction
    .selectFrom("inboundDocument")
    .select(["id", "workerId"])
    .where("state", "=", "processing")
    .where("workerId", "not in", [...live.filter((worker) => worker !== own?.worker), ""])
    .orderBy("position")
    .limit(100)
    .forUpdate()
    .skipLocked()
    .execute();
  // Looked up only now: what was taken while the database was asked is on the list by the time it can be seen.
  const abandoned = found.filter(({ id, workerId }) => workerId !== own?.worker || !own?.underWay.has(id));
  if (abandoned.length === 0) return [];
  return transaction
    .updateTable("inboundDocument")
    .set({ state: "received", workerId: null, nextAttemptAt: now })
    .where(
      "id",
      "in",
      abandoned.map(({ id }) => id),
    )
    .returning(["id", "link", "jobId"])
    .execute();
}

/**
 * Lets the documents that wait for something look again: it has come. Call it in the transaction that brings it.
 *
 * @param waitsFor as the outcome named it, such as `purchaseOrder:PO2075`
 */
export async function wakeWaiting(
  transaction: LedgerTransaction,
  link: string,
  waitsFor: string | readonly string[],
  now: Date,
): Promise<number> {
  const woken = await transaction
    .updateTable("inboundDocument")
    .set({ nextAttemptAt: now })
    .where("link", "=", link)
    .where("state", "=", "waiting")
    .where("waitsFor", "in", typeof waitsFor === "string" ? [waitsFor] : [...waitsFor])
    .executeTakeFirst();
  return Number(woken.numUpdatedRows);
}

/** The links that have a message to read or a document to work on now. */
export async function linksWithInbox(ledger: Ledger, now: Date): Promise<string[]> {
  const rows = await ledger
    .selectFrom("inboxMessage")
    .select("link")
    .where("state", "=", "received")
    .union(
      ledger
        .selectFrom("inboundDocument")
        .select("link")
        .where("state", "in", ["received", "waiting", "failed"])
        .where("nextAttemptAt", "<=", now),
    )
    .execute();
  return rows.map(({ link }) => link);
}

export async function findInboundDocument(ledger: Ledger, id: string): Promise<InboundDocument | undefined> {
  return ledger.selectFrom("inboundDocument").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function messageDocuments(ledger: Ledger, messageId: string): Promise<InboundDocument[]> {
  return ledger
    .selectFrom("inboundDocument")
    .selectAll()
    .where("messageId", "=", messageId)
    .orderBy("number")
    .execute();
}

/** A document as a list shows it, with the purchase orders that it names. */
export type ListedDocument = Pick<
  InboundDocument,
  | "id"
  | "messageId"
  | "type"
  | "partner"
  | "sender"
  | "interchangeNumber"
  | "state"
  | "summary"
  | "waitsFor"
  | "error"
  | "nextAttemptAt"
> & { orders: string[] };

/** The documents of these messages in one query, each message's in their order. */
export async function listedDocuments(ledger: Ledger, messageIds: readonly string[]): Promise<ListedDocument[]> {
  if (messageIds.length === 0) return [];
  const { rows } = await sql<ListedDocument>`
    select id, message_id, type, partner, sender, interchange_number, state, summary, waits_for, error, next_attempt_at,
      array(
        select order_number from inbound_document_order named where named.document_id = inbound_document.id
        order by order_number
      ) as orders
    from inbound_document where message_id = any(${[...messageIds]})
    order by message_id, number
  `.execute(ledger);
  return rows;
}

/** Every inbound document that names a purchase order, in the order of arrival. */
export async function documentsOfOrder(ledger: Ledger, link: string, orderNumber: string): Promise<InboundDocument[]> {
  return ledger
    .selectFrom("inboundDocument")
    .selectAll("inboundDocument")
    .innerJoin("inboundDocumentOrder as named", "named.documentId", "inboundDocument.id")
    .where("named.link", "=", link)
    .where("named.orderNumber", "=", orderNumber)
    .orderBy("inboundDocument.position")
    .execute();
}

/**
 * Closes a document on a person's word: one in review is done or ignored, one in quarantine ignored.
 *
 * @returns whether it was still in the state in which the person saw it
 */
export async function closeDocument(
  transaction: LedgerTransaction,
  { id, state }: Pick<InboundDocument, "id" | "state">,
  closed: "done" | "ignored",
  now: Date,
): Promise<boolean> {
  if (!inboundTransitions.some(({ from, to }) => from === state && to === closed)) return false;
  const row = await transaction
    .updateTable("inboundDocument")
    .set({ state: closed, workerId: null, nextAttemptAt: null, settledAt: now, error: null })
    .where("id", "=", id)
    .where("state", "=", state)
    .where("state", "in", ["review", "quarantined"])
    .executeTakeFirst();
  return row.numUpdatedRows === 1n;
}

/** Puts a document up for being carried out again, under another job. @returns whether it was not under way */
export async function requeueDocument(
  transaction: LedgerTransaction,
  { id, state }: Pick<InboundDocument, "id" | "state">,
  jobId: string,
  now: Date,
): Promise<boolean> {
  if (!retriableStates.includes(state)) return false;
  const requeued = await transaction
    .updateTable("inboundDocument")
    .set({ state: "received", jobId, workerId: null, nextAttemptAt: now, settledAt: null })
    .where("id", "=", id)
    .where("state", "=", state)
    .executeTakeFirst();
  return requeued.numUpdatedRows === 1n;
}
