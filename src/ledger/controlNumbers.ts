/**
 * X12 control numbers (Invariant 4): given once, never again, by a counter per sender, receiver, usage and kind.
 *
 * The counter's row is locked from the allocation to the commit of the transaction that stores the bytes, so two
 * workers get different numbers, and a transaction that fails gives its numbers back: the ledger of numbers has no
 * gaps. `control_number` keeps every number with its delivery; its primary key would refuse a second use. A series only
 * ever moves ahead, and what it leaves out then is on record as well (`control_number_leap`). So is what a new series leaves out in a
 * ledger that was restored from a backup: the one before it may have begun the series.
 */
import { sql } from "kysely";
import { ConnectorError } from "../errors/connectorError.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import type { Write } from "./oneStatement.ts";
import { prepared } from "./preparedStatement.ts";

/** ISA13 has nine digits; after the last number the series starts again at one (X12.6). */
export const lastControlNumber = 999_999_999;

export interface EnvelopePair {
  /** ISA05/ISA06 of the sender, as `ZZ:FABRIKAM`. */
  sender: string;
  /** ISA07/ISA08 of the receiver. */
  receiver: string;
  /** ISA15: `P` and `T` count apart. */
  usage: string;
}

export const envelopeKinds = ["interchange", "group"] as const;
export type EnvelopeKind = (typeof envelopeKinds)[number];

export interface ControlNumberSeries extends EnvelopePair {
  kind: EnvelopeKind;
}

/** Numbers with which new series start; 1 where none is given. */
export type FirstNumbers = Partial<Record<EnvelopeKind, number>>;

/** The series of some pairs, locked until the transaction ends. */
export interface OpenSeries {
  /** The numbers that the next file between these two carries. Asked again, it says the same until they are given. */
  next(pair: EnvelopePair): Record<EnvelopeKind, number>;
  /** Gives the next numbers to a delivery. A file that cannot be written is given none, and leaves no gap. */
  give(pair: EnvelopePair, deliveryId: string): void;
  /** Writes that tell what was given; have them done before the transaction ends. */
  close(now: Date): Promise<Write[]>;
}

interface Counter extends ControlNumberSeries {
  last: number;
  given: { number: number; deliveryId: string }[];
}

/**
 * Locks the series of the pairs, and begins those that are new.
 *
 * @param wanted.first where a new series starts
 */
export async function openSeries(
  transaction: LedgerTransaction,
  wanted: readonly { pair: EnvelopePair; first?: FirstNumbers | undefined }[],
): Promise<OpenSeries> {
  const counters = new Map<string, Counter>();
  const nameOf = ({ sender, receiver, usage }: EnvelopePair, kind: EnvelopeKind): string =>
    JSON.stringify([sender, receiver, usage, kind]);
  const counterOf = (pair: EnvelopePair, kind: EnvelopeKind): Counter => {
    const counter = counters.get(nameOf(pair, kind));
    if (counter === undefined) throw new Error("a series was not opened");
    return counter;
  };
  const pairs = [...new Map(wanted.map(({ pair }) => [nameOf(pair, "group"), pair])).values()];
  const lock = async (): Promise<void> => {
    // Always in one order, so that no two wait in a circle.
    const { rows } = await sql<ControlNumberSeries & { last: number }>`
      ${prepared} select sender, receiver, usage, kind, last from control_number_series
      where (sender, receiver, usage) in (select * from unnest(
        ${pairs.map(({ sender }) => sender)}::text[],
        ${pairs.map(({ receiver }) => receiver)}::text[],
        ${pairs.map(({ usage }) => usage)}::text[]))
      order by sender, receiver, usage, kind for update
    `.execute(transaction);
    for (const row of rows) counters.set(nameOf(row, row.kind), { ...row, given: [] });
  };
  if (pairs.length > 0) await lock();
  const missing = new Map(
    wanted
      .flatMap(({ pair: { sender, receiver, usage }, first }) =>
        envelopeKinds.map((kind) => ({ sender, receiver, usage, kind, last: (first?.[kind] ?? 1) - 1 })),
      )
      .map((series) => [nameOf(series, series.kind), series] as const)
      .filter(([name]) => !counters.has(name)),
  );
  let begun: ControlNumberSeries[] = [];
  let leap: NewSeriesLeap | undefined;
  if (missing.size > 0) {
    leap = await newSeriesLeap(transaction);
    begun = await transaction
      .insertInto("controlNumberSeries")
      .values(
        [...missing]
          .toSorted(([one], [other]) => (one < other ? -1 : 1))
          .map(([, series]) => ({ ...series, last: leapFrom(series.last, leap) })),
      )
      // Another one may have begun it meanwhile.
      .onConflict((conflict) => conflict.doNothing())
      .returning(["sender", "receiver", "usage", "kind"])
      .execute();
    await lock();
  }
  const following = ({ last }: Counter): number => (last >= lastControlNumber ? 1 : last + 1);
  return {
    next: (pair) => ({
      interchange: following(counterOf(pair, "interchange")),
      group: following(counterOf(pair, "group")),
    }),
    give(pair, deliveryId) {
      for (const kind of envelopeKinds) {
        const counter = counterOf(pair, kind);
        counter.last = following(counter);
        counter.given.push({ number: counter.last, deliveryId });
      }
    },
    async close(now) {
      const moved = [...counters.values()].filter(({ given }) => given.length > 0);
      // A series begins with its first number: what it starts with can be set until then.
      const unused = begun.filter((series) => counterOf(series, series.kind).given.length === 0);
      if (unused.length > 0) {
        await sql`
          delete from control_number_series where (sender, receiver, usage, kind) in (select * from unnest(${seriesColumns(unused)}))
        `.execute(transaction);
      }
      if (moved.length === 0) return [];
      const used = begun.filter((series) => moved.some((counter) => isSame(counter, series)));
      const leapt = used.flatMap((series) => missing.get(nameOf(series, series.kind)) ?? []);
      return [...numberWrites(moved, now), ...leapWrites(leapt, leap, now)];
    },
  };
}

interface NewSeriesLeap {
  numbers: number;
  reason: string;
  actor: string;
}

/** What a series leaves out that is new to a restored ledger (ledger/restoration.ts). */
async function newSeriesLeap(transaction: LedgerTransaction): Promise<NewSeriesLeap | undefined> {
  const restorations = await transaction
    .selectFrom("restoration")
    .select(["newSeriesLeap", "backupTakenAt", "restoredBy"])
    .where("mayHaveGoneOn", "=", true)
    .orderBy("restoredAt")
    .execute();
  const last = restorations.at(-1);
  if (last === undefined) return undefined;
  return {
    numbers: restorations.reduce((sum, { newSeriesLeap }) => sum + newSeriesLeap, 0),
    reason: `restored from a backup of ${last.backupTakenAt.toISOString()}: the series may have begun since`,
    actor: last.restoredBy,
  };
}

/** Behind the largest number a series begins again, and so does a leap. */
function leapFrom(last: number, leap: NewSeriesLeap | undefined): number {
  const end = last + (leap?.numbers ?? 0);
  return end > lastControlNumber ? end - lastControlNumber : end;
}

/** @param begun new series, with the number before the one that they would have started with */
function leapWrites(
  begun: readonly (ControlNumberSeries & { last: number })[],
  leap: NewSeriesLeap | undefined,
  now: Date,
): Write[] {
  if (leap === undefined || begun.length === 0) return [];
  return [
    sql`
      insert into control_number_leap (sender, receiver, usage, kind, from_number, to_number, reason, actor, at)
      select sender, receiver, usage, kind, from_number, to_number, ${leap.reason}, ${leap.actor}, ${now}::timestamptz
      from unnest(${seriesColumns(begun)}, ${begun.map(({ last }) => last + 1)}::bigint[],
        ${begun.map(({ last }) => leapFrom(last, leap))}::bigint[])
        as begun (sender, receiver, usage, kind, from_number, to_number)`,
  ];
}

/** Four arrays, as `unnest` takes them. */
function seriesColumns(series: readonly ControlNumberSeries[]) {
  return sql`
    ${series.map(({ sender }) => sender)}::text[], ${series.map(({ receiver }) => receiver)}::text[],
    ${series.map(({ usage }) => usage)}::text[], ${series.map(({ kind }) => kind)}::text[]`;
}

function numberWrites(moved: readonly Counter[], now: Date): Write[] {
  const numbers = moved.flatMap(({ given, sender, receiver, usage, kind }) =>
    given.map((each) => ({ ...each, sender, receiver, usage, kind })),
  );
  const series = sql`
    update control_number_series as series set last = counter.last
    from unnest(${seriesColumns(moved)}, ${moved.map(({ last }) => last)}::bigint[])
      as counter (sender, receiver, usage, kind, last)
    where series.sender = counter.sender and series.receiver = counter.receiver
      and series.usage = counter.usage and series.kind = counter.kind
  `;
  const given = sql`
    insert into control_number (sender, receiver, usage, kind, number, delivery_id, given_at)
    select given.sender, given.receiver, given.usage, given.kind, given.number, given.delivery_id, ${now}::timestamptz
    from unnest(${seriesColumns(numbers)}, ${numbers.map(({ number }) => number)}::bigint[],
      ${numbers.map(({ deliveryId }) => deliveryId)}::text[])
      as given (sender, receiver, usage, kind, number, delivery_id)
  `;
  return [series, given];
}

export interface SeriesState extends ControlNumberSeries {
  /** The last number given, or left out. */
  last: number;
  /** How many were given. */
  given: number;
  leaps: { from: number; to: number; reason: string; actor: string; at: Date }[];
}

export async function listSeries(ledger: Ledger): Promise<SeriesState[]> {
  const series = await ledger
    .selectFrom("controlNumberSeries as series")
    .select(["series.sender", "series.receiver", "series.usage", "series.kind", "series.last"])
    .select(({ selectFrom }) =>
      selectFrom("controlNumber as number")
        .select(({ fn }) => fn.countAll<number>().as("given"))
        .whereRef("number.sender", "=", "series.sender")
        .whereRef("number.receiver", "=", "series.receiver")
        .whereRef("number.usage", "=", "series.usage")
        .whereRef("number.kind", "=", "series.kind")
        .as("given"),
    )
    .orderBy("series.sender")
    .orderBy("series.receiver")
    .orderBy("series.usage")
    .orderBy("series.kind", "desc")
    .execute();
  const leaps = await ledger.selectFrom("controlNumberLeap").selectAll().orderBy("id").execute();
  return series.map(({ given, ...each }) => ({
    ...each,
    given: Number(given),
    leaps: leaps
      .filter((leap) => isSame(leap, each))
      .map(({ fromNumber, toNumber, reason, actor, at }) => ({ from: fromNumber, to: toNumber, reason, actor, at })),
  }));
}

const isSame = (one: ControlNumberSeries, other: ControlNumberSeries): boolean =>
  one.sender === other.sender &&
  one.receiver === other.receiver &&
  one.usage === other.usage &&
  one.kind === other.kind;

/**
 * Moves a series ahead, so that `next` is the next number given. What lies between is left out for ever.
 *
 * @returns the last number before the leap
 * @throws {ConnectorError} CONTROL_NUMBER_BELOW_GIVEN where that number, or a later one, was given already
 */
export async function leapAhead(
  transaction: LedgerTransaction,
  series: ControlNumberSeries,
  leap: { next: number; reason: string; actor: string; now: Date },
): Promise<number> {
  const { sender, receiver, usage, kind } = series;
  // Waits for whoever is beginning the series, so that there is a row to lock.
  await transaction
    .insertInto("controlNumberSeries")
    .values({ sender, receiver, usage, kind, last: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const ofSeries = sql<boolean>`sender = ${sender} and receiver = ${receiver} and usage = ${usage} and kind = ${kind}`;
  const { last } = await transaction
    .selectFrom("controlNumberSeries")
    .select("last")
    .where(ofSeries)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (leap.next <= last) {
    throw new ConnectorError(
      "CONTROL_NUMBER_BELOW_GIVEN",
      `the ${kind} series from ${sender} to ${receiver} (${usage}) stands at ${last}: ${leap.next} may have been given`,
    );
  }
  if (leap.next === last + 1) {
    // A series begins with its first number.
    if (last === 0) await transaction.deleteFrom("controlNumberSeries").where(ofSeries).execute();
    return last;
  }
  await transaction
    .updateTable("controlNumberSeries")
    .set({ last: leap.next - 1 })
    .where(ofSeries)
    .execute();
  await transaction
    .insertInto("controlNumberLeap")
    .values({
      sender,
      receiver,
      usage,
      kind,
      fromNumber: last + 1,
      toNumber: leap.next - 1,
      reason: leap.reason,
      actor: leap.actor,
      at: leap.now,
    })
    .execute();
  return last;
}
