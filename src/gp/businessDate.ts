/**
 * Dates as GP has them. A business date is a calendar date of the site, with neither time nor zone (GP's tables force
 * the time to midnight); only DEX_ROW_TS is an instant. The two are different types, so that nobody shifts a promised
 * date by a time zone.
 */

declare const calendarDate: unique symbol;
/** `YYYY-MM-DD`, a real day of the Gregorian calendar. */
export type BusinessDate = string & { readonly [calendarDate]: true };

declare const instantMark: unique symbol;
/** UTC, `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export type Instant = string & { readonly [instantMark]: true };

/** How the dates of a service are to be understood where their form alone does not say it. */
export interface DateReading {
  /** IANA zone of the site; decides which day a `/Date(ms)/` without offset means. */
  timeZone: string;
  /** Order of `4/12/2017`; such texts are refused where it is not set. */
  slashOrder?: "monthDayYear" | "dayMonthYear";
}

const isoDate = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const wcfDate = /^\\?\/Date\((-?\d{1,16})(?:([+-])(\d{2})(\d{2}))?\)\\?\/$/;
const slashDate = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?)?$/i;
const nullDates = new Set(["", "0/0/0000", "00/00/0000", "0000-00-00"]);
const dayLength = 86_400_000;

/**
 * The calendar date that a service's text means; `undefined` for GP's "no date" (1900-01-01, 0/0/0000, .NET's
 * 0001-01-01, blanks); `"unreadable"` where it is no date at all.
 *
 * The time and the zone of an ISO text are not looked at: the date is the one written. In `/Date(ms+zzzz)/` the offset
 * gives the writer's local date; without an offset, a midnight in UTC is that date, and anything else is seen in the
 * site's time zone, because WCF writes local midnights so when it takes them for UTC.
 */
export function readBusinessDate(text: string, reading: DateReading): BusinessDate | undefined | "unreadable" {
  const trimmed = text.trim();
  if (nullDates.has(trimmed)) return undefined;
  if (trimmed.length > 40) return "unreadable";
  const date = isoDay(trimmed) ?? wcfDay(trimmed, reading.timeZone) ?? slashDay(trimmed, reading.slashOrder);
  if (date === undefined) return "unreadable";
  return date <= "1900-01-01" ? undefined : date;
}

/** The instant of a DEX_ROW_TS: UTC unless an offset is written. Absent and unreadable as in {@link readBusinessDate}. */
export function readInstant(text: string): Instant | undefined | "unreadable" {
  const trimmed = text.trim();
  if (nullDates.has(trimmed)) return undefined;
  if (trimmed.length > 40) return "unreadable";
  const wcf = wcfDate.exec(trimmed);
  let milliseconds: number;
  if (wcf) milliseconds = Number(wcf[1]);
  else if (isoDay(trimmed) === undefined) return "unreadable";
  else {
    const spelled = trimmed.replace(" ", "T").replace(/(\.\d{3})\d+/, "$1");
    const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(spelled.slice(10))
      ? spelled
      : `${spelled}${spelled.length === 10 ? "T00:00:00" : ""}Z`;
    milliseconds = Date.parse(zoned.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  }
  const at = new Date(milliseconds);
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999) return "unreadable";
  return at.getUTCFullYear() <= 1900 ? undefined : (at.toISOString() as Instant);
}

/** `YYYY-MM-DD` of the parts, or `undefined` where the calendar has no such day. */
export function calendarDay(year: number, month: number, day: number): BusinessDate | undefined {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  if (year < 1 || at.getUTCFullYear() !== year || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day)
    return undefined;
  return at.toISOString().slice(0, 10) as BusinessDate;
}

/** A text that is already `YYYY-MM-DD`; `undefined` where it is not, or is no day of the calendar. */
export function parseBusinessDate(text: string): BusinessDate | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? isoDay(text) : undefined;
}

/** The calendar date at `instant` in the zone; what "today" is for a site. */
export function dateIn(timeZone: string, instant: Date): BusinessDate {
  const parts = formatterOf(timeZone).formatToParts(instant);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}` as BusinessDate;
}

export function addDays(date: BusinessDate, days: number): BusinessDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayLength).toISOString().slice(0, 10) as BusinessDate;
}

function isoDay(text: string): BusinessDate | undefined {
  const match = isoDate.exec(text);
  return match ? calendarDay(Number(match[1]), Number(match[2]), Number(match[3])) : undefined;
}

function wcfDay(text: string, timeZone: string): BusinessDate | undefined {
  const match = wcfDate.exec(text);
  if (!match) return undefined;
  const milliseconds = Number(match[1]);
  const offset = match[2]
    ? (match[2] === "-" ? -1 : 1) * (Number(match[3]) * 60 + Number(match[4])) * 60_000
    : undefined;
  const local = new Date(milliseconds + (offset ?? 0));
  if (Number.isNaN(local.getTime())) return undefined;
  const year = local.getUTCFullYear();
  if (year < 1 || year > 9999) return undefined;
  if (offset === undefined && milliseconds % dayLength !== 0) return dateIn(timeZone, local);
  return calendarDay(year, local.getUTCMonth() + 1, local.getUTCDate());
}

function slashDay(text: string, order: DateReading["slashOrder"]): BusinessDate | undefined {
  const match = order && slashDate.exec(text);
  if (!match) return undefined;
  const [first, second, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return order === "monthDayYear" ? calendarDay(year, first, second) : calendarDay(year, second, first);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      calendar: "iso8601",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}
