/**
 * Backup of the ledger into one file, while everything goes on working. The file is written aside and named when it is
 * complete and on disk, so a backup that died is never taken for one.
 */
import { constants, createWriteStream } from "node:fs";
import { access, link, open, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { ConnectorError, isConnectorError } from "../errors/connectorError.ts";
import { isSystemFault, systemFault } from "../errors/systemFault.ts";
import { recordAudit } from "../ledger/audit.ts";
import { type BackupSummary, writeBackup } from "../ledger/backup/writeBackup.ts";
import { storedSecretNames } from "../ledger/configurations.ts";
import { handOver } from "../ledger/handover.ts";
import { newIdentifier } from "../ledger/identifier.ts";
import type { Application } from "./application.ts";

export interface BackupDone extends BackupSummary {
  id: string;
  file: string;
  takenAt: Date;
  /** Bytes of the file. */
  size: number;
  /** Names the master key without which the secrets in the backup do not open; `null` where it holds no secret. */
  keyId: string | null;
  keySource: "environment" | "file" | null;
  handover: boolean;
}

/**
 * @param options.handover this ledger does no work after the backup, so that the restored one may go on without a doubt
 * @throws {ConnectorError} BACKUP_FILE_UNUSABLE, LEDGER_IN_USE
 */
export async function takeBackup(
  application: Application,
  file: string,
  options: { handover: boolean; program: string },
): Promise<BackupDone> {
  const { ledger, actor, clock, database } = application;
  await refusePresent(file);
  const takenAt = clock();
  const id = newIdentifier("bak", takenAt);
  const hasSecrets = (await storedSecretNames(ledger)).length > 0;
  const keyId = hasSecrets ? application.vault().keyId() : null;
  if (options.handover) {
    await ledger.transaction().execute(async (transaction) => {
      await handOver(transaction, { backupId: id, by: actor, now: takenAt });
      await recordAudit(transaction, { at: takenAt, actor, action: "ledger.handedOver", subject: id });
    });
  }
  const header = {
    format: "ml-connector-backup",
    version: 1,
    id,
    takenAt: takenAt.toISOString(),
    takenBy: actor,
    program: options.program,
    handover: options.handover,
    keyId,
  } as const;
  const client = new pg.Client({ ...database.poolConfig, application_name: "ml-connector backup" });
  client.on("error", () => {});
  let summary: BackupSummary | undefined;
  const aside = `${file}.partial`;
  try {
    await client.connect();
    await pipeline(
      Readable.from(
        (async function* () {
          summary = yield* writeBackup(client, header);
        })(),
        { objectMode: false },
      ),
      createGzip({ level: 4 }),
      // Orders and prices are in it: nobody else may read it.
      createWriteStream(aside, { flags: "wx", mode: 0o600, flush: true }),
    );
    // Unlike a renaming, this never takes the place of a file that came meanwhile.
    await link(aside, file);
    await syncFolderOf(file);
  } catch (error) {
    throw explain(error, file);
  } finally {
    await client.end().catch(() => {});
    await rm(aside, { force: true });
  }
  if (summary === undefined) throw new Error("the backup ended without a summary");
  const { size } = await stat(file);
  await ledger.transaction().execute((transaction) =>
    recordAudit(transaction, {
      at: clock(),
      actor,
      action: "ledger.backedUp",
      subject: id,
      detail: { ...summary, handover: options.handover },
    }),
  );
  const keySource = hasSecrets ? application.vault().keySource : null;
  return { ...summary, id, file, takenAt, size, keyId, keySource, handover: options.handover };
}

async function refusePresent(file: string): Promise<void> {
  const present = await access(file, constants.F_OK).then(
    () => true,
    () => false,
  );
  if (present) throw new ConnectorError("BACKUP_FILE_UNUSABLE", `${file} is there already`, { at: { file } });
}

function explain(error: unknown, file: string): unknown {
  if (isConnectorError(error)) return error;
  if (!isSystemFault(error) || error.syscall === "connect") return error;
  return new ConnectorError("BACKUP_FILE_UNUSABLE", `${file} cannot be written: ${systemFault(error)}`, {
    at: { file },
    cause: error,
  });
}

async function syncFolderOf(file: string): Promise<void> {
  // Windows knows no such thing, and needs none.
  if (process.platform === "win32") return;
  const folder = await open(dirname(resolve(file)), "r");
  await folder.sync().finally(() => folder.close());
}
