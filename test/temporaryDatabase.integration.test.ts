import pg from "pg";
import { expect, test } from "vitest";
import { temporaryDatabase } from "./temporaryDatabase.ts";

async function withClient<Result>(
  config: pg.PoolConfig,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

test("each database starts from the template and is alone", async () => {
  let prepared = 0;
  const prepare = async (config: pg.PoolConfig) => {
    prepared++;
    await withClient(config, (client) => client.query("create table vendor (id text)"));
  };
  const one = await temporaryDatabase({ name: "alone", prepare });
  const other = await temporaryDatabase({ name: "alone", prepare });
  try {
    await withClient(one.poolConfig, (client) => client.query("insert into vendor values ('ACETRAVE0001')"));
    const { rowCount } = await withClient(other.poolConfig, (client) => client.query("select * from vendor"));
    expect({ prepared, rowCount }).toEqual({ prepared: 1, rowCount: 0 });
  } finally {
    await one.drop();
    await other.drop();
  }
});

test("a failed preparation is repeated from nothing by the next who asks", async () => {
  const broken = temporaryDatabase({
    name: "broken",
    prepare: async (config) => {
      await withClient(config, (client) => client.query("create table half (id int)"));
      throw new Error("no further");
    },
  });
  await expect(broken).rejects.toThrow("no further");
  const whole = await temporaryDatabase({
    name: "broken",
    prepare: async (config) => {
      await withClient(config, (client) => client.query("create table half (id int)"));
    },
  });
  await whole.drop();
});

test("a leaked connection fails the drop and is named", async () => {
  const database = await temporaryDatabase({ name: "leak" });
  const leaked = new pg.Client({ ...database.poolConfig, application_name: "the culprit" });
  leaked.on("error", () => {});
  await leaked.connect();
  await expect(database.drop()).rejects.toThrow(/left open by the test:\n\s+the culprit/);
  await leaked.end().catch(() => {});
});
