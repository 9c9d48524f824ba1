import { sql } from "kysely";
import type { Ledger } from "../../src/ledger/ledger.ts";

/** Signs of life of a process: they come by the clock, whatever is polled. */
const byTheClock = ["worker", "upkeep"];

/** Rows written, by table. */
export type Written = Record<string, number>;

/**
 * Counts the rows that are inserted, updated or deleted while `work` runs, by a trigger on every table of the ledger: exact, and
 * part of the transactions that write. The server's own counters come late, and mix in what was done before.
 */
export async function rowsWritten(ledger: Ledger, work: () => Promise<void>): Promise<Written> {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = current_schema()
      and tablename not like 'kysely%' and tablename != all (${byTheClock}::text[])`.execute(ledger);
  await sql`create unlogged table bench_written (name text not null)`.execute(ledger);
  await sql`create function bench_note() returns trigger language plpgsql as $$
    begin insert into bench_written values (tg_table_name); return null; end $$`.execute(ledger);
  const onEach = async (statement: (table: string) => string): Promise<void> => {
    for (const { name } of tables) await sql.raw(statement(name)).execute(ledger);
  };
  await onEach(
    (table) =>
      `create trigger bench_note after insert or update or delete on ${table} for each row execute function bench_note()`,
  );
  try {
    await work();
    const { rows } = await sql<{ name: string; count: number }>`
      select name, count(*)::integer as count from bench_written group by name order by name`.execute(ledger);
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  } finally {
    await onEach((table) => `drop trigger bench_note on ${table}`);
    await sql`drop function bench_note()`.execute(ledger);
    await sql`drop table bench_written`.execute(ledger);
  }
}
