/**
 * A backup of the ledger: every table by COPY, out of one snapshot, while work goes on. One chunk is in memory at a time.
 */
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { FrameWriter } from "./frames.ts";
import type { BackupHeader } from "./header.ts";
import { ledgerTables, quoted } from "./tables.ts";

export interface BackupSummary {
  tables: number;
  rows: number;
  /** Before compression. */
  bytes: number;
  /** Of everything before compression. */
  sha256: string;
}

/**
 * Yields a backup, and returns what is in it. The connection is in a transaction meanwhile.
 *
 * @param header its migrations are read from the snapshot
 */
export async function* writeBackup(
  client: pg.ClientBase,
  header: Omit<BackupHeader, "migrations">,
): AsyncGenerator<Buffer, BackupSummary> {
  const frames = new FrameWriter();
  const total = { tables: 0, rows: 0, bytes: 0 };
  await client.query("begin transaction isolation level repeatable read read only");
  try {
    const { rows: migrations } = await client.query<{ name: string }>(
      "select name from kysely_migration order by name",
    );
    yield frames.frame("header", { ...header, migrations: migrations.map(({ name }) => name) });
    for (const { name, columns } of await ledgerTables(client)) {
      yield frames.frame("table", { table: name, columns });
      const copy = client.query(
        copyTo(`copy ${quoted(name)} (${columns.map(quoted).join(", ")}) to stdout`, { highWaterMark: 64 * 1024 }),
      );
      let bytes = 0;
      for await (const chunk of copy) {
        bytes += (chunk as Buffer).length;
        yield frames.frame("data", chunk as Buffer);
      }
      // The server tells how many rows there were behind the last of them, and before it answers anything else.
      await client.query("select 1");
      yield frames.frame("end", { table: name, rows: copy.rowCount, bytes });
      total.tables += 1;
      total.rows += copy.rowCount;
      total.bytes += bytes;
    }
    const { bytes, sha256 } = frames.complete(total);
    yield bytes;
    return { ...total, sha256 };
  } finally {
    await client.query("rollback");
  }
}
