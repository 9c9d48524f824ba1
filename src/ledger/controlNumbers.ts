/**
 * X12 control numbers (Invariant 4): given once, never again, by a counter per sender, receiver, usage and kind.
 *
 * The counter's row is locked from the allocation to the commit of the transaction that stores the bytes, so two
 * workers get different numbers, and a transaction that fails gives its numbers back: the ledger of numbers has no
 * gaps. `control_number` keeps every number with its delivery; its primary key would refuse a second use. A series only
 * ever moves ahead, and what it leaves out then is on record as well (`control_number_leap`).
 */
import { sql } from "kysely";
import { ConnectorError } from "../errors/connectorError.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";

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

/** The next number of each kind of envelope. Both series are locked until the transaction ends. */
export async function giveControlNumbers(
  transaction: LedgerTransaction,
  { sender, receiver, usage }: EnvelopePair,
  to: { deliveryId: string; now: Date; first?: FirstNumbers | undefined },
): Promise<Record<EnvelopeKind, number>> {
  const { deliveryId, now, first = {} } = to;
  // One statement, because others wait for the counters meanwhile; always in one order, so that no two wait in a circle.
  const { rows } = await sql<{ kind: EnvelopeKind; number: number }>`
    with counter as (
      insert into control_number_series as series (sender, receiver, usage, kind, last)
      values (${sender}, ${receiver}, ${usage}, 'interchange', ${first.interchange ?? 1}::bigint),
             (${sender}, ${receiver}, ${usage}, 'group', ${first.group ?? 1}::bigint)
      on conflict (sender, receiver, usage, kind) do update
        set last = case when series.last >= ${sql.lit(lastControlNumber)} then 1 else series.last + 1 end
      returning kind, last
    )
    insert into control_number (sender, receiver, usage, kind, number, delivery_id, given_at)
    select ${sender}, ${receiver}, ${usage}, kind, last, ${deliveryId}, ${now}::timestamptz from counter
    returning kind, number
  `.execute(transaction);
  const given = Object.fromEntries(rows.map(({ kind, number }) => [kind, number]));
  return given as Record<EnvelopeKind, number>;
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
  const present = await transaction
    .selectFrom("controlNumberSeries")
    .select("last")
    .where("sender", "=", sender)
    .where("receiver", "=", receiver)
    .where("usage", "=", usage)
    .where("kind", "=", kind)
    .forUpdate()
    .executeTakeFirst();
  const last = present?.last ?? 0;
  if (leap.next <= last) {
    throw new ConnectorError(
      "CONTROL_NUMBER_BELOW_GIVEN",
      `the ${kind} series from ${sender} to ${receiver} (${usage}) stands at ${last}: ${leap.next} may have been given`,
    );
  }
  if (leap.next === last + 1) return last;
  await transaction
    .insertInto("controlNumberSeries")
    .values({ sender, receiver, usage, kind, last: leap.next - 1 })
    .onConflict((conflict) =>
      conflict.columns(["sender", "receiver", "usage", "kind"]).doUpdateSet({ last: leap.next - 1 }),
    )
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
