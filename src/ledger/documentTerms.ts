import { sql } from "kysely";
import type { SearchTerm } from "../documents/searchTerms.ts";
import type { LedgerTransaction } from "./ledger.ts";
import type { Write } from "./oneStatement.ts";

/** Adds words under which documents are found; those that are there already stay. */
export async function recordTerms(
  transaction: LedgerTransaction,
  terms: readonly (SearchTerm & { documentId: string })[],
): Promise<void> {
  for (const write of termWrites(terms)) await write.execute(transaction);
}

/** The same as a write that goes with others; none where there are no words. */
export function termWrites(terms: readonly (SearchTerm & { documentId: string })[]): Write[] {
  if (terms.length === 0) return [];
  const write = sql`
    insert into document_term (term, kind, document_id)
    select * from unnest(
      ${terms.map(({ term }) => term)}::text[],
      ${terms.map(({ kind }) => kind)}::text[],
      ${terms.map(({ documentId }) => documentId)}::text[])
    on conflict do nothing
  `;
  return [write];
}
