/**
 * Bytes as they were sent or received, once per content.
 *
 * Retention moves old ones into an archive and leaves the row with its digest and its place there (see archivedContents.ts). Whoever
 * names a content anew in a delivery or a message renews its row in the same transaction, by {@link storeContent} or
 * {@link recallContent}: the row's lock and its new date keep retention from taking it away at that moment.
 */
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { sql } from "kysely";
import { ConnectorError } from "../errors/connectorError.ts";
import { readArchived } from "./archiveFile.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import type { Write } from "./oneStatement.ts";

/** SHA-256 of the bytes, hexadecimal: the name under which content is kept. */
export function digestOf(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Keeps bytes once per content, compressed. */
export async function storeContent(transaction: LedgerTransaction, bytes: Uint8Array, now: Date): Promise<string> {
  const { digests, writes } = contentWrites([bytes], now);
  for (const write of writes) await write.execute(transaction);
  return digests[0] as string;
}

/** Several as a write that goes with others, and their digests, in order. */
export function contentWrites(contents: readonly Uint8Array[], now: Date): { digests: string[]; writes: Write[] } {
  const digests = contents.map(digestOf);
  const once = new Map(digests.map((digest, index) => [digest, contents[index] as Uint8Array]));
  if (once.size === 0) return { digests, writes: [] };
  const write = sql`
    insert into content (digest, bytes, created_at)
    select digest, bytes, ${now}::timestamptz
    from unnest(${[...once.keys()]}::text[], ${[...once.values()].map(compressed)}::bytea[])
      as given (digest, bytes)
    on conflict (digest) do update set bytes = excluded.bytes, created_at = excluded.created_at,
      archive_file = null, archive_offset = null, archive_length = null, archived_at = null
  `;
  return { digests, writes: [write] };
}

/** A window as large as most files: making the usual one, of a quarter of a megabyte, takes longer than to compress an order. */
function compressed(bytes: Uint8Array): Buffer {
  return gzipSync(bytes, bytes.byteLength <= 8_192 ? { windowBits: 13, memLevel: 5 } : {});
}

/**
 * The bytes, from the ledger or from an archive that is at hand; `undefined` where they are in neither.
 *
 * @throws {ConnectorError} CONTENT_DAMAGED
 */
export async function readContent(ledger: Ledger, digest: string): Promise<Buffer | undefined> {
  const row = await find(ledger, digest);
  const kept = row && (row.bytes ?? (await readArchived(row.place, digest)));
  try {
    return kept && gunzipSync(kept);
  } catch (cause) {
    throw lost(`the bytes of the content ${digest} are damaged in the ledger`, cause);
  }
}

/**
 * The bytes of what cannot go on without them.
 *
 * @throws {ConnectorError} CONTENT_ARCHIVED; CONTENT_DAMAGED, also where they are gone
 */
export async function requireContent(ledger: Ledger, digest: string): Promise<Buffer> {
  const bytes = await readContent(ledger, digest);
  if (bytes !== undefined) return bytes;
  throw (await whyAbsent(ledger, digest)) ?? lost(`the bytes of the content ${digest} are not in the ledger`);
}

/**
 * Why {@link readContent} has nothing: the archive that the bytes lie in is not at hand.
 *
 * @returns `undefined` where there never were any
 */
export async function whyAbsent(ledger: Ledger, digest: string): Promise<ConnectorError | undefined> {
  const row = await find(ledger, digest);
  return row?.bytes === null ? archived(row.place.file) : undefined;
}

/** The archive that a content lies in, and whether it is at hand; `undefined` for one that is here, or nowhere. */
export async function archiveOf(
  ledger: Ledger,
  digest: string,
): Promise<{ file: string; atHand: boolean } | undefined> {
  const row = await find(ledger, digest);
  if (row === undefined || row.bytes !== null) return undefined;
  return { file: row.place.file, atHand: (await readArchived(row.place, digest)) !== undefined };
}

/**
 * Brings a content back that is to be sent again, and begins its term anew.
 *
 * @throws {ConnectorError} CONTENT_ARCHIVED
 */
export async function recallContent(transaction: LedgerTransaction, digest: string, now: Date): Promise<void> {
  const row = await find(transaction, digest, { lock: true });
  if (row === undefined) return;
  const bytes = row.bytes ?? (await readArchived(row.place, digest));
  if (bytes === undefined) throw archived(row.place.file);
  await transaction
    .updateTable("content")
    .set({
      createdAt: now,
      ...(row.bytes === null && {
        bytes,
        archiveFile: null,
        archiveOffset: null,
        archiveLength: null,
        archivedAt: null,
      }),
    })
    .where("digest", "=", digest)
    .execute();
}

async function find(ledger: Ledger, digest: string, { lock = false } = {}) {
  const row = await ledger
    .selectFrom("content")
    .select(["bytes", "archiveFile", "archiveOffset", "archiveLength"])
    .where("digest", "=", digest)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { bytes, archiveFile, archiveOffset, archiveLength } = row;
  return { bytes, place: { file: archiveFile ?? "", offset: archiveOffset ?? 0, length: archiveLength ?? 0 } };
}

function lost(message: string, cause?: unknown): ConnectorError {
  return new ConnectorError("CONTENT_DAMAGED", message, { cause });
}

function archived(file: string): ConnectorError {
  return new ConnectorError("CONTENT_ARCHIVED", `the bytes are in the archive ${file}, which is not at hand`, {
    at: { file },
    fix: `Put the archive back as ${file} on this machine, or make the file anew from the current data.`,
  });
}
