/**
 * The evidence of what Cleo took: every accepted upload, in order, with its bytes. An upload is in the log before its answer is sent;
 * with a journal it is on the disk by then (append, fdatasync), so that neither a killed connector nor a killed sandbox can make it
 * untrue. One line per upload holds everything, so a line is there whole or not at all; a torn last line (power lost while writing)
 * belongs to an upload that was never answered and is cut off when the journal is opened again.
 */
import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { join } from "node:path";

export interface Upload {
  seq: number;
  at: string;
  /** `upload/850/PO_TWO_PO2075_r1_9f2c1ab4.x12`, decoded. */
  path: string;
  folder: string;
  name: string;
  size: number;
  sha256: string;
  contentType: string;
  user: string;
  preset: string;
  requestId?: string;
  /** An earlier upload had the same path. */
  duplicateOfName: boolean;
  /** An earlier upload had the same bytes. */
  duplicateOfBytes: boolean;
  /** The connection was cut instead of an answer. */
  answerLost: boolean;
}

export type NewUpload = Omit<Upload, "seq" | "size" | "sha256" | "duplicateOfName" | "duplicateOfBytes">;

export interface UploadLog {
  append(upload: NewUpload, content: Buffer): Promise<Upload>;
  since(seq: number): Upload[];
  content(seq: number): Promise<Buffer | undefined>;
  readonly last: number;
  clear(): Promise<void>;
  close(): Promise<void>;
}

interface Kept {
  upload: Upload;
  content?: Buffer;
  /** Where the line stands in the journal. */
  offset?: number;
  length?: number;
}

const newline = 0x0a;

/** @param directory where the journal lives; without one the log is in memory only */
export async function openUploadLog(directory?: string): Promise<UploadLog> {
  const kept: Kept[] = [];
  const paths = new Set<string>();
  const digests = new Set<string>();
  const journal = directory === undefined ? undefined : await openJournal(directory);
  let written = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const remember = (entry: Kept) => {
    kept.push(entry);
    paths.add(entry.upload.path);
    digests.add(entry.upload.sha256);
  };

  if (journal !== undefined) {
    for await (const { line, offset } of linesOf(journal)) {
      const { content: _, ...upload } = JSON.parse(line.toString("utf8")) as Upload & { content: string };
      remember({ upload, offset, length: line.length });
      written = offset + line.length + 1;
    }
    await journal.truncate(written);
  }

  const append = async (given: NewUpload, content: Buffer): Promise<Upload> => {
    const sha256 = createHash("sha256").update(content).digest("hex");
    const upload: Upload = {
      seq: (kept.at(-1)?.upload.seq ?? 0) + 1,
      ...given,
      size: content.length,
      sha256,
      duplicateOfName: paths.has(given.path),
      duplicateOfBytes: digests.has(sha256),
    };
    if (journal === undefined) {
      remember({ upload, content });
      return upload;
    }
    const line = Buffer.from(JSON.stringify({ ...upload, content: content.toString("base64") }));
    await journal.write(Buffer.concat([line, Buffer.from([newline])]), 0, line.length + 1, written);
    await journal.datasync();
    remember({ upload, offset: written, length: line.length });
    written += line.length + 1;
    return upload;
  };

  return {
    append(given, content) {
      const result = queue.then(() => append(given, content));
      // The next append waits for this one, but does not share its failure.
      queue = result.catch(() => {});
      return result;
    },
    since: (seq) => kept.filter(({ upload }) => upload.seq > seq).map(({ upload }) => upload),
    async content(seq) {
      // Numbers follow each other without a gap.
      const entry = kept[seq - (kept[0]?.upload.seq ?? 1)];
      if (entry?.content !== undefined) return entry.content;
      if (journal === undefined || entry?.offset === undefined || entry.length === undefined) return undefined;
      const line = Buffer.alloc(entry.length);
      await journal.read(line, 0, entry.length, entry.offset);
      return Buffer.from((JSON.parse(line.toString("utf8")) as { content: string }).content, "base64");
    },
    get last() {
      return kept.at(-1)?.upload.seq ?? 0;
    },
    async clear() {
      await queue;
      kept.length = 0;
      paths.clear();
      digests.clear();
      await journal?.truncate(0);
      written = 0;
    },
    async close() {
      await queue;
      await journal?.close();
    },
  };
}

async function openJournal(directory: string): Promise<FileHandle> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, "uploads.jsonl");
  // Opened for reading and writing, created where it is missing, never cut short.
  const created = await open(path, "a");
  await created.close();
  return open(path, "r+");
}

/** Complete lines with their place in the file. */
async function* linesOf(file: FileHandle): AsyncGenerator<{ line: Buffer; offset: number }> {
  const chunk = Buffer.alloc(1 << 20);
  let rest = Buffer.alloc(0);
  let position = 0;
  let offset = 0;
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline)) {
      yield { line: Buffer.from(rest.subarray(0, end)), offset };
      offset += end + 1;
      rest = rest.subarray(end + 1);
    }
  }
}
