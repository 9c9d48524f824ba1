/** The tables of the ledger as the database itself knows them, in an order in which they can be filled. */
import type pg from "pg";

export interface LedgerTable {
  name: string;
  /** Columns that hold something of their own; generated ones are made again. */
  columns: string[];
}

/** Kysely's own, which a restore makes by migrating; and processes, which end with the machine. */
const notSaved = ["kysely_migration", "kysely_migration_lock", "worker"];

export async function ledgerTables(client: pg.ClientBase): Promise<LedgerTable[]> {
  const { rows } = await client.query<LedgerTable>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> all($1)
      group by c.relname order by c.relname`,
    [notSaved],
  );
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `select distinct f.relname as from, t.relname as to
       from pg_constraint r join pg_class f on f.oid = r.conrelid join pg_class t on t.oid = r.confrelid
      where r.contype = 'f' and r.connamespace = current_schema()::regnamespace and f.oid <> t.oid`,
  );
  return fillingOrder(rows, references);
}

/** Tables that are referred to come before those that refer to them. */
export function fillingOrder(
  tables: readonly LedgerTable[],
  references: readonly { from: string; to: string }[],
): LedgerTable[] {
  const rest = new Map(tables.map((table) => [table.name, table]));
  const order: LedgerTable[] = [];
  while (rest.size > 0) {
    const free = [...rest.values()].filter(
      ({ name }) => !references.some(({ from, to }) => from === name && rest.has(to)),
    );
    if (free.length === 0) throw new Error(`tables refer to each other in a circle: ${[...rest.keys()].join(", ")}`);
    for (const table of free) {
      order.push(table);
      rest.delete(table.name);
    }
  }
  return order;
}

export const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
