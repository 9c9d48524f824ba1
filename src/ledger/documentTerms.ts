import { sql } from "kysely";
import type { SearchTerm } from "../documents/searchTerms.ts";
import type { LedgerTransaction } from "./ledger.ts";

/** Adds words under which documents are found; those that are there already stay. */
export async function recordTerms(
  transaction: LedgerTransaction,
  terms: readonly (SearchTerm & { documentId: string })[],
): Promise<void> {
  if (terms.length === 0) return;
  await sql`
    insert into document_term (term, kind, document_id)
    select * from unnest(
      ${terms.map(({ term }) => term)}::text[],
      ${terms.map(({ kind }) => kind)}::text[],
      ${terms.map(({ documentId }) => documentId)}::text[])
    on conflict do nothing
  `.execute(transaction);
}
