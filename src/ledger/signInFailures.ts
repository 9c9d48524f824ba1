/**
 * Wrong passwords, counted per name and address. An attempt is counted as wrong *before* the password is looked at and
 * taken back when it was right: guesses that are sent all at once cannot outrun the count.
 */
import { sql } from "kysely";
import type { Ledger, LedgerTransaction } from "./ledger.ts";

/**
 * Counts an attempt, unless one has to be waited for.
 *
 * @param delay milliseconds until the next attempt, after so many failures in a row
 * @returns `waitUntil` where no attempt is allowed now
 */
export async function beginSignIn(
  ledger: Ledger,
  attempt: { name: string; address: string; now: Date },
  delay: (failures: number) => number,
): Promise<{ failures: number } | { waitUntil: Date }> {
  const { name, address, now } = attempt;
  return ledger.transaction().execute(async (transaction) => {
    await transaction
      .insertInto("signInFailure")
      .values({ name, address, failures: 0, lastAt: now, blockedUntil: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await transaction
      .selectFrom("signInFailure")
      .select(["failures", "blockedUntil"])
      .where("name", "=", name)
      .where("address", "=", address)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (row.blockedUntil !== null && row.blockedUntil > now) return { waitUntil: row.blockedUntil };
    const failures = row.failures + 1;
    const wait = delay(failures);
    await transaction
      .updateTable("signInFailure")
      .set({ failures, lastAt: now, blockedUntil: wait > 0 ? new Date(now.getTime() + wait) : null })
      .where("name", "=", name)
      .where("address", "=", address)
      .execute();
    return { failures };
  });
}

export async function forgetSignInFailures(
  transaction: LedgerTransaction,
  { name, address }: { name: string; address?: string },
): Promise<void> {
  let query = transaction.deleteFrom("signInFailure").where("name", "=", name);
  if (address !== undefined) query = query.where("address", "=", address);
  await query.execute();
}

/** Forgets what nobody came back to, a bounded number at a time. */
export async function forgetOldSignInFailures(ledger: Ledger, before: Date): Promise<void> {
  await sql`
    delete from sign_in_failure
    where (name, address) in (select name, address from sign_in_failure where last_at < ${before} limit 1000)
  `.execute(ledger);
}
