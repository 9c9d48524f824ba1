import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { z } from "zod";
import { type Frame, frameJson, readFrames, unreadable } from "./frames.ts";
import { type BackupHeader, backupHeader, endFrame, tableFrame } from "./header.ts";
import { ledgerTables, quoted } from "./tables.ts";

/** Where the rows of a table go. */
export type TableSink = (table: { table: string; columns: string[] }) => Writable & { rowCount?: number };

export interface BackupRead {
  header: BackupHeader;
  tables: number;
  rows: number;
}

/**
 * Reads a backup to its end, proving its form, its counts and its checksum.
 *
 * @param begin told the header before any table; throws where the backup is of no use
 * @throws {ConnectorError} BACKUP_UNREADABLE
 */
export async function readBackup(
  source: AsyncIterable<Buffer>,
  begin: (header: BackupHeader) => Promise<TableSink>,
): Promise<BackupRead> {
  const frames = readFrames(source);
  const header = parse(backupHeader, await next(frames, "header"));
  const sink = await begin(header);
  const total = { tables: 0, rows: 0 };
  for (;;) {
    const frame = await next(frames);
    if (frame.kind === "complete") break;
    if (frame.kind !== "table") throw unreadable("its parts are out of order");
    const table = parse(tableFrame, frame);
    const target = sink(table);
    let bytes = 0;
    let end: z.infer<typeof endFrame> | undefined;
    await pipeline(async function* () {
      for (;;) {
        const part = await next(frames);
        if (part.kind === "end") {
          end = parse(endFrame, part);
          return;
        }
        if (part.kind !== "data") throw unreadable("its parts are out of order");
        bytes += part.payload.length;
        yield part.payload;
      }
    }, target);
    if (end?.table !== table.table || end.bytes !== bytes)
      throw unreadable(`the rows of ${table.table} are not all there`);
    if (target.rowCount !== undefined && target.rowCount !== end.rows) {
      throw unreadable(`${table.table} should have ${end.rows} rows and has ${target.rowCount}`);
    }
    total.tables += 1;
    total.rows += end.rows;
  }
  // The checksum was proved with the last frame; nothing may follow it.
  if (!(await frames.next()).done) throw unreadable("something follows its end");
  return { header, ...total };
}

/** Only looks whether a backup is whole. */
export function verifyBackup(source: AsyncIterable<Buffer>): Promise<BackupRead> {
  return readBackup(source, async () => () => new Writable({ write: (_chunk, _encoding, done) => done() }));
}

/** Fills the tables of a migrated database; the caller's transaction makes it all or nothing. */
export async function fillTables(client: pg.ClientBase): Promise<TableSink> {
  const present = await ledgerTables(client);
  // A migration may have put rows of its own there.
  for (const { name } of present.toReversed()) await client.query(`delete from ${quoted(name)}`);
  return ({ table, columns }) => {
    const known = present.find(({ name }) => name === table);
    const unknown = columns.find((column) => !known?.columns.includes(column));
    if (known === undefined || unknown !== undefined) {
      throw unreadable(`this release does not know ${table}${unknown === undefined ? "" : `.${unknown}`}`);
    }
    return client.query(copyFrom(`copy ${quoted(table)} (${columns.map(quoted).join(", ")}) from stdin`));
  };
}

/** Lets identity columns go on behind the rows that were filled in. */
export async function continueIdentities(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select c.relname as table, a.attname as column
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attidentity <> '' and not a.attisdropped
      where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'`,
  );
  for (const { table, column } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), greatest((select max(${quoted(column)}) from ${quoted(table)}), 0) + 1, false)`,
      [quoted(table), column],
    );
  }
}

async function next(frames: AsyncGenerator<Frame>, kind?: Frame["kind"]): Promise<Frame> {
  const { value, done } = await frames.next();
  if (done || (kind !== undefined && value.kind !== kind)) throw unreadable("its parts are out of order");
  return value;
}

function parse<Schema extends z.ZodType>(schema: Schema, frame: Frame): z.infer<Schema> {
  const parsed = schema.safeParse(frameJson(frame));
  if (!parsed.success) throw unreadable("a part of it is not what it should be");
  return parsed.data;
}
