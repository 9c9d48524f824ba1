import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TemporaryLedger, temporaryLedger } from "../../test/temporaryLedger.ts";

let temporary: TemporaryLedger;
beforeAll(async () => {
  temporary = await temporaryLedger();
  for (const name of ["one", "two"]) {
    await sql`insert into secret (name, sealed, updated_at) values (${name}, '0', now())`.execute(temporary.ledger);
  }
});
afterAll(() => temporary?.close());

it("two transactions that wait for each other are both done, one after the other", async () => {
  const met = Promise.withResolvers<void>();
  let waiting = 0;
  let runs = 0;
  const addTo = (first: string, second: string) =>
    temporary.ledger.transaction().execute(async (transaction) => {
      runs += 1;
      const add = (name: string) =>
        sql`update secret set sealed = (sealed::integer + 1)::text where name = ${name}`.execute(transaction);
      await add(first);
      waiting += 1;
      if (waiting === 2) met.resolve();
      await met.promise;
      await add(second);
    });
  await Promise.all([addTo("one", "two"), addTo("two", "one")]);
  const rows = await temporary.ledger.selectFrom("secret").select("sealed").execute();
  expect(rows.map(({ sealed }) => sealed)).toEqual(["2", "2"]);
  expect(runs, "one of them was done again").toBe(3);
});

it("an error that is no conflict is thrown at once", async () => {
  let runs = 0;
  const failing = temporary.ledger.transaction().execute(async (transaction) => {
    runs += 1;
    await sql`select 1 / 0`.execute(transaction);
  });
  await expect(failing).rejects.toMatchObject({ code: "22012" });
  expect(runs).toBe(1);
});
