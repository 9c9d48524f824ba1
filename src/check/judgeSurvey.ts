/** What a survey of a site's records means: pure. */
import { failed, found } from "./line.ts";
import type { BlockedCause, CheckLine, EntityFit } from "./report.ts";
import type { Survey } from "./survey.ts";

export function fitOf(survey: Survey): EntityFit {
  const { causes, omitted } = survey.causes.list();
  return {
    read: survey.read,
    complete: survey.complete,
    ...(survey.total !== undefined && { total: survey.total }),
    ...(survey.since !== undefined && { since: survey.since }),
    ready: survey.ready,
    blocked: survey.blocked,
    skipped: [...survey.skipped]
      .map(([rule, count]) => ({ rule, count }))
      .toSorted((left, right) => right.count - left.count),
    causes,
    ...(omitted > 0 && { causesOmitted: omitted }),
  };
}

/** How the records look, whatever becomes of them. */
export function judgeShape(vendors: Survey | undefined, orders: Survey | undefined): CheckLine[] {
  const lines: CheckLine[] = [];
  if (vendors) lines.push(...judgeRecords(vendors, "CHECK_GP_VENDOR_SHAPE", "vendors"));
  if (orders) lines.push(...judgeRecords(orders, "CHECK_GP_ORDER_SHAPE", "purchase orders"));
  if (!orders || orders.read - orders.unreadable === 0) return lines;
  const readable = orders.read - orders.unreadable;
  if (orders.ordersWithLines === 0)
    lines.push(found("CHECK_GP_ORDERS_WITHOUT_LINES", `${readable} orders, and not one line`));
  else if (orders.linesWithCostCenter === 0)
    lines.push(found("CHECK_GP_COST_CENTERS_MISSING", `none of ${orders.lines} lines has one`));
  else lines.push(found("CHECK_GP_COST_CENTERS", `${orders.linesWithCostCenter} of ${orders.lines} lines have one`));
  return lines;
}

function judgeRecords(
  survey: Survey,
  code: "CHECK_GP_VENDOR_SHAPE" | "CHECK_GP_ORDER_SHAPE",
  what: string,
): CheckLine[] {
  const { read, unreadable, withoutModifiedDate } = survey;
  if (read === 0) return [found("CHECK_GP_NOTHING_TO_READ", `GP has no ${what} here`)];
  const lines: CheckLine[] = [];
  if (unreadable < read) {
    const some = unreadable === 0 ? `all ${read}` : `${read - unreadable} of ${read}`;
    lines.push(found(code, `${some} ${what} were read as the profile says`));
  }
  for (const cause of survey.causes.list().causes.filter((each) => each.code === "GP_RECORD_UNREADABLE")) {
    lines.push(causeLine(cause, "shape", read === unreadable ? "fail" : "warn"));
  }
  if (withoutModifiedDate > 0 && unreadable < read)
    lines.push(found("CHECK_GP_DATES_MISSING", `${withoutModifiedDate} of ${read - unreadable} ${what} have none`));
  return lines;
}

/** What would become of the records. */
export function judgeData(vendors: Survey | undefined, orders: Survey | undefined): CheckLine[] {
  const lines: CheckLine[] = [];
  if (orders) {
    lines.push(ordersLine(orders));
    lines.push(...causeLines(orders));
    if (orders.skipped.size > 0) lines.push(found("CHECK_ORDERS_LEFT_OUT", skippedText(orders)));
    if (orders.adapted.size > 0) {
      const kinds = [...orders.adapted].map(([kind, count]) => `${adaptations[kind] ?? kind} in ${orderCount(count)}`);
      lines.push(found("CHECK_ORDERS_ADAPTED", kinds.join(", ")));
    }
  }
  if (vendors && vendors.ready + vendors.blocked > 0) {
    const seen = `${vendors.ready} of ${vendors.ready + vendors.blocked} would be sent${extentOf(vendors)}`;
    lines.push(found(vendors.blocked === 0 ? "CHECK_VENDORS_READY" : "CHECK_VENDORS_PARTLY_READY", seen));
    lines.push(...causeLines(vendors));
  }
  return lines;
}

const adaptations: Readonly<Record<string, string>> = {
  characterReplaced: "characters respelled",
  separatorReplaced: "separators replaced",
  unmappableReplaced: "unknown characters replaced",
  upperCased: "capital letters",
  trimmed: "blanks trimmed",
  cut: "texts cut",
  split: "texts split",
  recounted: "sums counted anew",
};

function ordersLine(orders: Survey): CheckLine {
  const open = orders.ready + orders.blocked;
  if (open === 0) return found("CHECK_NO_OPEN_ORDERS", `none among ${orders.read} orders${extentOf(orders)}`);
  const seen = `${orders.ready} of ${open} open orders would be valid for their partner${extentOf(orders)}`;
  if (orders.blocked === 0) return found("CHECK_ORDERS_READY", seen);
  return found(orders.ready === 0 ? "CHECK_ORDERS_NOT_READY" : "CHECK_ORDERS_PARTLY_READY", seen);
}

/** Whether all was looked at, or which part. */
function extentOf({ complete, read, total, since }: Survey): string {
  if (complete) return ` (all ${read} looked at)`;
  const part = since === undefined ? `${read} looked at` : `all changed since ${since}, ${read} looked at`;
  return ` (${part}${total === undefined ? "" : ` of ${total}`}; there are more)`;
}

function causeLines(survey: Survey): CheckLine[] {
  const { causes } = survey.causes.list();
  const status = survey.ready === 0 ? ("fail" as const) : ("warn" as const);
  return causes.filter(({ code }) => code !== "GP_RECORD_UNREADABLE").map((cause) => causeLine(cause, "data", status));
}

function causeLine(cause: BlockedCause, stage: "shape" | "data", status: "warn" | "fail"): CheckLine {
  const { field, element, documents, count, message } = cause;
  const place = [field, element && `(${element})`].filter(Boolean).join(" ");
  const numbers = documents.filter((number) => number !== "");
  const named = numbers.length === 0 ? "" : `: ${numbers.join(", ")}${count > numbers.length ? ", …" : ""}`;
  return failed(
    { ...cause, message: `${message}${place === "" ? "" : ` · ${place}`}${named}` },
    { stage, system: "link", title: `${count} blocked`, status },
  );
}

function skippedText({ skipped }: Survey): string {
  return [...skipped]
    .toSorted(([, left], [, right]) => right - left)
    .map(([rule, count]) => `${count} ${rule}`)
    .join(", ");
}

const orderCount = (count: number): string => `${count} order${count === 1 ? "" : "s"}`;
