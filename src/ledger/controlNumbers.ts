/**
 * X12 control numbers (Invariant 4): given once, never again, by a counter per sender, receiver, usage and kind.
 *
 * The counter's row is locked from the allocation to the commit of the transaction that stores the bytes, so two
 * workers get different numbers, and a transaction that fails gives its numbers back: the ledger of numbers has no
 * gaps. `control_number` keeps every number with its delivery; its primary key would refuse a second use.
 */
import { sql } from "kysely";
import type { LedgerTransaction } from "./ledger.ts";

/** ISA13 has nine digits; after the last number the series starts again at one (X12.6). */
export const lastControlNumber = 999_999_999;

export interface ControlNumberSeries {
  /** ISA05/ISA06 of the sender, as `ZZ:FABRIKAM`. */
  sender: string;
  /** ISA07/ISA08 of the receiver. */
  receiver: string;
  /** ISA15: `P` and `T` count apart. */
  usage: string;
  kind: "interchange" | "group";
}

export async function giveControlNumber(
  transaction: LedgerTransaction,
  series: ControlNumberSeries,
  deliveryId: string,
  now: Date,
): Promise<number> {
  const counter = await transaction
    .insertInto("controlNumberSeries")
    .values({ ...series, last: 1 })
    .onConflict((conflict) =>
      conflict.columns(["sender", "receiver", "usage", "kind"]).doUpdateSet({
        last: sql<number>`case when control_number_series.last >= ${sql.lit(lastControlNumber)} then 1 else control_number_series.last + 1 end`,
      }),
    )
    .returning("last")
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto("controlNumber")
    .values({ ...series, number: counter.last, deliveryId, givenAt: now })
    .execute();
  return counter.last;
}
