import type { ApiTokenTable } from "./accessSchema.ts";
import { newIdentifier } from "./identifier.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";

export type ApiToken = ApiTokenTable;

export async function insertApiToken(
  transaction: LedgerTransaction,
  token: Pick<ApiToken, "name" | "fingerprint" | "role" | "readsContent" | "createdBy" | "expiresAt"> & { now: Date },
): Promise<ApiToken> {
  const { now, ...columns } = token;
  return transaction
    .insertInto("apiToken")
    .values({ id: newIdentifier("tok", now), ...columns, createdAt: now, lastUsedAt: null, revokedAt: null })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A token that is neither expired nor revoked. */
export async function findApiToken(ledger: Ledger, fingerprint: string, now: Date): Promise<ApiToken | undefined> {
  return ledger
    .selectFrom("apiToken")
    .selectAll()
    .where("fingerprint", "=", fingerprint)
    .where("expiresAt", ">", now)
    .where("revokedAt", "is", null)
    .executeTakeFirst();
}

export async function listApiTokens(ledger: Ledger): Promise<ApiToken[]> {
  return ledger.selectFrom("apiToken").selectAll().orderBy("createdAt", "desc").orderBy("id").execute();
}

export async function touchApiToken(ledger: Ledger, id: string, now: Date): Promise<void> {
  await ledger.updateTable("apiToken").set({ lastUsedAt: now }).where("id", "=", id).execute();
}

/** @returns the token, or `undefined` where there is none of this identifier that still holds */
export async function revokeApiToken(
  transaction: LedgerTransaction,
  id: string,
  now: Date,
): Promise<ApiToken | undefined> {
  return transaction
    .updateTable("apiToken")
    .set({ revokedAt: now })
    .where("id", "=", id)
    .where("revokedAt", "is", null)
    .returningAll()
    .executeTakeFirst();
}
