import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databaseProcess } from "../../test/databaseProcess.ts";
import { type DebianServer, debianPrograms, password, startDebianServer } from "../../test/debianPostgres.ts";
import { type ConnectorError, isConnectorError } from "../errors/connectorError.ts";
import { openDatabase } from "./database.ts";

const programs = debianPrograms();
if (!programs) {
  process.stderr.write(
    "NOT TESTED: a PostgreSQL server of the customer's, because the distribution's is not installed\n",
  );
}

const open = (databaseUrl: string) => openDatabase({ dataDirectory: "/nowhere/not/touched", databaseUrl });

async function refusal(databaseUrl: string): Promise<ConnectorError> {
  const error = await open(databaseUrl).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!isConnectorError(error)) throw new Error(`Not refused with a coded error: ${error}`);
  // Invariant 7: not even percent-encoded.
  for (const secret of [password, encodeURIComponent(password), "wr0ng"]) {
    expect(JSON.stringify({ ...error.report(), stack: error.stack })).not.toContain(secret);
  }
  return error;
}

describe.skipIf(!programs)("the distribution's PostgreSQL over DATABASE_URL", () => {
  let server: DebianServer;

  beforeAll(async () => {
    server = await startDebianServer(programs ?? "");
    const client = new pg.Client({ connectionString: server.url("postgres", "postgres") });
    await client.connect();
    for (const user of ["connector", "guest"]) await client.query(`create role ${user} login password '${password}'`);
    await client.query("create database connector owner connector");
    await client.query("alter role guest connection limit 5");
    await client.end();
  });

  afterAll(() => server.stop());

  test("opens without touching the data directory", async () => {
    const database = await open(server.url("connector", "connector"));
    expect(database).toMatchObject({ kind: "external", version: expect.stringMatching(/^\d+\.\d+$/) });
    const pool = new pg.Pool(database.poolConfig);
    await pool.query("create schema ledger");
    expect((await pool.query("select current_user as user")).rows).toEqual([{ user: "connector" }]);
    await pool.end();
    await database.close();
  });

  test("a role has one owner, who is named, until it is released or killed", async () => {
    const url = server.url("connector", "connector");
    const owner = databaseProcess("/nowhere/not/touched", { env: { TEST_DATABASE_URL: url } });
    try {
      expect(await owner.opened).toEqual({ notices: [] });
      await owner.tell("lock engine");
      const database = await open(url);
      await expect(database.lockRole("engine")).rejects.toMatchObject({
        code: "DATABASE_ROLE_TAKEN",
        message: expect.stringContaining(`process ${owner.pid} `),
      });
      await owner.kill();
      await expect
        .poll(() =>
          database.lockRole("engine").then(
            ({ role }) => role,
            () => "taken",
          ),
        )
        .toBe("engine");
      await database.close();
      const again = await open(url);
      await again.lockRole("engine");
      await again.close();
    } finally {
      await owner.kill();
    }
  });

  test("a lost connection tells the owner of a role", async () => {
    const database = await open(server.url("connector", "connector"));
    const lock = await database.lockRole("engine");
    const client = new pg.Client({ connectionString: server.url("postgres", "postgres") });
    await client.connect();
    await client.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name like '%engine%'");
    await client.end();
    await expect.poll(() => lock.lost.reason).toMatchObject({ code: "DATABASE_UNREACHABLE" });
    await database.close();
  });

  test.each([
    [
      "a wrong password",
      () => server.url("connector", "connector").replace(/:[^:@]*@/, ":wr0ng@"),
      "DATABASE_LOGIN_REFUSED",
    ],
    ["an unknown user", () => server.url("stranger", "connector"), "DATABASE_LOGIN_REFUSED"],
    ["an unknown database", () => server.url("connector", "missing"), "DATABASE_LOGIN_REFUSED"],
    ["no password", () => `postgresql://connector@127.0.0.1:${server.port}/connector`, "DATABASE_LOGIN_REFUSED"],
    ["no right to create", () => server.url("guest", "connector"), "DATABASE_PERMISSION_MISSING"],
    [
      "encryption that the server lacks",
      () => `${server.url("connector", "connector")}?sslmode=require`,
      "DATABASE_TLS",
    ],
    ["a port where nobody listens", () => "postgresql://connector:wr0ng@127.0.0.1:1/connector", "DATABASE_UNREACHABLE"],
  ])("%s is refused with its own code", async (_name, url, code) => {
    expect(await refusal(url())).toMatchObject({ code });
  });
});

test.each([
  ["not a URL", "DATABASE_URL_INVALID"],
  ["mysql://root:wr0ng@127.0.0.1/connector", "DATABASE_URL_INVALID"],
  ["postgresql://connector:wr0ng@127.0.0.1", "DATABASE_URL_INVALID"],
  ["postgresql://connector:wr0ng@host.invalid/connector", "DATABASE_UNREACHABLE"],
])("the address %s is refused without repeating its password", async (url, code) => {
  expect(await refusal(url)).toMatchObject({ code });
});
