/**
 * Documents that are gone from GP: a deleted order, or one that was moved to history. Only a sweep can tell, and only by
 * asking for each document that it did not meet.
 */
import { sql } from "kysely";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import type { DocumentType } from "./schema.ts";

export interface UnseenDocument {
  id: string;
  key: string;
}

/**
 * Documents that a job has not met in GP, in the order of their keys; those already known to be gone are not among them.
 *
 * @param after the key behind which to go on
 */
export async function unseenDocuments(
  ledger: Ledger,
  search: { jobId: string; link: string; type: DocumentType; after: string; limit: number },
): Promise<UnseenDocument[]> {
  const { jobId, link, type, after, limit } = search;
  const { rows } = await sql<UnseenDocument>`
    with met as (
      select entry.value ->> 0 as document_id
      from page cross join lateral jsonb_array_elements(page.unchanged) as entry (value)
      where page.job_id = ${jobId}
      union all
      select document_id from reading where job_id = ${jobId} and document_id is not null
    )
    select document.id, document.key
    from document
    where document.link = ${link} and document.type = ${type} and document.key > ${after}
      and document.disappeared_at is null
      and not exists (select from met where met.document_id = document.id)
      and not exists (
        select from reading where reading.job_id = ${jobId} and reading.type = ${type} and reading.key = document.key)
    order by document.key limit ${limit}
  `.execute(ledger);
  return rows;
}

/** Marks documents as gone. */
export async function recordDisappearances(
  transaction: LedgerTransaction,
  { jobId, now }: { jobId: string; now: Date },
  documents: readonly UnseenDocument[],
): Promise<void> {
  if (documents.length === 0) return;
  await transaction
    .updateTable("document")
    .set({ disappearedAt: now })
    .where(
      "id",
      "in",
      documents.map(({ id }) => id),
    )
    .execute();
  await transaction
    .insertInto("disappearance")
    .values(documents.map(({ id }) => ({ documentId: id, foundAt: now, jobId })))
    .execute();
}

/**
 * Takes the mark off documents that GP has again.
 *
 * @returns those that had it
 */
export async function recordReturns(
  transaction: LedgerTransaction,
  { link, type, jobId, now }: { link: string; type: DocumentType; jobId: string; now: Date },
  keys: readonly string[],
): Promise<UnseenDocument[]> {
  if (keys.length === 0) return [];
  const returned = await transaction
    .updateTable("document")
    .set({ disappearedAt: null })
    .where("link", "=", link)
    .where("type", "=", type)
    .where("key", "in", [...keys])
    .where("disappearedAt", "is not", null)
    .returning(["id", "key"])
    .execute();
  if (returned.length === 0) return [];
  await transaction
    .updateTable("disappearance")
    .set({ returnedAt: now, returnedJobId: jobId })
    .where(
      "documentId",
      "in",
      returned.map(({ id }) => id),
    )
    .where("returnedAt", "is", null)
    .execute();
  return returned;
}

export interface Disappeared extends UnseenDocument {
  type: DocumentType;
}

/** What a job found gone, in the order of types and keys. */
export async function jobDisappearances(
  ledger: Ledger,
  jobId: string,
  limit: number,
): Promise<{ count: number; documents: Disappeared[] }> {
  const from = ledger
    .selectFrom("disappearance")
    .innerJoin("document", "document.id", "disappearance.documentId")
    .where("disappearance.jobId", "=", jobId);
  const { count } = await from.select(({ fn }) => fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
  const documents = await from
    .select(["document.id", "document.type", "document.key"])
    .orderBy("document.type", "desc")
    .orderBy("document.key")
    .limit(limit)
    .execute();
  return { count: Number(count), documents };
}

export async function documentDisappearances(ledger: Ledger, documentId: string) {
  return ledger
    .selectFrom("disappearance")
    .selectAll()
    .where("documentId", "=", documentId)
    .orderBy("foundAt")
    .execute();
}
