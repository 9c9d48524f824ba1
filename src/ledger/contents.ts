import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { sql } from "kysely";
import type { Ledger, LedgerTransaction } from "./ledger.ts";

/** SHA-256 of the bytes, hexadecimal: the name under which content is kept. */
export function digestOf(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Keeps bytes once per content, compressed. */
export async function storeContent(transaction: LedgerTransaction, bytes: Uint8Array, now: Date): Promise<string> {
  const digest = digestOf(bytes);
  await transaction
    .insertInto("content")
    .values({ digest, bytes: gzipSync(bytes), createdAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return digest;
}

/** Keeps several in one statement. @returns their digests, in order */
export async function storeContents(
  transaction: LedgerTransaction,
  contents: readonly Uint8Array[],
  now: Date,
): Promise<string[]> {
  const digests = contents.map(digestOf);
  if (contents.length === 0) return digests;
  await sql`
    insert into content (digest, bytes, created_at)
    select digest, bytes, ${now}::timestamptz
    from unnest(${digests}::text[], ${contents.map((bytes) => gzipSync(bytes))}::bytea[]) as given (digest, bytes)
    on conflict do nothing
  `.execute(transaction);
  return digests;
}

export async function readContent(ledger: Ledger, digest: string): Promise<Buffer | undefined> {
  const row = await ledger.selectFrom("content").select("bytes").where("digest", "=", digest).executeTakeFirst();
  return row === undefined ? undefined : gunzipSync(row.bytes);
}
