import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plannedDelivery } from "../../test/ledgerRecords.ts";
import { untilWaiting } from "../../test/lockWaits.ts";
import { type TemporaryLedger, temporaryLedger } from "../../test/temporaryLedger.ts";
import {
  type EnvelopePair,
  type FirstNumbers,
  lastControlNumber,
  leapAhead,
  listSeries,
  openSeries,
} from "./controlNumbers.ts";
import type { LedgerTransaction } from "./ledger.ts";

const pair: EnvelopePair = { sender: "ZZ:FABRIKAM", receiver: "01:123456789", usage: "P" };
const now = new Date("2026-01-15T09:30:00Z");

describe("control numbers", () => {
  let temporary: TemporaryLedger;
  let deliveryId: string;
  beforeAll(async () => {
    temporary = await temporaryLedger();
    deliveryId = (await plannedDelivery(temporary.ledger, "PO1")).deliveryId;
  });
  afterAll(() => temporary?.close());

  const giveIn = async (transaction: LedgerTransaction, pair: EnvelopePair, first?: FirstNumbers) => {
    const series = await openSeries(transaction, [{ pair, first }]);
    const numbers = series.next(pair);
    series.give(pair, deliveryId);
    for (const write of await series.close(now)) await write.execute(transaction);
    return numbers;
  };
  const giveBoth = (series: EnvelopePair, first?: FirstNumbers) =>
    temporary.ledger.transaction().execute((transaction) => giveIn(transaction, series, first));
  const give = async (series: EnvelopePair) => (await giveBoth(series)).interchange;

  it("are different for sixty transactions at once, with none left out", async () => {
    const series = { ...pair, receiver: "ZZ:CROWD" };
    const given = await Promise.all(Array.from({ length: 60 }, () => give(series)));
    expect(given.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  it("go back when their transaction fails, so that the series has no gap", async () => {
    const series = { ...pair, receiver: "ZZ:ROLLBACK" };
    expect(await give(series)).toBe(1);
    const failing = temporary.ledger.transaction().execute(async (transaction) => {
      expect(await giveIn(transaction, series)).toEqual({ interchange: 2, group: 2 });
      throw new Error("the document cannot be rendered");
    });
    await expect(failing).rejects.toThrow("cannot be rendered");
    expect(await give(series)).toBe(2);
  });

  it("are given in a row to a group, and what cannot be written takes none", async () => {
    const one = { ...pair, receiver: "ZZ:GROUP-1" };
    const two = { ...pair, receiver: "ZZ:GROUP-2" };
    await give(two);
    const given = await temporary.ledger.transaction().execute(async (transaction) => {
      const series = await openSeries(transaction, [{ pair: one }, { pair: two }, { pair: one }]);
      const numbers: number[] = [];
      for (const [each, written] of [
        [one, true],
        [two, true],
        [one, false],
        [one, true],
      ] as const) {
        numbers.push(series.next(each).interchange);
        if (written) series.give(each, deliveryId);
      }
      for (const write of await series.close(now)) await write.execute(transaction);
      return numbers;
    });
    expect(given).toEqual([1, 2, 2, 2]);
    expect([await give(one), await give(two)]).toEqual([3, 3]);
    const { rows } = await sql<{ number: number }>`select number from control_number
      where receiver = 'ZZ:GROUP-1' and kind = 'interchange' order by number`.execute(temporary.ledger);
    expect(rows.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it("begin a series with its first number, not with a document that cannot be written", async () => {
    const series = { ...pair, receiver: "ZZ:UNBEGUN" };
    await temporary.ledger.transaction().execute(async (transaction) => {
      await (await openSeries(transaction, [{ pair: series }])).close(now);
    });
    expect((await listSeries(temporary.ledger)).filter(({ receiver }) => receiver === "ZZ:UNBEGUN")).toEqual([]);
    expect(await giveBoth(series, { interchange: 500 })).toEqual({ interchange: 500, group: 1 });
  });

  it("count apart by partner, and by test and production", async () => {
    const series = { ...pair, receiver: "ZZ:APART" };
    expect(await give(series)).toBe(1);
    expect(await give({ ...series, usage: "T" })).toBe(1);
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

  it("start where a new series is told to, by kind, and go on from there whatever is told later", async () => {
    const series = { ...pair, receiver: "ZZ:SEEDED" };
    expect(await giveBoth(series, { interchange: 4711 })).toEqual({ interchange: 4711, group: 1 });
    expect(await giveBoth(series, { interchange: 10, group: 99 })).toEqual({ interchange: 4712, group: 2 });
    expect(await giveBoth(series)).toEqual({ interchange: 4713, group: 3 });
  });

  it("move ahead behind what is given by a transaction that begins the series meanwhile", async () => {
    const { ledger } = temporary;
    const series = { ...pair, receiver: "ZZ:BEGUN" };
    const leap = { next: 5, reason: "moved", actor: "test", now };
    let moving: Promise<number> | undefined;
    await ledger.transaction().execute(async (transaction) => {
      await giveIn(transaction, series, { interchange: 3 });
      moving = ledger.transaction().execute((other) => leapAhead(other, { ...series, kind: "interchange" }, leap));
      await untilWaiting(ledger, 1);
    });
    expect(await moving).toBe(3);
    expect(await give(series)).toBe(5);
  });

  it("move ahead on demand, never back, and tell what was left out", async () => {
    const series = { ...pair, receiver: "ZZ:LEAP", kind: "interchange" } as const;
    const leap = (next: number) =>
      temporary.ledger
        .transaction()
        .execute((transaction) => leapAhead(transaction, series, { next, reason: "moved", actor: "test", now }));
    await leap(100);
    expect(await giveBoth(series)).toEqual({ interchange: 100, group: 1 });
    await expect(leap(100)).rejects.toMatchObject({ code: "CONTROL_NUMBER_BELOW_GIVEN" });
    await expect(leap(7)).rejects.toMatchObject({ code: "CONTROL_NUMBER_BELOW_GIVEN" });
    await leap(101);
    await leap(5_000);
    expect(await give(series)).toBe(5_000);
    const own = (await listSeries(temporary.ledger)).filter(({ receiver }) => receiver === "ZZ:LEAP");
    expect(own.map(({ kind, last, given }) => [kind, last, given])).toEqual([
      ["interchange", 5_000, 2],
      ["group", 2, 2],
    ]);
    expect(own[0]?.leaps.map(({ from, to }) => [from, to])).toEqual([
      [1, 99],
      [101, 4_999],
    ]);
    // Every number up to the last is given or left out.
    const leftOut = own[0]?.leaps.reduce((sum, { from, to }) => sum + to - from + 1, 0) ?? 0;
    expect(leftOut + (own[0]?.given ?? 0)).toBe(own[0]?.last);
  });

  it("leave no gap between two series under forty workers and failures at random", async () => {
    const series = { ...pair, receiver: "ZZ:STORM" };
    const attempts = Array.from({ length: 120 }, (_, index) =>
      temporary.ledger.transaction().execute(async (transaction) => {
        const given = await giveIn(transaction, series);
        if (index % 3 === 0) throw new Error("the document cannot be rendered");
        return given;
      }),
    );
    const given = (await Promise.allSettled(attempts)).flatMap((each) =>
      each.status === "fulfilled" ? [each.value] : [],
    );
    expect(given).toHaveLength(80);
    for (const kind of ["interchange", "group"] as const) {
      const numbers = given.map((each) => each[kind]).toSorted((a, b) => a - b);
      expect(numbers).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
    }
  });
});
