import type { Ledger, LedgerTransaction } from "./ledger.ts";
import type { User } from "./users.ts";

export async function insertSession(
  transaction: LedgerTransaction,
  session: { fingerprint: string; userId: string; address: string; now: Date },
): Promise<void> {
  const { now, ...columns } = session;
  await transaction
    .insertInto("userSession")
    .values({ ...columns, createdAt: now, seenAt: now })
    .execute();
}

export interface LiveSession {
  fingerprint: string;
  createdAt: Date;
  seenAt: Date;
  user: User;
}

/** A session that was used since `idleSince` and opened since `openedSince`, of a user who is not disabled. */
export async function findSession(
  ledger: Ledger,
  fingerprint: string,
  { idleSince, openedSince }: { idleSince: Date; openedSince: Date },
): Promise<LiveSession | undefined> {
  const row = await ledger
    .selectFrom("userSession as session")
    .innerJoin("userAccount as user", "user.id", "session.userId")
    .selectAll("user")
    .select(["session.fingerprint", "session.createdAt as openedAt", "session.seenAt"])
    .where("session.fingerprint", "=", fingerprint)
    .where("session.seenAt", ">", idleSince)
    .where("session.createdAt", ">", openedSince)
    .where("user.disabledAt", "is", null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { fingerprint: found, openedAt, seenAt, ...user } = row;
  return { fingerprint: found, createdAt: openedAt, seenAt, user };
}

export async function touchSession(ledger: Ledger, fingerprint: string, now: Date): Promise<void> {
  await ledger.updateTable("userSession").set({ seenAt: now }).where("fingerprint", "=", fingerprint).execute();
}

export async function deleteSession(ledger: Ledger, fingerprint: string): Promise<void> {
  await ledger.deleteFrom("userSession").where("fingerprint", "=", fingerprint).execute();
}

/** Ends every session of a user, but for one that goes on. */
export async function deleteSessionsOf(transaction: LedgerTransaction, userId: string, except = ""): Promise<void> {
  await transaction.deleteFrom("userSession").where("userId", "=", userId).where("fingerprint", "!=", except).execute();
}

export async function deleteExpiredSessions(
  ledger: Ledger,
  { idleSince, openedSince }: { idleSince: Date; openedSince: Date },
): Promise<void> {
  await ledger
    .deleteFrom("userSession")
    .where(({ or, eb }) => or([eb("seenAt", "<=", idleSince), eb("createdAt", "<=", openedSince)]))
    .execute();
}
