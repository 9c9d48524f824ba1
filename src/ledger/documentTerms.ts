import type { SearchTerm } from "../documents/searchTerms.ts";
import type { LedgerTransaction } from "./ledger.ts";

/** Rows per statement: PostgreSQL takes 65,535 parameters. */
const batch = 5_000;

/** Adds words under which documents are found; those that are there already stay. */
export async function recordTerms(
  transaction: LedgerTransaction,
  terms: readonly (SearchTerm & { documentId: string })[],
): Promise<void> {
  for (let start = 0; start < terms.length; start += batch) {
    await transaction
      .insertInto("documentTerm")
      .values(terms.slice(start, start + batch))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
