/**
 * Finding documents among very many: by words, by state, by job, a page at a time.
 *
 * Every way of asking is driven by an index in the order of its result, so that a page costs about the same however many
 * documents there are: by words in the order of the words, otherwise by deliveries, the newest first. A page continues
 * behind the last row of the one before it, never by counting rows off. Where words and a rare state are asked for
 * together, the state drives and the words are looked up of each.
 *
 * Of a document's deliveries the one that matters is shown: one in doubt, which holds later ones back and is what a person
 * has to look at, else the newest.
 */
import { type RawBuilder, sql } from "kysely";
import type { SearchTerm, SearchTermKind } from "../documents/searchTerms.ts";
import type { ErrorReport } from "../errors/connectorError.ts";
import type { AcknowledgementState } from "./answersSchema.ts";
import { asPaused } from "./deliveryPause.ts";
import type { DeliveryState } from "./deliveryState.ts";
import type { Ledger } from "./ledger.ts";
import type { DocumentType } from "./schema.ts";

export interface DocumentSearch {
  /** Beginnings of words, normalized; all of them have to be found. */
  words?: readonly string[];
  /** Only words of this kind. */
  kind?: SearchTermKind;
  link?: string;
  type?: DocumentType;
  state?: DeliveryState;
  /** Documents that this job delivers, or has replayed. */
  jobId?: string;
  documentId?: string;
  limit: number;
  after?: SearchPlace;
}

/** The last row of a page: where the next one begins. */
export type SearchPlace =
  | { by: "position"; position: number }
  | { by: "term"; term: string; kind: string; documentId: string };

export interface FoundDocument {
  id: string;
  link: string;
  type: DocumentType;
  key: string;
  vendorId: string | null;
  vendorName: string | null;
  firstSeenAt: Date;
  /** When a sweep found it gone from GP. */
  disappearedAt: Date | null;
  revision: number;
  state: DeliveryState;
  fileName: string | null;
  folder: string | null;
  jobId: string;
  deliveryId: string;
  attempts: number;
  nextAttemptAt: Date | null;
  error: ErrorReport | null;
  /** What the partner's 997 says of the file; null where none is expected. */
  acknowledgement: AcknowledgementState | "overdue" | null;
  createdAt: Date;
  settledAt: Date | null;
  /** The word that was found. */
  matched: SearchTerm | null;
}

export interface DocumentPage {
  documents: FoundDocument[];
  /** Where the next page begins; `null` on the last one. */
  next: SearchPlace | null;
}

export async function documentPage(ledger: Ledger, search: DocumentSearch): Promise<DocumentPage> {
  const byTerm = isDrivenByTerm(search);
  const { rows } = await searchStatement(search).execute(ledger);
  const page = await asPaused(ledger, rows.slice(0, search.limit));
  const last = rows.length > search.limit ? page.at(-1) : undefined;
  const next: SearchPlace | null =
    last === undefined
      ? null
      : byTerm && last.matched
        ? { by: "term", ...last.matched, documentId: last.id }
        : { by: "position", position: last.position };
  const states = await functionalAcknowledgements(
    ledger,
    page.map(({ deliveryId }) => deliveryId),
  );
  const documents = page.map(({ position: _, ...row }) => ({
    ...row,
    acknowledgement: states.get(row.deliveryId) ?? null,
  }));
  return { documents, next };
}

/** Asked for by themselves, so that they have no part in how the page is found. */
async function functionalAcknowledgements(
  ledger: Ledger,
  deliveryIds: readonly string[],
): Promise<Map<string, NonNullable<FoundDocument["acknowledgement"]>>> {
  if (deliveryIds.length === 0) return new Map();
  const rows = await ledger
    .selectFrom("acknowledgement")
    .select(["deliveryId", "state", "overdueAt"])
    .where("deliveryId", "in", [...deliveryIds])
    .where("kind", "=", "997")
    .execute();
  return new Map(
    rows.map(({ deliveryId, state, overdueAt }) => [
      deliveryId,
      state === "waiting" && overdueAt !== null ? "overdue" : state,
    ]),
  );
}

/** One row more than a page has, where there is one. */
export function searchStatement(search: DocumentSearch): RawBuilder<Row> {
  const words = search.words ?? [];
  return isDrivenByTerm(search) ? searchByTerm(search, words) : searchByPosition(search, words);
}

/** Most documents are sent: among these, the words are what is rare. */
function isDrivenByTerm({ words = [], jobId, documentId, state }: DocumentSearch): boolean {
  return (
    words.length > 0 && jobId === undefined && documentId === undefined && (state === undefined || state === "sent")
  );
}

type Row = Omit<FoundDocument, "acknowledgement"> & { position: number };

function searchByTerm(search: DocumentSearch, words: readonly string[]): RawBuilder<Row> {
  // The longest word is found least often.
  const [word = "", ...others] = [...words].sort((one, other) => other.length - one.length);
  const { after } = search;
  const behind =
    after?.by === "term"
      ? sql`(found.term, found.kind, found.document_id) > (${after.term}, ${after.kind}, ${after.documentId})`
      : sql`true`;
  return sql<Row>`
    select ${columns}, jsonb_build_object('term', found.term, 'kind', found.kind) as matched
    from document_term found
    join document on document.id = found.document_id
    cross join lateral (
      select * from delivery where delivery.document_id = document.id
      order by (state = 'inDoubt') desc, position desc limit 1
    ) newest
    where ${beginsWith(sql`found`, word, search.kind)} and ${behind}
      -- Of several words of a document that begin so, it is shown once, with the first.
      and not exists (
        select 1 from document_term earlier
        where earlier.document_id = found.document_id and ${beginsWith(sql`earlier`, word, search.kind)}
          and (earlier.term, earlier.kind) < (found.term, found.kind)
      )
      and ${filters(search, others)}
    order by found.term, found.kind, found.document_id
    limit ${search.limit + 1}`;
}

function searchByPosition(search: DocumentSearch, words: readonly string[]): RawBuilder<Row> {
  const { after, jobId } = search;
  const behind = after?.by === "position" ? sql`newest.position < ${after.position}` : sql`true`;
  const ofJob =
    jobId === undefined
      ? sql`true`
      : sql`newest.document_id in (
          select document_id from delivery where job_id = ${jobId}
          union select document_id from delivery where replay_job_id = ${jobId}
        )`;
  return sql<Row>`
    select ${columns}, null as matched
    from delivery newest
    join document on document.id = newest.document_id
    where ${behind} and ${ofJob}
      and not exists (
        select 1 from delivery other
        where other.document_id = newest.document_id
          and ((other.state = 'inDoubt'), other.position) > ((newest.state = 'inDoubt'), newest.position)
      )
      ${search.link === undefined ? sql`` : sql`and newest.link = ${search.link}`}
      ${search.type === undefined ? sql`` : sql`and newest.type = ${search.type}`}
      and ${filters(search, words)}
    order by newest.position desc
    limit ${search.limit + 1}`;
}

const columns = sql`
  document.id, document.link, document.type, document.key, document.vendor_id, document.vendor_name,
  document.first_seen_at, document.disappeared_at, newest.revision, newest.state, newest.file_name, newest.folder,
  newest.job_id, newest.id as delivery_id, newest.attempts, newest.next_attempt_at, newest.error, newest.created_at,
  newest.settled_at, newest.position`;

function filters(search: DocumentSearch, words: readonly string[]): RawBuilder<unknown> {
  const parts = [
    search.link === undefined ? undefined : sql`document.link = ${search.link}`,
    search.type === undefined ? undefined : sql`document.type = ${search.type}`,
    search.state === undefined ? undefined : sql`newest.state = ${search.state}`,
    search.documentId === undefined ? undefined : sql`document.id = ${search.documentId}`,
    ...words.map(
      (word) => sql`exists (
        select 1 from document_term other_term
        where other_term.document_id = document.id and ${beginsWith(sql`other_term`, word, search.kind)}
        -- Looked up of each candidate, never joined: a word may be one that every document has.
        offset 0
      )`,
    ),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `);
}

/** A range of the index in byte order, up to behind the last character that there is. */
function beginsWith(of: RawBuilder<unknown>, word: string, kind: SearchTermKind | undefined): RawBuilder<unknown> {
  const range = sql`${of}.term >= ${word} and ${of}.term < ${`${word}\u{10ffff}`}`;
  return kind === undefined ? range : sql`${range} and ${of}.kind = ${kind}`;
}
