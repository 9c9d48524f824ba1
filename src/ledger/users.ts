import type { UserAccountTable } from "./accessSchema.ts";
import { newIdentifier } from "./identifier.ts";
import { isUniqueViolation, type Ledger, type LedgerTransaction } from "./ledger.ts";

export type User = UserAccountTable;

export interface NewUser extends Pick<User, "name" | "role" | "readsContent" | "passwordHash" | "passwordTemporary"> {
  createdBy: string;
  now: Date;
}

/** @returns the user's identifier, or `undefined` where the name is taken */
export async function insertUser(transaction: LedgerTransaction, user: NewUser): Promise<string | undefined> {
  const { now, ...columns } = user;
  const id = newIdentifier("usr", now);
  const inserted = await transaction
    .insertInto("userAccount")
    .values({ id, ...columns, disabledAt: null, createdAt: now, lastSignInAt: null })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n ? id : undefined;
}

/** @returns `false` where the first administrator was created before; the transaction is then to be given up */
export async function markFirstAdministrator(transaction: LedgerTransaction, userId: string): Promise<boolean> {
  try {
    await transaction.insertInto("firstAdministrator").values({ onlyRow: true, userId }).execute();
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

export async function anyUser(ledger: Ledger): Promise<boolean> {
  return (await ledger.selectFrom("userAccount").select("id").limit(1).executeTakeFirst()) !== undefined;
}

export async function findUser(ledger: Ledger, name: string): Promise<User | undefined> {
  return ledger.selectFrom("userAccount").selectAll().where("name", "=", name.toLowerCase()).executeTakeFirst();
}

export async function listUsers(ledger: Ledger): Promise<User[]> {
  return ledger.selectFrom("userAccount").selectAll().orderBy("name").execute();
}

/** The users who can administer, locked, so that two who disable each other take turns. */
export async function activeAdministrators(transaction: LedgerTransaction): Promise<string[]> {
  const rows = await transaction
    .selectFrom("userAccount")
    .select("name")
    .where("role", "=", "administrator")
    .where("disabledAt", "is", null)
    .orderBy("name")
    .forUpdate()
    .execute();
  return rows.map((row) => row.name);
}

export async function updateUser(
  transaction: LedgerTransaction,
  id: string,
  change: Partial<
    Pick<User, "role" | "readsContent" | "passwordHash" | "passwordTemporary" | "disabledAt" | "lastSignInAt">
  >,
): Promise<void> {
  await transaction.updateTable("userAccount").set(change).where("id", "=", id).execute();
}
