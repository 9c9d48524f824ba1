/**
 * The database behind the ledger: a PostgreSQL server of the customer's (`DATABASE_URL`), or the one that comes with
 * the install and is run as a managed process. Callers see one interface and write one dialect.
 */
import { resolve } from "node:path";
import type pg from "pg";
import { openEmbedded } from "./embedded/embeddedDatabase.ts";
import { openExternal } from "./externalDatabase.ts";
import type { RoleLock } from "./roleLock.ts";

export { makeDataDirectory } from "./embedded/dataDirectory.ts";
export type { RoleLock } from "./roleLock.ts";

export interface Database {
  kind: "embedded" | "external";
  /** What `new pg.Pool(...)` needs. Stays valid as long as the database is open, also across a server restart. */
  poolConfig: pg.PoolConfig;
  /** Server version as PostgreSQL gives it, for instance `18.4`. */
  version: string;
  /**
   * Makes this process the only one that does `role` on this database, until released or the process ends.
   *
   * @throws ConnectorError DATABASE_ROLE_TAKEN, naming the process that has it
   */
  lockRole(role: string): Promise<RoleLock>;
  /** Releases everything; the last process to close an embedded database stops its server. End your pools first. */
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** Holds the embedded database; made if missing. Not touched when `databaseUrl` is given. */
  dataDirectory: string;
  /** `postgresql://user:password@host:port/database`. */
  databaseUrl?: string | undefined;
  /** Takes one line for the operator, such as where the database files were placed. Never holds a secret. */
  notice?: (line: string) => void;
}

/**
 * Opens the database, starting the embedded server unless one already runs on the data directory.
 *
 * @throws ConnectorError DATABASE_*
 */
export function openDatabase({ dataDirectory, databaseUrl, notice }: OpenDatabaseOptions): Promise<Database> {
  if (databaseUrl) return openExternal(databaseUrl);
  return openEmbedded(resolve(dataDirectory), notice ?? (() => {}));
}
