import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plannedDelivery } from "../../test/ledgerRecords.ts";
import { type TemporaryLedger, temporaryLedger } from "../../test/temporaryLedger.ts";
import { type ControlNumberSeries, giveControlNumber, lastControlNumber } from "./controlNumbers.ts";

const pair: ControlNumberSeries = { sender: "ZZ:FABRIKAM", receiver: "01:123456789", usage: "P", kind: "interchange" };
const now = new Date("2026-01-15T09:30:00Z");

describe("control numbers", () => {
  let temporary: TemporaryLedger;
  let deliveryId: string;
  beforeAll(async () => {
    temporary = await temporaryLedger();
    deliveryId = (await plannedDelivery(temporary.ledger, "PO1")).deliveryId;
  });
  afterAll(() => temporary?.close());

  const give = (series: ControlNumberSeries) =>
    temporary.ledger.transaction().execute((transaction) => giveControlNumber(transaction, series, deliveryId, now));

  it("are different for sixty transactions at once, with none left out", async () => {
    const series = { ...pair, receiver: "ZZ:CROWD" };
    const given = await Promise.all(Array.from({ length: 60 }, () => give(series)));
    expect(given.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  it("go back when their transaction fails, so that the series has no gap", async () => {
    const series = { ...pair, receiver: "ZZ:ROLLBACK" };
    expect(await give(series)).toBe(1);
    const failing = temporary.ledger.transaction().execute(async (transaction) => {
      expect(await giveControlNumber(transaction, series, deliveryId, now)).toBe(2);
      throw new Error("the document cannot be rendered");
    });
    await expect(failing).rejects.toThrow("cannot be rendered");
    expect(await give(series)).toBe(2);
  });

  it("count apart by partner, by test and production, and by kind of envelope", async () => {
    const series = { ...pair, receiver: "ZZ:APART" };
    expect(await give(series)).toBe(1);
    expect(await give({ ...series, usage: "T" })).toBe(1);
    expect(await give({ ...series, kind: "group" })).toBe(1);
    expect(await give({ ...series, receiver: "ZZ:OTHER" })).toBe(1);
    expect(await give(series)).toBe(2);
  });

  it("refuse to start again over numbers that were given before", async () => {
    const series = { ...pair, receiver: "ZZ:WRAP" };
    expect(await give(series)).toBe(1);
    await sql`update control_number_series set last = ${lastControlNumber - 1} where receiver = 'ZZ:WRAP'`.execute(
      temporary.ledger,
    );
    expect(await give(series)).toBe(lastControlNumber);
    await expect(give(series)).rejects.toMatchObject({ code: "23505" });
    await sql`update control_number_series set last = 1 where receiver = 'ZZ:WRAP'`.execute(temporary.ledger);
    expect(await give(series)).toBe(2);
  });
});
