import { existsSync } from "node:fs";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import net from "node:net";
import { join } from "node:path";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { type DatabaseProcess, databaseProcess } from "../../../test/databaseProcess.ts";
import { temporaryDirectory } from "../../../test/temporaryDirectory.ts";
import { type Database, openDatabase } from "../database.ts";
import { homeOf, readDescription } from "./dataDirectory.ts";
import { ensureServer } from "./ensureServer.ts";
import { serverProcess } from "./server.ts";
import { withStartLock } from "./startLock.ts";

const open: Database[] = [];
const processes: DatabaseProcess[] = [];
const servers = new Set<number>();

async function opened(dataDirectory: string, notice?: (line: string) => void): Promise<Database> {
  const database = await openDatabase({ dataDirectory, ...(notice && { notice }) });
  open.push(database);
  return database;
}

function started(dataDirectory: string): DatabaseProcess {
  const process = databaseProcess(dataDirectory);
  processes.push(process);
  return process;
}

const homeIn = async (dataDirectory: string): Promise<string> =>
  homeOf(dataDirectory, (await readDescription(dataDirectory)).home ?? "");

async function serverIn(dataDirectory: string): Promise<number | undefined> {
  const pid = await serverProcess(await homeIn(dataDirectory));
  if (pid) servers.add(pid);
  return pid;
}

async function query<Row extends pg.QueryResultRow>(config: pg.PoolConfig, text: string): Promise<Row[]> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Kills the server without a chance to clean up. The dead process may stay listed where nobody reaps it. */
async function killServer(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  await expect.poll(() => existsSync(`/proc/${pid}/cwd`)).toBe(false);
}

afterEach(async () => {
  await Promise.all(processes.splice(0).map((process) => process.kill()));
  await Promise.all(open.splice(0).map((database) => database.close()));
  for (const pid of servers) if (existsSync(`/proc/${pid}/cwd`)) process.kill(pid, "SIGINT");
  servers.clear();
});

test("the database is durable, checked, and not the superuser's", async () => {
  const { poolConfig, kind, version } = await opened(await temporaryDirectory());
  const [settings] = await query(
    poolConfig,
    `select current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
            current_setting('synchronous_commit') as synchronous_commit, current_setting('data_checksums') as checksums,
            pg_encoding_to_char(encoding) as encoding, datlocale as locale,
            (select rolsuper from pg_roles where rolname = current_user) as superuser, lower('ÄÖ') as lower
       from pg_database where datname = current_database()`,
  );
  expect({ kind, version }).toEqual({ kind: "embedded", version: expect.stringMatching(/^18\.\d+$/) });
  expect(settings).toEqual({
    fsync: "on",
    full_page_writes: "on",
    synchronous_commit: "on",
    checksums: "on",
    encoding: "UTF8",
    locale: "C.UTF-8",
    superuser: false,
    lower: "äö",
  });
});

test("the last close stops the server, and the next open finds what was written", async () => {
  const dataDirectory = await temporaryDirectory();
  const first = await opened(dataDirectory);
  await query(first.poolConfig, "create table vendor as select 'ACETRAVE0001' as id");
  await first.close();
  expect(await serverIn(dataDirectory)).toBeUndefined();
  const second = await opened(dataDirectory);
  expect(await query(second.poolConfig, "select id from vendor")).toEqual([{ id: "ACETRAVE0001" }]);
});

test("a server left by a killed process is adopted, with everything committed", async () => {
  const dataDirectory = await temporaryDirectory();
  const killed = started(dataDirectory);
  await killed.opened;
  await killed.tell("query create table vendor as select 1 as id");
  const server = await serverIn(dataDirectory);
  await killed.kill();
  const { poolConfig } = await opened(dataDirectory);
  expect(server).toBeDefined();
  expect(await serverIn(dataDirectory)).toBe(server);
  expect(await query(poolConfig, "select id from vendor")).toEqual([{ id: 1 }]);
});

test("a first start that is killed half way does not hinder the next one", async () => {
  const dataDirectory = await temporaryDirectory();
  const killed = started(dataDirectory);
  killed.opened.catch(() => {});
  const home = join(dataDirectory, "postgresql");
  await expect
    .poll(async () => (await readdir(home).catch(() => [])).join(), { interval: 5, timeout: 20_000 })
    .toMatch(/cluster\.[0-9a-f]{12}/);
  await killed.kill();
  const { poolConfig } = await opened(dataDirectory);
  expect(await query(poolConfig, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("processes that start at once share one server, and the last to leave stops it", async () => {
  const dataDirectory = await temporaryDirectory();
  const all = [started(dataDirectory), started(dataDirectory), started(dataDirectory)];
  expect(await Promise.all(all.map(({ opened }) => opened))).toEqual([
    { notices: [] },
    { notices: [] },
    { notices: [] },
  ]);
  const server = await serverIn(dataDirectory);
  expect(server).toBeDefined();
  for (const [index, process] of all.entries()) {
    expect(await serverIn(dataDirectory)).toBe(server);
    if (index === 1) await process.kill();
    else await process.tell("close");
  }
  expect(await serverIn(dataDirectory)).toBeUndefined();
});

test("the last to leave stops the server even when another was killed only now", async () => {
  const dataDirectory = await temporaryDirectory();
  const database = await opened(dataDirectory);
  const killed = started(dataDirectory);
  await killed.opened;
  await Promise.all([killed.kill(), expect.poll(() => existsSync(`/proc/${killed.pid}/cwd`)).toBe(false)]);
  await database.close();
  expect(await serverIn(dataDirectory)).toBeUndefined();
});

test("opening and closing at the same time never meets a stopping server", async () => {
  const dataDirectory = await temporaryDirectory();
  const rounds = Array.from({ length: 4 }, async () => {
    for (let round = 0; round < 3; round++) {
      const database = await openDatabase({ dataDirectory });
      expect(await query(database.poolConfig, "select 1 as one")).toEqual([{ one: 1 }]);
      await database.close();
    }
  });
  await Promise.all(rounds);
  expect(await serverIn(dataDirectory)).toBeUndefined();
});

test("a role has one owner, who is named, and is free again when the owner is killed", async () => {
  const dataDirectory = await temporaryDirectory();
  const owner = started(dataDirectory);
  await owner.opened;
  expect(await owner.tell("lock engine")).toEqual({ notices: [] });
  const database = await opened(dataDirectory);
  await expect(database.lockRole("engine")).rejects.toMatchObject({
    code: "DATABASE_ROLE_TAKEN",
    message: expect.stringContaining(`process ${owner.pid} `),
  });
  await (await database.lockRole("scheduler")).release();
  await owner.kill();
  // The server notices the closed connection by itself, in its own time.
  await expect
    .poll(() =>
      database.lockRole("engine").then(
        ({ role }) => role,
        () => "taken",
      ),
    )
    .toBe("engine");
});

test("a lock file of a dead server does not hinder the next start", async () => {
  const dataDirectory = await temporaryDirectory();
  const killed = started(dataDirectory);
  await killed.opened;
  await killed.tell("query create table vendor as select 1 as id");
  await killed.kill();
  const server = (await serverIn(dataDirectory)) ?? 0;
  await killServer(server);
  expect(existsSync(join(await homeIn(dataDirectory), "cluster/postmaster.pid"))).toBe(true);
  const { poolConfig } = await opened(dataDirectory);
  expect(await query(poolConfig, "select id from vendor")).toEqual([{ id: 1 }]);
});

test("a lock file whose process number now belongs to another program does not hinder the next start", async () => {
  const dataDirectory = await temporaryDirectory();
  const other = await temporaryDirectory();
  await (await opened(dataDirectory)).close();
  // A live process of the server's own user, which PostgreSQL itself would take for the owner: another server.
  await opened(other);
  const foreign = await readFile(join(await homeIn(other), "cluster/postmaster.pid"), "utf8");
  const home = await homeIn(dataDirectory);
  await writeFile(join(home, "cluster/postmaster.pid"), foreign.replace(join(other, "postgresql"), home));
  await writeFile(join(home, "socket/.s.PGSQL.5432.lock"), foreign);
  const { poolConfig } = await opened(dataDirectory);
  expect(await query(poolConfig, "select 1 as one")).toEqual([{ one: 1 }]);
  expect(await serverIn(other)).toBe(Number(foreign.split("\n")[0]));
});

test("a server that ends under us is brought back, and role locks tell that they were lost", async () => {
  const dataDirectory = await temporaryDirectory();
  const notices: string[] = [];
  const { poolConfig, lockRole } = await opened(dataDirectory, (line) => notices.push(line));
  const lock = await lockRole("engine");
  const server = (await serverIn(dataDirectory)) ?? 0;
  await killServer(server);
  await expect.poll(() => notices.at(-1), { timeout: 20_000 }).toBe("The database server works again.");
  expect(lock.lost.reason).toMatchObject({ code: "DATABASE_UNREACHABLE" });
  expect(await query(poolConfig, "select 1 as one")).toEqual([{ one: 1 }]);
  expect(await serverIn(dataDirectory)).not.toBe(server);
  await (await lockRole("engine")).release();
});

test("nobody comes in without the password, and the socket is closed to other users", async () => {
  const dataDirectory = await temporaryDirectory();
  const { poolConfig } = await opened(dataDirectory);
  await expect(query({ ...poolConfig, password: "guess" }, "select 1")).rejects.toMatchObject({ code: "28P01" });
  await expect(query({ ...poolConfig, user: "postgres" }, "select 1")).rejects.toMatchObject({ code: "28000" });
  const home = await homeIn(dataDirectory);
  const modes = await Promise.all(
    [home, join(home, "socket"), join(home, "cluster"), join(home, "log"), join(dataDirectory, "database.json")].map(
      async (path) => (await stat(path)).mode & 0o077,
    ),
  );
  expect(modes).toEqual([0, 0, 0, 0, 0]);
});

test("the server does not inherit our secrets, and its log holds neither statements nor values", async () => {
  const dataDirectory = await temporaryDirectory();
  process.env.ML_CONNECTOR_KEY = "a-secret-of-ours";
  try {
    const { poolConfig } = await opened(dataDirectory);
    const server = (await serverIn(dataDirectory)) ?? 0;
    expect(await readFile(`/proc/${server}/environ`, "utf8")).not.toContain("a-secret-of-ours");
    await expect(query(poolConfig, "select 'a-secret-value'::int")).rejects.toThrow("a-secret-value");
    const log = join(await homeIn(dataDirectory), "log");
    const texts = await Promise.all((await readdir(log)).map((name) => readFile(join(log, name), "utf8")));
    expect(texts.join("")).not.toMatch(/select 'a-secret-value'/);
  } finally {
    delete process.env.ML_CONNECTOR_KEY;
  }
});

test("where there are no unix sockets the server listens on loopback, on another port when its own is taken", async () => {
  const dataDirectory = await temporaryDirectory();
  const start = () =>
    withStartLock(dataDirectory, () =>
      ensureServer(dataDirectory, { notice: () => {}, applicationName: "test", loopback: true }),
    );
  const first = await start();
  const { port } = first.server.clientConfig;
  await first.client.end();
  await first.server.stop();
  const thief = net.createServer((socket) => socket.destroy());
  await new Promise<void>((listening) => thief.listen(port, "127.0.0.1", listening));
  try {
    const second = await start();
    expect(second.server.clientConfig).toMatchObject({ host: "127.0.0.1" });
    expect(second.server.clientConfig.port).not.toBe(port);
    await second.client.end();
    await second.server.stop();
  } finally {
    thief.close();
  }
});

test("removing the directory means a fresh database", async () => {
  const dataDirectory = await temporaryDirectory();
  const first = await opened(join(dataDirectory, "data"));
  await query(first.poolConfig, "create table vendor as select 1 as id");
  await first.close();
  await rm(join(dataDirectory, "data"), { recursive: true });
  const { poolConfig } = await opened(join(dataDirectory, "data"));
  expect(await query(poolConfig, "select to_regclass('vendor') as vendor")).toEqual([{ vendor: null }]);
});
