import { canonicalJson } from "./auditChain.ts";
import { digestOf } from "./contents.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";

export interface StoredConfiguration {
  version: number;
  document: object;
  digest: string;
  appliedBy: string;
  appliedAt: Date;
  /** The time that the clock was set back to since, where it was applied after that. */
  clockSetBackTo: Date | null;
}

export async function currentConfiguration(ledger: Ledger): Promise<StoredConfiguration | undefined> {
  return ledger.selectFrom("configuration").selectAll().orderBy("version", "desc").limit(1).executeTakeFirst();
}

/** Version of the configuration in force; 0 before the first one. */
export async function configurationVersion(ledger: Ledger): Promise<number> {
  const row = await ledger
    .selectFrom("configuration")
    .select(({ fn }) => fn.max("version").as("version"))
    .executeTakeFirst();
  return row?.version ?? 0;
}

/** Without the documents themselves, the newest first. */
export async function configurationVersions(
  ledger: Ledger,
  limit: number,
): Promise<Omit<StoredConfiguration, "document" | "clockSetBackTo">[]> {
  return ledger
    .selectFrom("configuration")
    .select(["version", "digest", "appliedBy", "appliedAt"])
    .orderBy("version", "desc")
    .limit(limit)
    .execute();
}

/** Puts a configuration in force. Earlier versions stay, as evidence of what was in force when. */
export async function storeConfiguration(
  transaction: LedgerTransaction,
  document: object,
  appliedBy: string,
  now: Date,
): Promise<{ version: number; digest: string }> {
  const digest = digestOf(canonicalJson(document));
  const last = await transaction
    .selectFrom("configuration")
    .select(({ fn }) => fn.max("version").as("version"))
    .executeTakeFirst();
  const version = (last?.version ?? 0) + 1;
  await transaction
    .insertInto("configuration")
    .values({ version, document: JSON.stringify(document), digest, appliedBy, appliedAt: now })
    .execute();
  return { version, digest };
}

export async function storeSecret(
  transaction: LedgerTransaction,
  name: string,
  sealed: string,
  now: Date,
): Promise<void> {
  await transaction
    .insertInto("secret")
    .values({ name, sealed, updatedAt: now })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ sealed, updatedAt: now }))
    .execute();
}

export async function readSecret(ledger: Ledger, name: string): Promise<string | undefined> {
  const row = await ledger.selectFrom("secret").select("sealed").where("name", "=", name).executeTakeFirst();
  return row?.sealed;
}

export async function removeSecretsExcept(transaction: LedgerTransaction, names: readonly string[]): Promise<void> {
  await transaction
    .deleteFrom("secret")
    .where("name", "not in", [...names, ""])
    .execute();
}

export async function storedSecretNames(ledger: Ledger): Promise<string[]> {
  const rows = await ledger.selectFrom("secret").select("name").orderBy("name").execute();
  return rows.map((row) => row.name);
}

/** The version that was in force at an instant; `null` before the first. */
export async function configurationVersionAt(ledger: Ledger, at: Date): Promise<number | null> {
  const row = await ledger
    .selectFrom("configuration")
    .select("version")
    .where("appliedAt", "<=", at)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.version ?? null;
}
