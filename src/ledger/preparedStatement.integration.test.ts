import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testLink } from "../../test/ledgerRecords.ts";
import { type TemporaryLedger, temporaryLedger } from "../../test/temporaryLedger.ts";
import { takeDeliveriesDue } from "./dueDeliveries.ts";
import type { LedgerTransaction } from "./ledger.ts";
import { prepared } from "./preparedStatement.ts";

let temporary: TemporaryLedger;
beforeAll(async () => {
  temporary = await temporaryLedger();
});
afterAll(() => temporary?.close());

const inTransaction = <Result>(work: (transaction: LedgerTransaction) => Promise<Result>) =>
  temporary.ledger.transaction().execute(work);

async function preparedOn(transaction: LedgerTransaction, about: string): Promise<string[]> {
  const { rows } = await sql<{ statement: string }>`
    select statement from pg_prepared_statements where position(${about} in statement) > 0`.execute(transaction);
  return rows.map(({ statement }) => statement);
}

it("prepares what is marked once for a connection, whatever its values, and nothing else", async () => {
  await inTransaction(async (transaction) => {
    for (const value of [1, 2, 3]) {
      const marked = await sql<{ twice: number }>`${prepared} select ${value}::integer * 2 as twice`.execute(
        transaction,
      );
      const unmarked = await sql<{ thrice: number }>`select ${value}::integer * 3 as thrice`.execute(transaction);
      expect([marked.rows, unmarked.rows]).toEqual([[{ twice: value * 2 }], [{ thrice: value * 3 }]]);
    }
    expect(await preparedOn(transaction, "as twice")).toHaveLength(1);
    expect(await preparedOn(transaction, "as thrice")).toHaveLength(0);
  });
});

it("an error of a prepared statement names its cause, and the statement serves again", async () => {
  const divide = (by: number) =>
    inTransaction((transaction) =>
      sql<{ share: number }>`${prepared} select 6 / ${by}::integer as share`.execute(transaction),
    );
  await expect(divide(0)).rejects.toThrow("division by zero");
  expect((await divide(2)).rows).toEqual([{ share: 3 }]);
});

it("planned without its values, taking what is due still goes by the index of what is to do", async () => {
  await inTransaction(async (transaction) => {
    await takeDeliveriesDue(transaction, testLink, new Date("2026-01-15T09:30:00Z"), 8);
    const [statement = ""] = await preparedOn(transaction, "for no key update");
    await sql`set local enable_seqscan = off`.execute(transaction);
    const { rows } = await sql
      .raw<{ "QUERY PLAN": string }>(`explain (generic_plan) ${statement}`)
      .execute(transaction);
    expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("delivery_to_try");
  });
});
