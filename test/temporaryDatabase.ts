/**
 * A database of its own for a test file, cloned from a template in some tens of milliseconds.
 *
 * ```ts
 * const database = await temporaryDatabase({ name: "ledger", prepare: migrate });
 * afterAll(database.drop);
 * ```
 */
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { inject } from "vitest";
import { ensureServer, type RunningServer } from "../src/database/embedded/ensureServer.ts";
import { withStartLock } from "../src/database/embedded/startLock.ts";

export interface TemporaryDatabase {
  /** What `new pg.Pool(...)` needs. */
  poolConfig: pg.PoolConfig;
  /** Removes the database. Throws if a connection to it is still open: the test, or what it tests, leaks it. */
  drop(): Promise<void>;
}

export interface TemporaryDatabaseOptions {
  /** Names the template (`[a-z0-9_]`); files of one run that give the same name share what `prepare` made. */
  name: string;
  /** Fills the template, once per run and name. Must end every connection that it makes. */
  prepare?: (poolConfig: pg.PoolConfig) => Promise<void>;
}

const fastSettings = {
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  max_wal_size: "128MB",
  max_connections: "200",
};

/** Milliseconds in which the server notices that a client has gone. */
const farewell = 1_000;

export async function temporaryDatabase({ name, prepare }: TemporaryDatabaseOptions): Promise<TemporaryDatabase> {
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(name)) throw new Error(`"${name}" is not a name for a template`);
  const { dataDirectory } = inject("databaseServer");
  const database = `test_${name}_${randomBytes(5).toString("hex")}`;
  return withTestServer(dataDirectory, async (client, server) => {
    const template = `template_${name}`;
    await makeTemplate(client, server, template, prepare);
    await client.query(`create database ${database} template ${template}`);
    let dropped: Promise<void> | undefined;
    return {
      poolConfig: { ...server.clientConfig, database },
      drop: () => {
        dropped ??= withTestServer(dataDirectory, (client) => drop(client, database));
        return dropped;
      },
    };
  });
}

/** The same as a `DATABASE_URL`. */
export function databaseUrl({ host, port, user, password, database }: pg.PoolConfig): string {
  const login = `${encodeURIComponent(String(user))}:${encodeURIComponent(String(password))}`;
  return `postgresql://${login}@${encodeURIComponent(String(host))}:${port ?? 5432}/${database}`;
}

/** Runs `work` with a connection to the run's server, which is started if need be and stays. */
export async function withTestServer<Result>(
  dataDirectory: string,
  work: (client: pg.Client, server: RunningServer) => Promise<Result>,
): Promise<Result> {
  const { client, server } = await withStartLock(dataDirectory, () =>
    ensureServer(dataDirectory, {
      notice: (line) => process.stderr.write(`${line}\n`),
      applicationName: "temporaryDatabase",
      settings: fastSettings,
    }),
  );
  try {
    return await work(client, server);
  } finally {
    await client.end();
  }
}

/** Made under another name and renamed when complete, so that a failed `prepare` leaves no half template. */
async function makeTemplate(
  client: pg.Client,
  server: RunningServer,
  template: string,
  prepare: TemporaryDatabaseOptions["prepare"],
): Promise<void> {
  await client.query("select pg_advisory_lock(hashtext($1))", [template]);
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [template]);
    if (rowCount) return;
    const making = `making_${template}`;
    await client.query(`drop database if exists ${making}`);
    await client.query(`create database ${making}`);
    await prepare?.({ ...server.clientConfig, database: making });
    await refuseLeaks(client, making, "prepare()");
    await client.query(`alter database ${making} rename to ${template}`);
  } finally {
    await client.query("select pg_advisory_unlock(hashtext($1))", [template]);
  }
}

/** Forced only where a connection leaks: force may not end an autovacuum worker, a drop without it does. */
async function drop(client: pg.Client, database: string): Promise<void> {
  try {
    await refuseLeaks(client, database, "the test");
  } catch (leak) {
    await client.query(`drop database if exists ${database} with (force)`);
    throw leak;
  }
  await client.query(`drop database if exists ${database}`);
}

async function refuseLeaks(client: pg.Client, database: string, by: string): Promise<void> {
  const deadline = performance.now() + farewell;
  for (;;) {
    const { rows } = await client.query<{ connection: string }>(
      `select format('%s (%s): %s', coalesce(nullif(application_name, ''), 'unnamed'), state, left(query, 120)) as connection
         from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [database],
    );
    if (rows.length === 0) return;
    if (performance.now() > deadline) {
      throw new Error(`Connections left open by ${by}:\n${rows.map(({ connection }) => `  ${connection}`).join("\n")}`);
    }
    await pause(10);
  }
}
