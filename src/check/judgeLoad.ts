/** How long polls will take, reckoned from the calls of the check. Pure. */
import type { Link } from "../configuration/configuration.ts";
import type { Schedule } from "../configuration/schedule.ts";
import type { CallTimes } from "./callMeter.ts";
import { found } from "./line.ts";
import type { CheckLine } from "./report.ts";
import type { Survey } from "./survey.ts";

/** A call that takes longer than this is felt by those who work in GP. */
const slow = 3_000;

export function judgeLoad(
  link: Link,
  times: CallTimes,
  surveys: { vendors: Survey | undefined; orders: Survey | undefined; callsPerRecord: boolean },
): CheckLine[] {
  const { median = times.first, slowest = times.first, first, calls } = times;
  if (median === undefined) return [];
  const seen = `${calls} calls: the first ${spell(first ?? 0)}, then usually ${spell(median)}, at most ${spell(slowest ?? 0)}`;
  const lines = [found(median > slow ? "CHECK_GP_SLOW" : "CHECK_GP_PACE", seen)];
  const read = [surveys.vendors, surveys.orders].filter((each) => each !== undefined);
  const totals = read.map((each) => each.total);
  if (totals.every((total) => total !== undefined)) {
    const wanted = read.reduce((sum, each) => sum + callsFor(each, each.total ?? 0, surveys), 1);
    const records = totals.reduce((sum, total) => sum + total, 0);
    lines.push(found("CHECK_FIRST_POLL", `${records} records, about ${wanted} calls, ${spell(wanted * median)}`));
  } else {
    lines.push(found("CHECK_FIRST_POLL_UNKNOWN", "only the newest records were read"));
  }
  const orders = surveys.orders;
  const minutes = orders === undefined ? undefined : intervalOf(link.purchaseOrders?.schedule);
  if (orders !== undefined && minutes !== undefined) {
    // A poll reads the day of the watermark and the one before.
    const changed = orders.dateFilterIgnored ? (orders.total ?? orders.read) : Math.ceil((orders.recent / 30) * 2);
    const took = (1 + callsFor(orders, changed, surveys)) * median;
    const text = `every ${minutes} minutes; a usual poll reads about ${changed} orders in ${spell(took)}`;
    lines.push(found(took > minutes * 30_000 ? "CHECK_SCHEDULE_TIGHT" : "CHECK_SCHEDULE", text));
  }
  return lines;
}

function callsFor(survey: Survey, records: number, { callsPerRecord }: { callsPerRecord: boolean }): number {
  const pages = Math.ceil(records / Math.max(1, survey.rowsPerPage)) + 1;
  return callsPerRecord ? pages + records : pages;
}

function intervalOf(schedule: Schedule | undefined): number | undefined {
  return schedule?.kind === "interval" ? schedule.minutes : undefined;
}

function spell(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 90_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const minutes = Math.round(milliseconds / 60_000);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
