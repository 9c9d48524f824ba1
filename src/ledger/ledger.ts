import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool, type Transaction } from "kysely";
import { Migrator } from "kysely/migration";
import pg from "pg";
import { ConnectorError } from "../errors/connectorError.ts";
import { migrations } from "./migrations/index.ts";
import { PreparingClient } from "./preparedStatement.ts";
import { retryConflicts } from "./retryConflicts.ts";
import type { LedgerSchema } from "./schema.ts";

export type Ledger = Kysely<LedgerSchema>;
export type LedgerTransaction = Transaction<LedgerSchema>;

// Dates stay calendar text (a business date has no zone), and 64-bit counts are numbers: none here nears 2^53.
const parsers: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    if (oid === pg.types.builtins.DATE) return (value: unknown) => value;
    if (oid === pg.types.builtins.INT8) return Number;
    return pg.types.getTypeParser(oid, format as "text");
  },
};

/**
 * Opens the ledger on a PostgreSQL database and brings its tables up to date. Several processes may do so at once:
 * the migrator holds a lock.
 *
 * @param upTo the migration to stop at; the last one where not given
 */
export async function openLedger(pool: pg.Pool, upTo?: string): Promise<Ledger> {
  const ledger = ledgerOver(pool);
  const migrator = new Migrator({ db: ledger, provider: { getMigrations: async () => migrations } });
  const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo));
  if (error !== undefined) {
    await ledger.destroy();
    throw new ConnectorError("INTERNAL", "the ledger's tables could not be brought up to date", { cause: error });
  }
  return ledger;
}

/** The ledger on one connection of a pool, for a transaction in which other things are said on that connection as well. */
export function ledgerOn(client: pg.PoolClient): Ledger {
  const lent = { query: client.query.bind(client), release: () => {} } as unknown as pg.PoolClient;
  return ledgerOver({ connect: async () => lent, end: async () => {}, options: {} });
}

function ledgerOver(pool: PostgresPool): Ledger {
  return retryConflicts(
    new Kysely<LedgerSchema>({
      dialect: new PostgresDialect({ pool }),
      plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    }),
  );
}

/** A connection pool that reads the ledger's types as this module expects them. */
export function ledgerPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...config, types: parsers, Client: PreparingClient });
  // A broken idle connection is replaced by the pool; the query that needs it reports what is wrong.
  pool.on("error", () => {});
  // One that breaks between two statements of a transaction tells it by an event, and a second time by the next statement.
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** Whether a statement failed because a row with this key is there already (SQLSTATE 23505). */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23505";
}
