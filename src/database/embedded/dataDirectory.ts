/**
 * What a data directory says about its database: `database.json`, readable by its owner alone. It names where the
 * database files are (inside the directory, or elsewhere when the server's user cannot come in) and holds the
 * password. Removing the directory therefore means a fresh database at the next start.
 */
import { randomBytes } from "node:crypto";
import { chown, mkdir, open, readFile, rename, stat } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import * as z from "zod";
import { ConnectorError } from "../../errors/connectorError.ts";
import { nameOfUser } from "./serverUser.ts";

const descriptionSchema = z.object({
  about: z.string(),
  instance: z.string().regex(/^[0-9a-f]{16}$/),
  /** Folder with `cluster`, `socket` and `log`; relative to the data directory when inside it. */
  home: z.string().min(1).optional(),
  /** True once the database files are complete: from then on their absence is damage, not a first start. */
  initialised: z.boolean(),
  /** Unix socket folder, or empty where the server listens on loopback. */
  socketDirectory: z.string().optional(),
  port: z.number().int().min(1).max(65_535),
  password: z.string().min(32),
});

export type Description = z.infer<typeof descriptionSchema>;

const about =
  "This directory's PostgreSQL database: where its files are, and its password. Remove the whole directory for a fresh start; never this file alone.";

const fileOf = (dataDirectory: string): string => join(dataDirectory, "database.json");

/** The folder with the database files as an absolute path. */
export const homeOf = (dataDirectory: string, home: string): string =>
  isAbsolute(home) ? home : join(dataDirectory, home);

/**
 * Makes the data directory if it is missing. As root it is made passable, because the database server, which is
 * another user, must come through to its own folder; every file in it stays closed.
 *
 * @throws ConnectorError DATABASE_DIRECTORY_UNUSABLE, DATABASE_DISK_FULL
 */
export async function makeDataDirectory(dataDirectory: string): Promise<void> {
  try {
    await mkdir(dataDirectory, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  } catch (error) {
    throw explainFileError(error, dataDirectory, "make the data directory");
  }
}

/** The description, or a new one on the first start. Call it under the start lock. */
export async function readDescription(dataDirectory: string): Promise<Description> {
  let text: string;
  try {
    text = await readFile(fileOf(dataDirectory), "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EACCES") await refuseForeign(fileOf(dataDirectory));
    if (code !== "ENOENT") {
      throw explainFileError(error, fileOf(dataDirectory), "read the database's description");
    }
    return {
      about,
      instance: randomBytes(8).toString("hex"),
      initialised: false,
      port: 5432,
      password: randomBytes(24).toString("hex"),
    };
  }
  try {
    return descriptionSchema.parse(JSON.parse(text));
  } catch {
    // The parser's own message may quote the password.
    throw new ConnectorError("DATABASE_DIRECTORY_DAMAGED", "The database's description cannot be understood", {
      at: { file: fileOf(dataDirectory) },
    });
  }
}

/** @throws ConnectorError DATABASE_DIRECTORY_FOREIGN if the file or folder is not this process's own */
export async function refuseForeign(path: string): Promise<void> {
  const uid = process.getuid?.();
  const owner = (await stat(path).catch(() => undefined))?.uid;
  if (uid === undefined || uid === 0 || owner === undefined || owner === uid) return;
  const [theirs, ours] = await Promise.all([nameOfUser(owner), nameOfUser(uid)]);
  throw new ConnectorError(
    "DATABASE_DIRECTORY_FOREIGN",
    `${path} belongs to the user ${theirs}; this process runs as the user ${ours}`,
  );
}

/** Replaces the description in one step: a crash leaves the old one or the new one. */
export async function writeDescription(dataDirectory: string, description: Description): Promise<void> {
  const path = fileOf(dataDirectory);
  const staging = `${path}.new`;
  try {
    const file = await open(staging, "w", 0o600);
    try {
      await file.writeFile(`${JSON.stringify(description, null, 2)}\n`);
      // Whoever owns the directory must be able to use it when root has made its content.
      const owner = await stat(dataDirectory);
      if (process.getuid?.() === 0) await chown(staging, owner.uid, owner.gid);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(staging, path);
  } catch (error) {
    throw explainFileError(error, dataDirectory, "write the database's description");
  }
}

/** A failed file operation of ours as a coded error. */
export function explainFileError(error: unknown, path: string, doing: string): unknown {
  if (error instanceof ConnectorError || !(error instanceof Error)) return error;
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const details = { at: { file: path }, cause: error };
  const message = `Could not ${doing}: ${error.message}`;
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") {
    return new ConnectorError("DATABASE_DISK_FULL", message, details);
  }
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|ELOOP|ENAMETOOLONG|ENOENT|EISDIR|EINVAL)$/.test(code)) {
    return new ConnectorError("DATABASE_DIRECTORY_UNUSABLE", message, details);
  }
  return error;
}
