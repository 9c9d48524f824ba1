/**
 * An archive: JSON lines, one row each, with a `.sha256` beside it once it is complete. What it was given is on its disk, and was read
 * back, before {@link ArchiveWriter.add} returns: only then may the database forget it.
 */
import { createHash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { gunzipSync } from "node:zlib";
import { ConnectorError, isConnectorError } from "../errors/connectorError.ts";
import { syncFolder } from "../secrets/syncFolder.ts";

/** Where a line lies in an archive, in bytes. */
export interface ArchivePlace {
  file: string;
  offset: number;
  length: number;
}

export interface ArchiveWriter {
  /**
   * Adds lines. @returns the place of each
   *
   * @throws {ConnectorError} ARCHIVE_UNWRITABLE
   */
  add(rows: readonly object[]): ArchivePlace[];
  /** Ends the file. @returns its SHA-256, also written beside it; `undefined` where nothing was added */
  complete(): Promise<string | undefined>;
  close(): void;
}

/** @param file made with the first line, and never one that is there already */
export function writeArchive(file: string): ArchiveWriter {
  let handle: number | undefined;
  let end = 0;
  return {
    add: (rows) =>
      explained(file, () => {
        if (rows.length === 0) return [];
        if (handle === undefined) {
          mkdirSync(dirname(file), { recursive: true });
          handle = openSync(file, "wx+", 0o600);
          syncFolder(dirname(file));
        }
        const lines = rows.map((row) => Buffer.from(`${JSON.stringify(row)}\n`, "utf8"));
        const written = Buffer.concat(lines);
        try {
          writeFileSync(handle, written);
          fsyncSync(handle);
          verify(handle, end, written);
        } catch (error) {
          // A disk that is full leaves no half line.
          ftruncateSync(handle, end);
          throw error;
        }
        return lines.map(({ length }) => {
          const place = { file, offset: end, length };
          end += length;
          return place;
        });
      }),
    async complete() {
      if (handle === undefined) return undefined;
      const hash = createHash("sha256");
      for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
      const digest = hash.digest("hex");
      explained(file, () => writeFileSync(`${file}.sha256`, `${digest}  ${basename(file)}\n`, { mode: 0o600 }));
      return digest;
    },
    close() {
      if (handle !== undefined) closeSync(handle);
    },
  };
}

/** The line of a content, with its compressed bytes. */
export interface ContentLine {
  kind: "content";
  digest: string;
  createdAt: Date;
  /** The bytes, compressed (gzip), in Base64. */
  gzip: string;
}

/** @returns the compressed bytes of a content, or `undefined` where the file is not there or does not hold them at that place */
export async function readArchived(
  { file, offset, length }: ArchivePlace,
  digest: string,
): Promise<Buffer | undefined> {
  try {
    const handle = await open(file, "r");
    try {
      const buffer = Buffer.alloc(length);
      await handle.read(buffer, 0, length, offset);
      const line = JSON.parse(buffer.toString("utf8")) as ContentLine;
      const bytes = Buffer.from(line.gzip, "base64");
      return isContent(bytes, digest) ? bytes : undefined;
    } finally {
      await handle.close();
    }
  } catch {
    // No file, another one, or a damaged one: the bytes are not at hand, whichever it is.
    return undefined;
  }
}

/** Whether compressed bytes are those that the digest names. */
export function isContent(gzip: Uint8Array, digest: string): boolean {
  try {
    return createHash("sha256").update(gunzipSync(gzip)).digest("hex") === digest;
  } catch {
    return false;
  }
}

function verify(handle: number, offset: number, written: Buffer): void {
  const found = Buffer.alloc(written.length);
  let read = 0;
  while (read < found.length) {
    const count = readSync(handle, found, read, found.length - read, offset + read);
    if (count === 0) break;
    read += count;
  }
  if (!found.equals(written)) throw new Error("what was read back differs from what was written");
}

function explained<Result>(file: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (isConnectorError(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ConnectorError("ARCHIVE_UNWRITABLE", `the archive ${file} cannot be written: ${why}`, {
      at: { file },
      cause: error,
    });
  }
}
