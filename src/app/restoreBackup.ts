/**
 * Restores a backup into an empty database: everything or nothing, in one transaction, which also writes down what the
 * restored ledger cannot know (ledger/restoration.ts). Nothing runs on it before that is committed.
 */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type pg from "pg";
import { openDatabase } from "../database/database.ts";
import { ConnectorError, isConnectorError } from "../errors/connectorError.ts";
import { isSystemFault, systemFault } from "../errors/systemFault.ts";
import { raiseAlert } from "../ledger/alerts.ts";
import { recordAudit } from "../ledger/audit.ts";
import type { TrailVerdict } from "../ledger/auditChain.ts";
import { unreadable } from "../ledger/backup/frames.ts";
import type { BackupHeader } from "../ledger/backup/header.ts";
import {
  type BackupRead,
  continueIdentities,
  fillTables,
  readBackup,
  verifyBackup,
} from "../ledger/backup/readBackup.ts";
import { readSecret, storedSecretNames } from "../ledger/configurations.ts";
import { newIdentifier } from "../ledger/identifier.ts";
import { type Ledger, ledgerOn, ledgerPool, openLedger } from "../ledger/ledger.ts";
import { migrations } from "../ledger/migrations/index.ts";
import { type RestorationEffect, recordRestoration } from "../ledger/restoration.ts";
import type { Vault } from "../secrets/vault.ts";
import type { ApplicationOptions } from "./application.ts";
import { verifyTrail } from "./auditTrail.ts";

export interface RestoreDone extends RestorationEffect {
  backup: BackupHeader;
  tables: number;
  rows: number;
  /** Whether the ledger that was backed up may have gone on working: then what follows from it is in doubt. */
  mayHaveGoneOn: boolean;
  audit: TrailVerdict;
  /** Names of the secrets that the key at hand does not open. */
  secretsLocked: string[];
}

/** Proves that a backup file is whole. @throws {ConnectorError} BACKUP_UNREADABLE, BACKUP_FILE_UNUSABLE */
export function verifyBackupFile(file: string): Promise<BackupRead> {
  return readFile(file, verifyBackup);
}

/**
 * @param vault opens the key at hand
 * @throws {ConnectorError} RESTORE_TARGET_NOT_EMPTY, BACKUP_*
 */
export async function restoreBackup(
  file: string,
  options: ApplicationOptions & { vault: () => Vault },
): Promise<RestoreDone> {
  const now = (options.clock ?? (() => new Date()))();
  // The whole file is proved before anything is made of it.
  const { header } = await verifyBackupFile(file);
  const database = await openDatabase({
    dataDirectory: options.dataDirectory,
    databaseUrl: options.environment.DATABASE_URL,
    notice: options.notice,
  });
  // Nobody may schedule anything here meanwhile.
  const role = await database.lockRole("scheduler").catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  const pool = ledgerPool({ ...database.poolConfig, max: 4, application_name: "ml-connector restore" });
  let ledger: Ledger | undefined;
  try {
    await refuseFilled(pool);
    await migrateFor(header, database.poolConfig);
    const done = await fill(pool, file, { now, by: options.actor });
    ledger = await openLedger(pool);
    const { tables, rows } = done.read;
    return {
      backup: header,
      tables,
      rows,
      mayHaveGoneOn: !header.handover,
      ...done.effect,
      audit: await verifyTrail(ledger),
      secretsLocked: await lockedSecrets(ledger, options.vault),
    };
  } finally {
    if (ledger) await ledger.destroy();
    else await pool.end();
    await role.release();
    await database.close();
  }
}

async function fill(
  pool: pg.Pool,
  file: string,
  { now, by }: { now: Date; by: string },
): Promise<{ read: BackupRead; effect: RestorationEffect }> {
  const client = await pool.connect();
  try {
    return await ledgerOn(client)
      .transaction()
      .execute(async (transaction) => {
        const read = await readFile(file, (source) => readBackup(source, () => fillTables(client)));
        await continueIdentities(client);
        const { header } = read;
        const restoration = {
          id: newIdentifier("rst", now),
          backupId: header.id,
          backupTakenAt: new Date(header.takenAt),
          restoredAt: now,
          restoredBy: by,
          mayHaveGoneOn: !header.handover,
        };
        // The handover that came with the backup is of the ledger that it was taken of.
        await transaction.deleteFrom("handover").execute();
        const effect = await recordRestoration(transaction, restoration);
        await recordAudit(transaction, {
          at: now,
          actor: by,
          action: "ledger.restored",
          subject: header.id,
          detail: { ...restoration, tables: read.tables, rows: read.rows, ...effect },
        });
        if (effect.doubts > 0) {
          await raiseAlert(transaction, {
            key: `restoration/${restoration.id}`,
            code: "DELIVERY_MAY_HAVE_BEEN_SENT",
            message: `${effect.doubts} ${effect.doubts === 1 ? "delivery" : "deliveries"} may have been sent after the backup of ${header.takenAt}`,
            now,
          });
        }
        return { read, effect };
      });
  } finally {
    client.release();
  }
}

/** @throws {ConnectorError} RESTORE_TARGET_NOT_EMPTY */
async function refuseFilled(pool: pg.Pool): Promise<void> {
  for (const table of ["configuration", "job", "document", "audit_entry"]) {
    const { rows: present } = await pool.query("select to_regclass($1) is not null as there", [table]);
    if (!present[0]?.there) continue;
    const { rows } = await pool.query(`select 1 from ${table} limit 1`);
    if (rows.length > 0) throw new ConnectorError("RESTORE_TARGET_NOT_EMPTY", `its table ${table} has rows`);
  }
}

/** Brings the tables to what the backup's release knew; what came later is added when the ledger is opened. */
async function migrateFor(header: BackupHeader, poolConfig: pg.PoolConfig): Promise<void> {
  const unknown = header.migrations.find((name) => !(name in migrations));
  if (unknown !== undefined) {
    throw new ConnectorError(
      "BACKUP_TOO_NEW",
      `the backup is of release ${header.program}: ${unknown} is not known here`,
    );
  }
  const ledger = await openLedger(ledgerPool({ ...poolConfig, max: 2 }), header.migrations.at(-1));
  await ledger.destroy();
}

async function lockedSecrets(ledger: Ledger, vault: () => Vault): Promise<string[]> {
  const locked: string[] = [];
  for (const name of await storedSecretNames(ledger)) {
    const sealed = await readSecret(ledger, name);
    try {
      if (sealed !== undefined) vault().open(name, sealed);
    } catch (error) {
      if (!isConnectorError(error)) throw error;
      locked.push(name);
    }
  }
  return locked;
}

async function readFile<Result>(
  file: string,
  read: (source: AsyncIterable<Buffer>) => Promise<Result>,
): Promise<Result> {
  let result: Result | undefined;
  try {
    await pipeline(createReadStream(file), createGunzip(), async (source: AsyncIterable<Buffer>) => {
      result = await read(source);
    });
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code.startsWith("Z_")) throw unreadable("it is cut off, or was changed");
    // Of what cannot be opened the path is named, of a folder it is not.
    if (isSystemFault(error) && (error.path === file || code === "EISDIR")) {
      throw new ConnectorError("BACKUP_FILE_UNUSABLE", `${file} cannot be read: ${systemFault(error)}`, {
        at: { file },
        fix: "Name a backup that is there and that your account may read.",
      });
    }
    throw error;
  }
  return result as Result;
}
