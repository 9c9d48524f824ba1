import { ConnectorError } from "../errors/connectorError.ts";
import { parseBusinessDate } from "../gp/businessDate.ts";
import { dateIn } from "../gp/index.ts";
import { type BookColumn, type BookRow, bookColumns, differenceOf, keepBooks } from "../ledger/books.ts";
import { lastJob } from "../ledger/jobHistory.ts";
import type { Application } from "./application.ts";
import { configurationInForce } from "./configurationInForce.ts";
import { chosenLinks } from "./configure.ts";

export interface BooksRequest {
  /** Calendar days in the time zone of each link; a week that ends today if not given. */
  from?: string;
  to?: string;
  link?: string;
}

export interface Books {
  from: string;
  to: string;
  /** A line for each link, type and day on which something was read. */
  lines: (BookRow & { difference: number })[];
  totals: Record<"read" | BookColumn, number>;
  /** Whether every record that was read has exactly one outcome. */
  balanced: boolean;
}

const day = 86_400_000;

/**
 * What was read in a period against what became of it.
 *
 * @throws {ConnectorError} USAGE where a day is none of the calendar; LINK_UNKNOWN, but not for a link of before that has books
 */
export async function readBooks(
  { ledger, clock }: Pick<Application, "ledger" | "clock">,
  request: BooksRequest = {},
): Promise<Books> {
  const { configuration } = await configurationInForce(ledger);
  const { link } = request;
  if (link !== undefined && (await lastJob(ledger, { link, kind: "poll" })) === undefined) {
    chosenLinks(configuration, link);
  }
  const now = clock();
  // The latest day that has begun anywhere: a link in the far east is a day ahead.
  const today = dateIn("Pacific/Kiritimati", now);
  const to = calendarDay("to", request.to) ?? today;
  const from = calendarDay("from", request.from) ?? new Date(Date.parse(to) - 6 * day).toISOString().slice(0, 10);
  if (from > to) {
    throw new ConnectorError("USAGE", `the period ends (${to}) before it begins (${from})`, {
      at: { field: "from" },
      fix: "Give a first day that is not behind the last one.",
    });
  }
  const rows = await keepBooks(ledger, {
    from,
    to,
    ...(link !== undefined && { link }),
    timeZones: Object.fromEntries(configuration.links.map(({ name, timeZone }) => [name, timeZone])),
  });
  const lines = rows.map((row) => ({ ...row, difference: differenceOf(row) }));
  const sum = (column: "read" | BookColumn): number => lines.reduce((total, line) => total + line[column], 0);
  return {
    from,
    to,
    lines,
    totals: Object.fromEntries(
      ["read" as const, ...bookColumns].map((column) => [column, sum(column)]),
    ) as Books["totals"],
    balanced: lines.every(({ difference }) => difference === 0),
  };
}

function calendarDay(field: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && parseBusinessDate(text) !== undefined) return text;
  throw new ConnectorError("USAGE", `${JSON.stringify(text.slice(0, 40))} is no day of the calendar`, {
    at: { field },
    fix: "Write the day as YYYY-MM-DD.",
  });
}
