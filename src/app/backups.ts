/** Backups in the data directory of this process, for whoever has no shell on its machine. */
import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { ConnectorError } from "../errors/connectorError.ts";
import type { Application } from "./application.ts";
import { type BackupDone, takeBackup } from "./backup.ts";
import { version } from "./version.ts";

const suffix = ".backup";
const form = /^ml-connector-[0-9T-]{10,40}\.backup$/;

const folderOf = ({ dataDirectory }: Pick<Application, "dataDirectory">): string => join(dataDirectory, "backups");

/** The name of a backup that is taken now; it sorts by time. */
export const backupName = (now: Date): string =>
  `ml-connector-${now.toISOString().slice(0, 19).replaceAll(":", "")}${suffix}`;

export interface StoredBackup {
  /** Name of the file in the folder `backups` of the data directory. */
  file: string;
  /** Bytes. */
  size: number;
  /** When it was complete. */
  completedAt: Date;
}

/** Copies the ledger into the folder, while everything goes on. @throws {ConnectorError} BACKUP_FILE_UNUSABLE */
export async function storeBackup(application: Application): Promise<BackupDone> {
  const folder = folderOf(application);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = backupName(application.clock());
  const done = await takeBackup(application, join(folder, file), { handover: false, program: version });
  return { ...done, file };
}

/** The backups that are there, the newest first. */
export async function listBackups(application: Pick<Application, "dataDirectory">): Promise<StoredBackup[]> {
  const folder = folderOf(application);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const files = names.filter((name) => form.test(name));
  const backups = await Promise.all(
    files.map(async (file) => {
      const { size, mtime } = await stat(join(folder, file));
      return { file, size, completedAt: mtime };
    }),
  );
  return backups.sort((left, right) => (left.file < right.file ? 1 : -1));
}

/** Where a backup lies. @throws {ConnectorError} BACKUP_UNKNOWN */
export async function backupPath(application: Pick<Application, "dataDirectory">, file: string): Promise<string> {
  const found = (await listBackups(application)).find((backup) => backup.file === file);
  if (found === undefined) {
    throw new ConnectorError("BACKUP_UNKNOWN", `there is no backup ${JSON.stringify(file.slice(0, 60))}`, {
      at: { file: file.slice(0, 60) },
    });
  }
  return join(folderOf(application), found.file);
}
