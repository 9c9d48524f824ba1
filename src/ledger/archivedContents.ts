/**
 * Bytes that were sent or received, moved to an archive when their term is over. Their rows stay with digest and place, so that
 * what was sent when, under which name and numbers, is told as before.
 *
 * What is open is never moved: a delivery that is not sent or given up; a message that was not read, or that holds a document which
 * is not done. Nor is what settled within the term. An answer that a partner owes since then stays owed, and does not keep the bytes.
 */
import { type RawBuilder, sql } from "kysely";
import { type ArchivePlace, type ContentLine, isContent } from "./archiveFile.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";

const movable = (before: Date): RawBuilder<boolean> => sql`
  content.bytes is not null and content.created_at < ${before}
  and not exists (
    select 1 from delivery where delivery.content_digest = content.digest
    and (delivery.state not in ('sent', 'superseded', 'unneeded') or delivery.settled_at is null
      or delivery.settled_at >= ${before}
))
  and not exists (
    select 1 from inbox_message message where message.content_digest = content.digest
    and (message.state <> 'read' or message.read_at is null or message.read_at >= ${before}
      or exists (
        select 1 from inbound_document document
        where document.message_id = message.id
        and (document.state not in ('done', 'ignored') or document.settled_at >= ${before}))))`;

/** How many would be moved now, and their size as it is kept. */
export async function countMovable(ledger: Ledger, before: Date): Promise<{ contents: number; contentBytes: number }> {
  const { rows } = await sql<{ contents: number; contentBytes: number }>`
    select count(*)::integer as contents, coalesce(sum(length(bytes)), 0)::float8 as content_bytes
    from content where ${movable(before)}
  `.execute(ledger);
  return rows[0] ?? { contents: 0, contentBytes: 0 };
}

/**
 * Moves some. What is damaged stays: an archive holds only what is what its digest says.
 *
 * @param to.archive writes the lines to its disk, and gives their places
 * @param to.damaged the digests of what is damaged: those in it are passed over, those that are met are added
 * @returns how many were moved; 0 when there is no more
 */
export async function moveContents(
  transaction: LedgerTransaction,
  before: Date,
  limit: number,
  now: Date,
  to: { archive: (lines: readonly ContentLine[]) => ArchivePlace[]; damaged: Set<string> },
): Promise<number> {
  const { rows: found } = await sql<{ digest: string; bytes: Buffer; createdAt: Date }>`
    select digest, bytes, created_at from content
    where ${movable(before)} and digest <> all(${[...to.damaged]}::text[])
    order by created_at limit ${limit} for update skip locked
  `.execute(transaction);
  for (const { digest, bytes } of found) if (!isContent(bytes, digest)) to.damaged.add(digest);
  const rows = found.filter(({ digest }) => !to.damaged.has(digest));
  if (rows.length === 0 && found.length > 0) return moveContents(transaction, before, limit, now, to);
  const places = to.archive(
    rows.map(({ digest, bytes, createdAt }) => ({
      kind: "content",
      digest,
      createdAt,
      gzip: bytes.toString("base64"),
    })),
  );
  for (const [index, { digest }] of rows.entries()) {
    const place = places[index];
    if (place === undefined) throw new Error("an archive gave fewer places than it took lines");
    await transaction
      .updateTable("content")
      .set({
        bytes: null,
        archiveFile: place.file,
        archiveOffset: place.offset,
        archiveLength: place.length,
        archivedAt: now,
      })
      .where("digest", "=", digest)
      .execute();
  }
  return rows.length;
}

/** To whom each content belongs: the ID of a delivery or message, or the digest of what belongs to none. */
export async function ownersOf(ledger: Ledger, digests: Iterable<string>): Promise<string[]> {
  const { rows } = await sql<{ owner: string }>`
    select coalesce(
      (select min(id) from delivery where content_digest = digest),
      (select min(id) from inbox_message where content_digest = digest),
      digest
    ) as owner
    from unnest(${[...digests]}::text[]) as damaged (digest)
    order by owner
  `.execute(ledger);
  return rows.map(({ owner }) => owner);
}
