/**
 * Which part of GP a poll reads, free of any I/O.
 *
 * - By date: from the watermark less the overlap, since GP's ModifiedDate has no time. There is no "until today": the
 *   site's day may be another than ours, and a date in the future is somebody's mistake but no reason to wait.
 * - By DEX_ROW_TS, where the site's service selects by it: from the largest one seen less some minutes. These stamps are
 *   the time of SQL Server's clock when a row was written, and the transaction may have ended a while after that.
 */
import {
  addDays,
  type BusinessDate,
  type DecodedRecord,
  type GpPurchaseOrder,
  type GpVendor,
  type Instant,
} from "../gp/index.ts";
import type { Watermark } from "../ledger/watermarks.ts";

/** The selection of a poll, as it is asked of GP; both kinds are inclusive. Empty: everything. */
export interface Window {
  from?: BusinessDate;
  changedSince?: Instant;
}

/** Services want both ends of a range. Two days stay for those that reckon on from there. */
const lastDay = "9999-12-29" as BusinessDate;

/** How long a transaction may take from writing a row to its end. */
const stampOverlap = 15 * 60_000;

export interface WindowRules {
  /** Days before the watermark that are read again. */
  overlapDays: number;
  /** The service selects by DEX_ROW_TS. */
  byRowTimestamp: boolean;
}

/** What an ordinary poll reads. Before the first complete one that is everything: old records are new to the partner. */
export function pollWindow(watermark: Watermark | undefined, { overlapDays, byRowTimestamp }: WindowRules): Window {
  if (watermark === undefined) return {};
  if (byRowTimestamp && watermark.stampedThrough !== null) {
    return { changedSince: new Date(watermark.stampedThrough.getTime() - stampOverlap).toISOString() as Instant };
  }
  if (watermark.modifiedThrough === null) return {};
  return { from: addDays(watermark.modifiedThrough as BusinessDate, -overlapDays) };
}

/** The selection as GP's services are asked for it. */
export function queryOf({ from, changedSince }: Window) {
  if (changedSince !== undefined) return { changedSince };
  return { ...(from !== undefined && { from }), to: lastDay };
}

/** Whether GP lists a record in a window; where the record does not say, it is taken to. */
export function isListed(
  { from, changedSince }: Window,
  { modifiedDate, rowTimestamp }: Pick<GpVendor | GpPurchaseOrder, "modifiedDate" | "rowTimestamp">,
): boolean {
  if (changedSince !== undefined) return rowTimestamp === undefined || rowTimestamp >= changedSince;
  return from === undefined || modifiedDate === undefined || modifiedDate >= from;
}

/** The largest markers that a reading has met so far. */
export interface Largest {
  modified?: string;
  stamped?: string;
}

/** Follows the markers; one in the future is somebody's mistake, and following it would skip the time until then. */
export function largestOf(
  before: Largest,
  records: readonly DecodedRecord<GpVendor | GpPurchaseOrder>[],
  { today, now }: { today: string; now: Date },
): Largest {
  const largest = { ...before };
  const latest = now.toISOString();
  for (const each of records) {
    if (!each.ok) continue;
    const { modifiedDate, rowTimestamp } = each.record;
    if (modifiedDate !== undefined && modifiedDate <= today && modifiedDate > (largest.modified ?? ""))
      largest.modified = modifiedDate;
    if (rowTimestamp !== undefined && rowTimestamp <= latest && rowTimestamp > (largest.stamped ?? ""))
      largest.stamped = rowTimestamp;
  }
  return largest;
}
