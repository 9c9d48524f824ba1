import { sql } from "kysely";
import type { Ledger, LedgerTransaction } from "../src/ledger/ledger.ts";

export interface RowsTouched {
  read: number;
  written: number;
}

/**
 * Rows that the statements of some work read and write, by the server's own count, whatever they answer: those included that
 * were thrown away.
 *
 * @param plan how the server plans what is prepared: with its values, or once for all of them
 */
export async function rowsTouched(
  ledger: Ledger,
  work: (transaction: LedgerTransaction) => Promise<unknown>,
  plan: "auto" | "force_generic_plan" = "auto",
): Promise<RowsTouched> {
  const transaction = await ledger.startTransaction().execute();
  try {
    await sql`set local plan_cache_mode = ${sql.lit(plan)}`.execute(transaction);
    const before = await counted(transaction);
    await work(transaction);
    const after = await counted(transaction);
    return { read: after.read - before.read, written: after.written - before.written };
  } finally {
    await transaction.rollback().execute();
  }
}

async function counted(transaction: LedgerTransaction): Promise<RowsTouched> {
  const { rows } = await sql<RowsTouched>`
    select coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0)::float as read,
      coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::float as written
    from pg_stat_xact_user_tables`.execute(transaction);
  return rows[0] ?? { read: 0, written: 0 };
}
