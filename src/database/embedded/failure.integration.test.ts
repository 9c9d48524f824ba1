import { chmodSync } from "node:fs";
import { appendFile, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { canMount, fillDisk, resizeDisk, smallDisk } from "../../../test/smallDisk.ts";
import { temporaryDirectory } from "../../../test/temporaryDirectory.ts";
import { openDatabase } from "../database.ts";
import { explainDatabaseError } from "../databaseError.ts";

async function madeOnce(): Promise<{ dataDirectory: string; cluster: string }> {
  const dataDirectory = await temporaryDirectory();
  await (await openDatabase({ dataDirectory })).close();
  return { dataDirectory, cluster: join(dataDirectory, "postgresql/cluster") };
}

test("files of another major version are refused, not touched", async () => {
  const { dataDirectory, cluster } = await madeOnce();
  await writeFile(join(cluster, "PG_VERSION"), "16\n");
  await expect(openDatabase({ dataDirectory })).rejects.toMatchObject({
    code: "DATABASE_VERSION_MISMATCH",
    message: expect.stringContaining("PostgreSQL 16"),
  });
});

test("a server that does not start is reported with the last lines of its log", async () => {
  const { dataDirectory, cluster } = await madeOnce();
  await appendFile(join(cluster, "postgresql.auto.conf"), "shared_buffers = 'a lot'\n");
  await expect(openDatabase({ dataDirectory })).rejects.toMatchObject({
    code: "DATABASE_START_FAILED",
    message: expect.stringContaining('invalid value for parameter "shared_buffers"'),
  });
});

test("missing database files are damage, never a silent fresh start", async () => {
  const { dataDirectory, cluster } = await madeOnce();
  for (const missing of [cluster, dirname(cluster)]) {
    await rm(missing, { recursive: true });
    await expect(openDatabase({ dataDirectory })).rejects.toMatchObject({ code: "DATABASE_DIRECTORY_DAMAGED" });
  }
});

test("a missing or unreadable description is damage, and its content is not repeated", async () => {
  const { dataDirectory } = await madeOnce();
  await writeFile(join(dataDirectory, "database.json"), '{ "password": "a-secret"');
  await expect(openDatabase({ dataDirectory })).rejects.toMatchObject({
    code: "DATABASE_DIRECTORY_DAMAGED",
    message: expect.not.stringContaining("a-secret"),
  });
  await rm(join(dataDirectory, "database.json"));
  await expect(openDatabase({ dataDirectory })).rejects.toMatchObject({ code: "DATABASE_DIRECTORY_DAMAGED" });
});

describe.skipIf(!canMount("the embedded database"))("on a full disk", () => {
  test("the first start says so and leaves nothing half made", async ({ skip }) => {
    const folder = await smallDisk("20m");
    if (!folder) return skip("no right to mount");
    const dataDirectory = join(folder, "data");
    await expect(openDatabase({ dataDirectory })).rejects.toMatchObject({ code: "DATABASE_DISK_FULL" });
    resizeDisk(folder, "300m");
    const database = await openDatabase({ dataDirectory });
    await database.close();
  });

  test("nothing acknowledged is lost, and work goes on once there is room", async ({ skip }) => {
    const folder = await smallDisk("150m");
    if (!folder) return skip("no right to mount");
    const dataDirectory = join(folder, "data");
    await mkdir(dataDirectory);
    chmodSync(dataDirectory, 0o711);
    const database = await openDatabase({ dataDirectory });
    const pool = new pg.Pool({ ...database.poolConfig, max: 1 });
    pool.on("error", () => {});
    await pool.query("create table document (id int, body text)");
    const makeRoom = fillDisk(folder, 2_000_000);

    let acknowledged = 0;
    const insert = () =>
      pool.query("insert into document values ($1, repeat(md5(random()::text), 8000))", [acknowledged]);
    const failure = await (async () => {
      for (;;) {
        try {
          await insert();
          acknowledged++;
        } catch (error) {
          return explainDatabaseError(error, "in the test");
        }
      }
    })();
    expect(failure).toMatchObject({ code: expect.stringMatching(/^DATABASE_(DISK_FULL|UNREACHABLE)$/) });

    await makeRoom();
    await expect
      .poll(
        () =>
          insert().then(
            () => "works",
            () => "fails",
          ),
        { timeout: 60_000 },
      )
      .toBe("works");
    const { rows } = await pool.query("select count(distinct id)::int as kept from document");
    expect(rows).toEqual([{ kept: acknowledged + 1 }]);
    await pool.end();
    await database.close();
  }, 120_000);
});
