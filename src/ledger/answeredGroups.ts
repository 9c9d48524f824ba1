/** Which sets of partners' X12 groups are answered with a 997. The sets of one group may come in several files. */
import { sql } from "kysely";
import type { LedgerTransaction } from "./ledger.ts";

/**
 * Lets nobody else answer these groups until the transaction ends: two that read files of one group meet at its key, where
 * the second waits, and then finds what the first has answered.
 */
export async function holdGroups(
  transaction: LedgerTransaction,
  link: string,
  message: string,
  groups: readonly string[],
): Promise<void> {
  const keys = [...new Set(groups)].sort();
  await transaction
    .insertInto("inboxKey")
    .values(keys.map((key) => ({ link, key: `answered:${key}`, digest: "", messageId: message })))
    // A key that is there is locked by its update.
    .onConflict((conflict) => conflict.columns(["link", "key"]).doUpdateSet({ digest: "" }))
    .execute();
}

/** @returns of each of these 997s that is on record, by its key, ST02 of the sets that it names */
export async function answeredSets(
  transaction: LedgerTransaction,
  link: string,
  keys: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await transaction
    .selectFrom("document")
    .innerJoin("revision", "revision.documentId", "document.id")
    .select([
      "document.key",
      sql<string[]>`jsonb_path_query_array(canonical, '$.acknowledgment.sets[*].controlNumber')`.as("sets"),
    ])
    .where("document.link", "=", link)
    .where("document.type", "=", "functionalAcknowledgment")
    .where("document.key", "in", [...keys])
    .execute();
  return new Map(rows.map(({ key, sets }) => [key, sets]));
}
