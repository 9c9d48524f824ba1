/**
 * The key file of a data directory: base64 keys, one a line, the current one first, former ones after it while a rotation
 * is under way. It is created and replaced whole (written aside, synced, moved into place), with mode 0600. On Windows the
 * rights of the data directory apply instead.
 */
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { ConnectorError, isConnectorError } from "../errors/connectorError.ts";
import { keySize, type MasterKey, masterKey, type RandomBytes } from "./envelope.ts";
import { syncFolder } from "./syncFolder.ts";

const heading = "# Master key of ml-connector. Whoever has it and the database can read the stored credentials.";
const largest = 16 * 1024;

export function keyFilePath(dataDirectory: string): string {
  return join(dataDirectory, "master.key");
}

/** The keys of the file, current first; `undefined` where there is no file. Throws `SECRETS_KEY_FILE_*`. */
export function readKeyFile(path: string): MasterKey[] | undefined {
  return withFile(path, () => {
    const state = statSync(path, { throwIfNoEntry: false });
    if (state === undefined) return undefined;
    if (process.platform !== "win32" && (state.mode & 0o077) !== 0) {
      throw new ConnectorError(
        "SECRETS_KEY_FILE_EXPOSED",
        `the key file has mode ${(state.mode & 0o777).toString(8).padStart(4, "0")}: other users of this machine can reach it`,
        {
          at: { file: path },
          fix: `Run \`chmod 600 ${path}\`, then \`ml-connector secrets rotate-key\`, as the key may have been read.`,
        },
      );
    }
    if (!state.isFile() || state.size > largest) throw unreadable(path, "it is not a key file");
    const keys = readFileSync(path, "utf8")
      .split(/\r?\n/)
      .filter((line) => line.trim() !== "" && !line.startsWith("#"))
      .map((line) => decodeKey(line) ?? fail(path));
    return keys.length === 0 ? fail(path) : keys;
  });
}

/** Creates the file with a new key unless another process was faster; gives the keys that then stand in it. */
export function createKeyFile(path: string, random: RandomBytes): MasterKey[] {
  return withFile(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    const aside = writeAside(path, [masterKey(random(keySize))], random);
    try {
      linkSync(aside, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      rmSync(aside, { force: true });
    }
    syncFolder(dirname(path));
    return readKeyFile(path) ?? fail(path);
  });
}

export function replaceKeyFile(path: string, keys: readonly MasterKey[], random: RandomBytes): void {
  withFile(path, () => {
    renameSync(writeAside(path, keys, random), path);
    syncFolder(dirname(path));
  });
}

/** A key of 32 bytes from base64, base64url or hex text. */
export function decodeKey(text: string): MasterKey | undefined {
  const trimmed = text.trim();
  if (/^[0-9a-fA-F]{64}$/.test(trimmed)) return masterKey(Buffer.from(trimmed, "hex"));
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return undefined;
  return masterKey(Buffer.from(trimmed, "base64"));
}

function writeAside(path: string, keys: readonly MasterKey[], random: RandomBytes): string {
  const aside = `${path}.${random(6).toString("hex")}`;
  const file = openSync(aside, "wx", 0o600);
  try {
    // The process umask may have taken bits away from the owner as well.
    if (process.platform !== "win32") fchmodSync(file, 0o600);
    writeSync(file, `${[heading, ...keys.map((key) => key.bytes.toString("base64"))].join("\n")}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return aside;
}

function withFile<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (isConnectorError(error)) throw error;
    throw unreadable(path, (error as NodeJS.ErrnoException).code ?? "it cannot be used", error);
  }
}

function fail(path: string): never {
  throw unreadable(path, "it does not hold a key of 32 bytes");
}

function unreadable(path: string, why: string, cause?: unknown): ConnectorError {
  return new ConnectorError("SECRETS_KEY_FILE_UNREADABLE", `the key file is of no use: ${why}`, {
    at: { file: path },
    cause,
  });
}
