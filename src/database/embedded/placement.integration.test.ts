import { existsSync } from "node:fs";
import { chmod, chown, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { databaseProcess, type ProcessOptions } from "../../../test/databaseProcess.ts";
import { temporaryDirectory } from "../../../test/temporaryDirectory.ts";
import { type Database, openDatabase } from "../database.ts";

const isRoot = process.getuid?.() === 0;
if (!isRoot)
  process.stderr.write("NOT TESTED: the embedded database as root and as other users, because this is not root\n");

const nobody = { uid: 65534, gid: 65534 };
/** Another user who is neither root nor the one that the server runs as; has an entry in every passwd. */
const daemon = { uid: 1, gid: 1 };

const open: Database[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((database) => database.close()));
});

async function opened(dataDirectory: string, notices: string[] = []): Promise<Database> {
  const database = await openDatabase({ dataDirectory, notice: (line) => notices.push(line) });
  open.push(database);
  return database;
}

async function query(config: pg.PoolConfig, text: string): Promise<unknown[]> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Opens and closes in a process of its own, as another user. */
async function openAs(user: ProcessOptions, dataDirectory: string) {
  const process = databaseProcess(dataDirectory, { ...user, cwd: "/" });
  try {
    const answer = await process.opened;
    if (!answer.error) await process.tell("close");
    return answer;
  } finally {
    await process.kill();
  }
}

test("a path too long for a socket, or with characters of the shell, makes no difference", async () => {
  const dataDirectory = join(await temporaryDirectory(), `it's ${"long ".repeat(25)}`);
  const { poolConfig, close } = await opened(dataDirectory);
  expect(await query(poolConfig, "select 1 as one")).toEqual([{ one: 1 }]);
  await close();
  const again = await opened(dataDirectory);
  expect(again.poolConfig.host).toBe(poolConfig.host);
  await rm(String(poolConfig.host), { recursive: true });
});

test("a path that a shell would execute is not given to one", async () => {
  const folder = await temporaryDirectory();
  const dataDirectory = join(folder, '$(touch "$0.pwned")`id`');
  const notices: string[] = [];
  const { poolConfig } = await opened(dataDirectory, notices);
  expect(await query(poolConfig, "select 1 as one")).toEqual([{ one: 1 }]);
  expect(notices).toEqual([expect.stringContaining("characters that a shell would read")]);
  removeElsewhere(notices);
  expect((await readdir(folder)).length).toBe(1);
});

/** Database files outside the data directory are not removed with it. */
function removeElsewhere(notices: string[]): void {
  const home = /The database files are in (\/\S+clusters\/[0-9a-f]{16}):/.exec(notices[0] ?? "")?.[1];
  if (!home) throw new Error(`No place named in: ${notices}`);
  onTestFinished(() => rm(home, { recursive: true }));
}

describe.skipIf(!isRoot)("as root", () => {
  test("the server runs as the unprivileged user and the data directory stays root's", async () => {
    const dataDirectory = join(await temporaryDirectory(), "data");
    await opened(dataDirectory);
    expect(await stat(dataDirectory)).toMatchObject({ uid: 0 });
    expect(await stat(join(dataDirectory, "postgresql/cluster/postmaster.pid"))).toMatchObject({ uid: nobody.uid });
  });

  test("a data directory under a closed folder gets its files elsewhere, says so once, and finds them again", async () => {
    const closed = await temporaryDirectory();
    await chmod(closed, 0o700);
    const dataDirectory = join(closed, "data");
    const notices: string[] = [];
    const { poolConfig, close } = await opened(dataDirectory, notices);
    removeElsewhere(notices);
    await query(poolConfig, "create table vendor as select 1 as id");
    await close();
    const again = await opened(dataDirectory, notices);
    expect(await query(again.poolConfig, "select id from vendor")).toEqual([{ id: 1 }]);
    expect(notices).toEqual([
      expect.stringMatching(/^The database files are in \/var\/lib\/ml-connector\/clusters\/[0-9a-f]{16}: /),
    ]);
  });

  test("the files of a temporary data directory that is gone are removed when the next one is placed", async () => {
    const homes: string[] = [];
    for (const folder of [await temporaryDirectory(tmpdir()), await temporaryDirectory(tmpdir())]) {
      await chmod(folder, 0o700);
      const notices: string[] = [];
      await (await opened(join(folder, "data"), notices)).close();
      homes.push(/in (\/\S+):/.exec(notices[0] ?? "")?.[1] ?? "");
      await rm(folder, { recursive: true });
    }
    expect(homes.map((home) => existsSync(home))).toEqual([false, true]);
    await rm(homes[1] ?? "", { recursive: true });
  });

  test("a directory of another user gets a server of that user", async () => {
    const dataDirectory = await temporaryDirectory();
    await chown(dataDirectory, daemon.uid, daemon.gid);
    await opened(dataDirectory);
    expect(await stat(join(dataDirectory, "postgresql"))).toMatchObject({ uid: daemon.uid });
    expect(await stat(join(dataDirectory, "database.json"))).toMatchObject({ uid: daemon.uid });
  });
});

describe.skipIf(!isRoot)("as a normal user", () => {
  test("a directory of one's own works", async () => {
    const folder = await temporaryDirectory();
    await chown(folder, nobody.uid, nobody.gid);
    expect(await openAs(nobody, join(folder, "data"))).toEqual({ notices: [] });
    expect(await stat(join(folder, "data"))).toMatchObject({ uid: nobody.uid, mode: 0o40700 });
  });

  test("a folder that one may not write is refused with the way out", async () => {
    const folder = await temporaryDirectory();
    const { error } = await openAs(nobody, join(folder, "data"));
    expect(error).toMatchObject({
      code: "DATABASE_DIRECTORY_UNUSABLE",
      fix: expect.stringContaining("--data DIR"),
      message: expect.stringContaining("permission denied"),
    });
  });

  test("another user's database is refused by name", async () => {
    const folder = await temporaryDirectory();
    await chown(folder, nobody.uid, nobody.gid);
    await openAs(nobody, folder);
    const { error } = await openAs(daemon, folder);
    expect(error).toMatchObject({ code: "DATABASE_DIRECTORY_FOREIGN" });
    expect(error?.message).toContain("nobody");
  });

  test("root can use a normal user's database, and the user can use it again afterwards", async () => {
    const folder = await temporaryDirectory();
    await chown(folder, nobody.uid, nobody.gid);
    await openAs(nobody, folder);
    await (await opened(folder)).close();
    expect(await openAs(nobody, folder)).toEqual({ notices: [] });
  });
});

test("a data directory that is a file, or lies below one, is refused", async () => {
  const folder = await temporaryDirectory();
  const file = join(folder, "file");
  await writeFile(file, "");
  for (const path of [file, join(file, "data")]) {
    await expect(openDatabase({ dataDirectory: path })).rejects.toMatchObject({ code: "DATABASE_DIRECTORY_UNUSABLE" });
  }
});
