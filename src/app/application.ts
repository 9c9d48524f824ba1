import { backendOf, type DatabaseBackend } from "../database/backend.ts";
import type { Database } from "../database/database.ts";
import { openDatabase } from "../database/database.ts";
import { endEach } from "../engine/endEach.ts";
import { type DatabaseClock, openDatabaseClock } from "../ledger/databaseClock.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { ledgerPool, openLedger } from "../ledger/ledger.ts";
import { openVault, type Vault } from "../secrets/vault.ts";
import { createLogonGuard, type LogonGuard } from "../windows-auth/index.ts";

export interface ApplicationOptions {
  dataDirectory: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Who acts, for the audit trail: `cli:alice`. */
  actor: string;
  /** Takes one line for the operator. */
  notice: (line: string) => void;
  clock?: () => Date;
}

/** The open database, ledger and vault that every operation works on. */
export interface Application {
  /** Where this process keeps its files: the embedded database, the master key, backups, the archive. */
  dataDirectory: string;
  database: Database;
  backend: DatabaseBackend;
  ledger: Ledger;
  /** Opened at first use, so that a command that needs no secret makes no key file. */
  vault: () => Vault;
  /** Which Windows passwords were refused: one for all clients of GP, so that a wrong one costs one try. */
  logonGuard: LogonGuard;
  actor: string;
  clock: () => Date;
  /** The database's clock behind `clock`, which a service keeps in step; none where the caller brought one. */
  databaseClock?: DatabaseClock;
  close(): Promise<void>;
}

/**
 * Opens the embedded database of a data directory, or the one that `DATABASE_URL` names, and brings it up to date.
 *
 * @throws {ConnectorError} USAGE for a backend that is not known, DATABASE_*
 */
export async function openApplication(options: ApplicationOptions): Promise<Application> {
  const { dataDirectory, environment, notice } = options;
  const backend = backendOf(environment.ML_CONNECTOR_DATABASE_BACKEND);
  const database = await openDatabase({ dataDirectory, databaseUrl: environment.DATABASE_URL, notice });
  let ledger: Ledger;
  try {
    ledger = await openLedger(ledgerPool({ ...database.poolConfig, max: 12, application_name: "ml-connector" }));
  } catch (error) {
    await database.close();
    throw error;
  }
  const databaseClock = options.clock ? undefined : await openDatabaseClock(ledger);
  let vault: Vault | undefined;
  return {
    dataDirectory,
    database,
    backend,
    ledger,
    vault: () => {
      vault ??= openVault({ dataDirectory, environment });
      return vault;
    },
    logonGuard: createLogonGuard(),
    actor: options.actor,
    clock: options.clock ?? databaseClock?.now ?? (() => new Date()),
    ...(databaseClock && { databaseClock }),
    close: () => endEach([() => ledger.destroy(), database.close]),
  };
}
