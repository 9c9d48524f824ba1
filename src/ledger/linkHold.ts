/**
 * A link can be taken out of the configuration only while nothing of it is under way. So whoever begins something of a link holds
 * it in the transaction that says so, many at a time; a removal waits for them, looks at what they began, and lets nobody
 * begin until it is done. It is a lock on a row, which every database that speaks PostgreSQL has.
 */
import { sql } from "kysely";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import { prepared } from "./preparedStatement.ts";

export interface KnownLinkTable {
  name: string;
  removed: boolean;
}

export interface LinkHoldSchema {
  knownLink: KnownLinkTable;
}

/** Keeps a link from being removed until the transaction ends. @returns whether it is in the configuration */
export async function holdLink(transaction: LedgerTransaction, name: string): Promise<boolean> {
  const known = await transaction
    .selectFrom("knownLink")
    .modifyFront(prepared)
    .select("removed")
    .where("name", "=", name)
    .forShare()
    .executeTakeFirst();
  return known?.removed !== true;
}

/** The links that were in the configuration and are no more. */
export async function removedLinks(ledger: Ledger): Promise<Set<string>> {
  const rows = await ledger.selectFrom("knownLink").select("name").where("removed", "=", true).execute();
  return new Set(rows.map(({ name }) => name));
}

/** Waits for those who hold the links, and lets nobody hold them from then on. */
export async function endLinks(transaction: LedgerTransaction, names: readonly string[]): Promise<void> {
  for (const name of names.toSorted()) {
    await transaction
      .insertInto("knownLink")
      .values({ name, removed: true })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ removed: true }))
      .execute();
  }
}

/** Waits for those who hold any link, and lets nobody hold one until the transaction ends. */
export async function waitForLinks(transaction: LedgerTransaction): Promise<void> {
  await transaction.selectFrom("knownLink").select("name").orderBy("name").forUpdate().execute();
}

/** Lets links be held that are new, or that come back. */
export async function beginLinks(transaction: LedgerTransaction, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await transaction
    .insertInto("knownLink")
    .values(names.toSorted().map((name) => ({ name, removed: false })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await sql`update known_link set removed = false where removed and name = any(${[...names]})`.execute(transaction);
}
