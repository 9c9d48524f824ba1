/**
 * What Cleo sends, as it came (Invariant 8).
 *
 * A message is stored in one transaction with the keys by which a repeat of it is known, and only then answered, or
 * removed from its folder. So a sender that got no answer sends again, and gets the first receipt; one that got an answer
 * may forget the message. Two that bring the same thing at once meet at the primary key of `inbox_key`: the second waits
 * there until the first has committed, and then finds the owner. Keys are taken in their order, so that no two messages
 * wait for each other. A handover locks the same table, and is looked for once a key is taken.
 */
import { sql } from "kysely";
import { ConnectorError, type ErrorReport } from "../errors/connectorError.ts";
import { digestOf, storeContent } from "./contents.ts";
import { refuseHandedOver } from "./handover.ts";
import { newIdentifier } from "./identifier.ts";
import type { InboundState } from "./inboundState.ts";
import type { InboundFormat, InboxSource, MessageState } from "./inboxSchema.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import { holdLink } from "./linkHold.ts";

export interface InboxKey {
  key: string;
  /** Of what stands under the key: another content under the same key is not a repeat. */
  digest: string;
}

export interface NewMessage {
  link: string;
  source: InboxSource;
  content: Uint8Array;
  format: InboundFormat | null;
  /** Of its documents that can be used. */
  keys: readonly InboxKey[];
  folder?: string;
  fileName?: string;
  eventId?: string;
  metadata: object;
  /** Puts it into quarantine. */
  fault?: ErrorReport;
  now: Date;
}

export interface StoredMessage {
  id: string;
  /** The message was there before: `id` is the first one's. */
  duplicate: boolean;
  state: MessageState;
  error: ErrorReport | null;
}

/**
 * Stores a message, unless the same one is there already. On disk when the transaction commits.
 *
 * @throws {ConnectorError} LINK_UNKNOWN, LEDGER_HANDED_OVER
 */
export async function storeMessage(transaction: LedgerTransaction, message: NewMessage): Promise<StoredMessage> {
  if (!(await holdLink(transaction, message.link))) {
    throw new ConnectorError("LINK_UNKNOWN", `the link ${message.link} was removed`, { at: { link: message.link } });
  }
  const id = newIdentifier("rcv", message.now);
  // The whole of it, so that what cannot be told by its documents' keys is told by its bytes.
  const whole = { key: `content:${message.eventId ?? ""}:${digestOf(message.content)}`, digest: "" };
  const taken = new Map<string, InboxKey>();
  for (const each of [whole, ...message.keys]) if (!taken.has(each.key)) taken.set(each.key, each);
  const keys = [...taken.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
  const owners = await takeKeys(transaction, message.link, id, keys);
  await refuseHandedOver(transaction);
  const first = repeatedMessage(whole, message.keys, owners);
  if (first !== undefined) {
    await transaction
      .updateTable("inboxKey")
      .set({ messageId: first })
      .where("link", "=", message.link)
      .where("messageId", "=", id)
      .where(
        "key",
        "in",
        keys.map(({ key }) => key),
      )
      .execute();
    const present = await transaction
      .updateTable("inboxMessage")
      .set(({ eb }) => ({ duplicates: eb("duplicates", "+", 1), lastDuplicateAt: message.now }))
      .where("id", "=", first)
      .returning(["id", "state", "error"])
      .executeTakeFirstOrThrow();
    return { ...present, duplicate: true };
  }
  const state = message.fault === undefined ? "received" : "quarantined";
  const error = message.fault ?? null;
  await transaction
    .insertInto("inboxMessage")
    .values({
      id,
      link: message.link,
      source: message.source,
      state,
      contentDigest: await storeContent(transaction, message.content, message.now),
      size: message.content.length,
      format: message.format,
      folder: message.folder ?? null,
      fileName: message.fileName ?? null,
      eventId: message.eventId ?? null,
      metadata: JSON.stringify(message.metadata),
      error: error === null ? null : JSON.stringify(error),
      duplicates: 0,
      receivedAt: message.now,
    })
    .execute();
  return { id, duplicate: false, state, error };
}

interface KeyOwner {
  messageId: string;
  digest: string;
}

/** The message that this one repeats: it has the same bytes, or each of its documents is there with the same content. */
export function repeatedMessage(
  whole: InboxKey,
  keys: readonly InboxKey[],
  owners: ReadonlyMap<string, KeyOwner>,
): string | undefined {
  const same = owners.get(whole.key);
  if (same !== undefined) return same.messageId;
  const found = keys.map(({ key, digest }) => {
    const owner = owners.get(key);
    return owner?.digest === digest ? owner.messageId : undefined;
  });
  return found.length > 0 && found.every((messageId) => messageId !== undefined) ? found[0] : undefined;
}

/** Takes the keys that are free. @returns the owners of those that are not */
async function takeKeys(
  transaction: LedgerTransaction,
  link: string,
  messageId: string,
  keys: readonly InboxKey[],
): Promise<Map<string, KeyOwner>> {
  const owners = new Map<string, KeyOwner>();
  for (let at = 0; at < keys.length; at += 1_000) {
    const part = keys.slice(at, at + 1_000);
    const taken = await transaction
      .insertInto("inboxKey")
      .values(part.map((each) => ({ link, ...each, messageId })))
      .onConflict((conflict) => conflict.doNothing())
      .returning("key")
      .execute();
    const free = new Set(taken.map(({ key }) => key));
    const others = part.filter(({ key }) => !free.has(key));
    if (others.length === 0) continue;
    for (const [key, owner] of await ownersOf(transaction, link, others)) owners.set(key, owner);
  }
  return owners;
}

/** Which message brought each of these keys first, and with what content. */
export async function ownersOf(
  transaction: LedgerTransaction,
  link: string,
  keys: readonly Pick<InboxKey, "key">[],
): Promise<Map<string, KeyOwner>> {
  const owners = new Map<string, KeyOwner>();
  for (let at = 0; at < keys.length; at += 1_000) {
    const rows = await transaction
      .selectFrom("inboxKey")
      .select(["key", "messageId", "digest"])
      .where("link", "=", link)
      .where(
        "key",
        "in",
        keys.slice(at, at + 1_000).map(({ key }) => key),
      )
      .execute();
    for (const { key, ...owner } of rows) owners.set(key, owner);
  }
  return owners;
}

export interface InboxMessage {
  id: string;
  link: string;
  source: InboxSource;
  state: MessageState;
  contentDigest: string;
  size: number;
  format: InboundFormat | null;
  folder: string | null;
  fileName: string | null;
  eventId: string | null;
  metadata: object;
  error: ErrorReport | null;
  jobId: string | null;
  /** Who had it read again, until it is read. */
  retriedBy: string | null;
  duplicates: number;
  lastDuplicateAt: Date | null;
  receivedAt: Date;
  readAt: Date | null;
}

/** The oldest message of a link that was not read yet, or this one if it was not, locked. */
export async function nextMessage(
  transaction: LedgerTransaction,
  link: string,
  id?: string,
): Promise<InboxMessage | undefined> {
  if (!(await holdLink(transaction, link))) return undefined;
  return transaction
    .selectFrom("inboxMessage")
    .selectAll()
    .where("link", "=", link)
    .where("state", "=", "received")
    .$if(id !== undefined, (query) => query.where("id", "=", id as string))
    .orderBy("position")
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

export async function settleMessage(
  transaction: LedgerTransaction,
  id: string,
  read: { state: "read" | "quarantined"; error?: ErrorReport; jobId: string; now: Date },
): Promise<void> {
  await transaction
    .updateTable("inboxMessage")
    .set({
      state: read.state,
      error: read.error === undefined ? null : JSON.stringify(read.error),
      jobId: read.jobId,
      retriedBy: null,
      readAt: read.now,
    })
    .where("id", "=", id)
    .execute();
}

/** A person's word that nothing is to be done about a message in quarantine. @returns whether it was there */
export async function ignoreMessage(transaction: LedgerTransaction, id: string): Promise<boolean> {
  const ignored = await transaction
    .updateTable("inboxMessage")
    .set({ state: "ignored" })
    .where("id", "=", id)
    .where("state", "=", "quarantined")
    .executeTakeFirst();
  return ignored.numUpdatedRows === 1n;
}

/** Puts a message up for reading again. @returns whether it was in quarantine, or ignored there */
export async function requeueMessage(transaction: LedgerTransaction, id: string, retriedBy: string): Promise<boolean> {
  const requeued = await transaction
    .updateTable("inboxMessage")
    .set({ state: "received", error: null, retriedBy })
    .where("id", "=", id)
    .where("state", "in", ["quarantined", "ignored"])
    .executeTakeFirst();
  return requeued.numUpdatedRows === 1n;
}

export async function findMessage(ledger: Ledger, id: string): Promise<InboxMessage | undefined> {
  return ledger.selectFrom("inboxMessage").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Which of these files of a folder were received, each with the version (size and date) that came last. */
export async function receivedFiles(
  ledger: Ledger,
  link: string,
  folder: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  const rows = await ledger
    .selectFrom("inboxMessage")
    .select(["fileName", sql<string | null>`metadata ->> 'version'`.as("version")])
    .where("link", "=", link)
    .where("folder", "=", folder)
    .where("source", "=", sql.lit("folder"))
    .where("fileName", "=", sql<string>`any(${[...names]}::text[])`)
    .orderBy("position")
    .execute();
  return new Map(rows.map(({ fileName, version }) => [fileName ?? "", version ?? ""]));
}

export interface MessageFilter {
  link?: string;
  state?: MessageState;
  source?: InboxSource;
  /** Of one of its documents. */
  documentState?: InboundState;
  type?: string;
  order?: string;
  limit: number;
}

/** Messages, the latest first. */
export async function listMessages(ledger: Ledger, filter: MessageFilter): Promise<InboxMessage[]> {
  let query = ledger.selectFrom("inboxMessage").selectAll("inboxMessage");
  if (filter.link !== undefined) query = query.where("link", "=", filter.link);
  if (filter.state !== undefined) query = query.where("state", "=", filter.state);
  if (filter.source !== undefined) query = query.where("source", "=", filter.source);
  const { documentState, type, order } = filter;
  if (documentState !== undefined || type !== undefined || order !== undefined) {
    query = query.where(({ exists, selectFrom }) => {
      let query = selectFrom("inboundDocument as inside")
        .select(sql`1`.as("one"))
        .whereRef("inside.messageId", "=", "inboxMessage.id");
      if (documentState !== undefined) query = query.where("inside.state", "=", documentState);
      if (type !== undefined) query = query.where("inside.type", "=", type);
      if (order !== undefined) {
        query = query.where(({ exists: some, selectFrom: from }) =>
          some(
            from("inboundDocumentOrder as named")
              .select(sql`1`.as("one"))
              .whereRef("named.documentId", "=", "inside.id")
              .where("named.orderNumber", "in", [order, order.toUpperCase()]),
          ),
        );
      }
      return exists(query);
    });
  }
  return query.orderBy("receivedAt", "desc").orderBy("position", "desc").limit(filter.limit).execute();
}
