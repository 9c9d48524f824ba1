import { sql } from "kysely";
import type { SearchTerm } from "../documents/searchTerms.ts";
import type { DeliveryState } from "./deliveryState.ts";
import { recordTerms } from "./documentTerms.ts";
import { newIdentifier } from "./identifier.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import type { DocumentType } from "./schema.ts";

/** What the ledger knows of a document when a page is decided. */
export interface KnownDocument {
  id: string;
  key: string;
  revision: number;
  hash: string;
  /** State of the newest delivery of the latest revision. */
  state: DeliveryState | null;
  /** Whether any revision was ever taken by Cleo, or may have been, or was told by a person. */
  everSent: boolean;
  /** Of the record from which the latest revision was made (see `sourceDigest` of a new one). */
  sourceDigest: string;
  /** GP's CREATDDT of that record. */
  gpCreated: string | null;
}

/**
 * The known documents among these keys, locked until the transaction ends, so that two readers of one document take
 * turns.
 */
export async function knownDocuments(
  transaction: LedgerTransaction,
  link: string,
  type: DocumentType,
  keys: readonly string[],
): Promise<Map<string, KnownDocument>> {
  if (keys.length === 0) return new Map();
  const documents = await transaction
    .selectFrom("document")
    .select(["id", "key", "latestRevision as revision", "latestHash as hash"])
    .where("link", "=", link)
    .where("type", "=", type)
    .where("key", "in", [...keys])
    .orderBy("key")
    // Not stronger: what refers to a document need not wait until its page is written.
    .forNoKeyUpdate()
    .execute();
  if (documents.length === 0) return new Map();
  const deliveries = await transaction
    .selectFrom("delivery")
    .select(["documentId", "revision", "state", "toldAt"])
    .where(
      "documentId",
      "in",
      documents.map((document) => document.id),
    )
    .orderBy("position")
    .execute();
  // Not joined to the locked rows: whoever waited for the lock would see the revisions of before.
  const sources = await transaction
    .selectFrom("revision")
    .select(["documentId", "number", "sourceDigest", "gpCreated"])
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple("documentId", "number"),
        "in",
        documents.map(({ id, revision }) => tuple(id, revision)),
      ),
    )
    .execute();
  const sourceOf = new Map(
    sources.map(({ documentId, sourceDigest, gpCreated }) => [documentId, { sourceDigest, gpCreated }]),
  );
  const known = new Map<string, KnownDocument>();
  for (const document of documents) {
    const own = deliveries.filter((delivery) => delivery.documentId === document.id);
    known.set(document.key, {
      ...document,
      ...(sourceOf.get(document.id) ?? { sourceDigest: "", gpCreated: null }),
      state: own.findLast((delivery) => delivery.revision === document.revision)?.state ?? null,
      everSent: own.some(
        ({ state, toldAt }) => state === "sent" || state === "inDoubt" || state === "sending" || toldAt !== null,
      ),
    });
  }
  return known;
}

/** Keeps documents from getting a revision until the transaction ends; one that is being recorded is waited for. */
export async function holdDocuments(transaction: LedgerTransaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await transaction
    .selectFrom("document")
    .select("id")
    .where(sql<boolean>`id = any(${[...ids]}::text[])`)
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
}

export interface NewRevision {
  type: DocumentType;
  key: string;
  /** The document's identifier and latest revision where it is known already. */
  known?: { id: string; revision: number };
  contentHash: string;
  canonical: object;
  /** SHA-256 of the record as GP gave it: where it is the same, only our mapping has changed. */
  sourceDigest: string;
  gpCreated: string | null;
  vendor: { id: string; name: string } | null;
  /** Words under which it is found. */
  terms: readonly SearchTerm[];
}

export interface RecordedRevision {
  documentId: string;
  key: string;
  revision: number;
  deliveryId: string;
}

/**
 * Records new contents: documents where they are new, revisions, and a planned delivery of each. What earlier
 * revisions had not sent yet is superseded. Nothing happens unless the caller's transaction commits.
 */
export async function recordRevisions(
  transaction: LedgerTransaction,
  context: { link: string; jobId: string; now: Date },
  revisions: readonly NewRevision[],
): Promise<RecordedRevision[]> {
  if (revisions.length === 0) return [];
  const recorded = revisions.map((revision) => ({
    ...revision,
    documentId: revision.known?.id ?? newIdentifier("doc", context.now),
    revision: (revision.known?.revision ?? 0) + 1,
    deliveryId: newIdentifier("dlv", context.now),
  }));
  const column = <Value>(of: (each: (typeof recorded)[number]) => Value): Value[] => recorded.map(of);
  const { link, jobId, now } = context;
  // Arrays, so that a page of hundreds is one short statement.
  await sql`
    insert into document (id, link, type, key, first_seen_at, latest_revision, latest_hash, vendor_id, vendor_name)
    select id, ${link}, type, key, ${now}::timestamptz, revision, hash, vendor_id, vendor_name from unnest(
      ${column(({ documentId }) => documentId)}::text[],
      ${column(({ type }) => type)}::text[],
      ${column(({ key }) => key)}::text[],
      ${column(({ revision }) => revision)}::integer[],
      ${column(({ contentHash }) => contentHash)}::text[],
      ${column(({ vendor }) => vendor?.id ?? null)}::text[],
      ${column(({ vendor }) => vendor?.name ?? null)}::text[]
    ) as seen (id, type, key, revision, hash, vendor_id, vendor_name)
    on conflict (id) do update set latest_revision = excluded.latest_revision, latest_hash = excluded.latest_hash,
      vendor_id = excluded.vendor_id, vendor_name = excluded.vendor_name
  `.execute(transaction);
  await sql`
    insert into revision (document_id, number, content_hash, canonical, source_digest, gp_created, job_id, created_at)
    select document_id, number, content_hash, canonical::jsonb, source_digest, gp_created, ${jobId}, ${now}::timestamptz from unnest(
      ${column(({ documentId }) => documentId)}::text[],
      ${column(({ revision }) => revision)}::integer[],
      ${column(({ contentHash }) => contentHash)}::text[],
      ${column(({ canonical }) => JSON.stringify(canonical))}::text[],
      ${column(({ sourceDigest }) => sourceDigest)}::text[],
      ${column(({ gpCreated }) => gpCreated)}::date[]
    ) as made (document_id, number, content_hash, canonical, source_digest, gp_created)
  `.execute(transaction);
  await recordTerms(
    transaction,
    recorded.flatMap(({ documentId, terms }) => terms.map((term) => ({ ...term, documentId }))),
  );
  const changed = recorded.filter((each) => each.known !== undefined).map((each) => each.documentId);
  await supersedeUnsent(transaction, changed, context.now);
  // In this order: what was read first is sent first.
  await sql`
    insert into delivery (id, document_id, revision, link, type, key, state, job_id, attempts, created_at)
    select id, document_id, revision, ${link}, type, key, 'planned', ${jobId}, 0, ${now}::timestamptz from unnest(
      ${column(({ deliveryId }) => deliveryId)}::text[],
      ${column(({ documentId }) => documentId)}::text[],
      ${column(({ revision }) => revision)}::integer[],
      ${column(({ type }) => type)}::text[],
      ${column(({ key }) => key)}::text[]
    ) as planned (id, document_id, revision, type, key)
  `.execute(transaction);
  return recorded.map(({ documentId, key, revision, deliveryId }) => ({ documentId, key, revision, deliveryId }));
}

/** Ends what documents have not sent yet. @returns what was ended */
export async function supersedeUnsent(
  transaction: LedgerTransaction,
  documentIds: readonly string[],
  now: Date,
): Promise<{ id: string; documentId: string; revision: number }[]> {
  if (documentIds.length === 0) return [];
  return transaction
    .updateTable("delivery")
    .set({ state: "superseded", settledAt: now, nextAttemptAt: null, workerId: null })
    .where("documentId", "in", [...documentIds])
    .where("state", "in", ["planned", "failed", "blocked"])
    .returning(["id", "documentId", "revision"])
    .execute();
}

/** Documents by identifier or by number; a number may belong to documents of several links or types. */
export async function findDocuments(
  ledger: Ledger,
  idOrKey: string,
): Promise<{ id: string; link: string; type: DocumentType; key: string; disappearedAt: Date | null }[]> {
  return ledger
    .selectFrom("document")
    .select(["id", "link", "type", "key", "disappearedAt"])
    .where(({ or, eb }) => or([eb("id", "=", idOrKey), eb("key", "=", idOrKey)]))
    .orderBy("link")
    .execute();
}

export async function documentRevisions(ledger: Ledger, documentId: string) {
  return ledger.selectFrom("revision").selectAll().where("documentId", "=", documentId).orderBy("number").execute();
}
