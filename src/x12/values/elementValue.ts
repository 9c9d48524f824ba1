/**
 * Between the values of a document and the text of an element, by X12 data type.
 *
 * Writing never judges: text that is no number or date goes through as it is, and the schema refuses it with its
 * place. Reading never loses: what does not fit its type is `undefined` here and kept raw by the caller.
 */
import { formatScaled, parseScaled } from "./scaledDecimal.ts";

const normalNumber = /^(?:0|-?[1-9]\d{0,40}(?:\.\d{0,40}[1-9])?|-?0\.\d{0,40}[1-9])$/;

/** Type R: a point only where there is a fraction, no zeros at either end, no plus. `9.9500` is `9.95`. */
export function writeDecimal(value: string): string {
  if (normalNumber.test(value)) return value;
  const scaled = parseScaled(value);
  return scaled === undefined ? value : formatScaled(scaled);
}

/** Type R as a decimal in normal form. */
export function readDecimal(text: string): string | undefined {
  if (normalNumber.test(text)) return text;
  const scaled = parseScaled(text.startsWith("+") ? text.slice(1) : text);
  return scaled === undefined ? undefined : formatScaled(scaled);
}

/** Type Nn: `1250.5` with two places is `125050`. More places than the type has are left for the schema to refuse. */
export function writeImplied(value: string, places: number): string {
  const scaled = parseScaled(value);
  if (scaled === undefined) return value;
  const normal = parseScaled(formatScaled(scaled));
  if (normal === undefined || normal.scale > places) return value;
  return (normal.units * 10n ** BigInt(places - normal.scale)).toString();
}

/**
 * Type Nn: `125050` with two places is `1250.5`. Some senders write the point all the same: `explicit` says that it
 * was there, and the value is then taken as written.
 */
export function readImplied(text: string, places: number): { value: string; explicit: boolean } | undefined {
  const scaled = parseScaled(text.startsWith("+") ? text.slice(1) : text);
  if (scaled === undefined) return undefined;
  if (text.includes(".")) return { value: formatScaled(scaled), explicit: true };
  return { value: formatScaled({ units: scaled.units, scale: places }), explicit: false };
}

/** Type DT: `2026-01-15` is `20260115`; six digits (`260115`) in releases before 004010. */
export function writeDate(value: string, sixDigits = false): string {
  if (value.length !== 10 || value[4] !== "-" || value[7] !== "-") return value;
  return (sixDigits ? value.slice(2, 4) : value.slice(0, 4)) + value.slice(5, 7) + value.slice(8);
}

/** The century of a two-digit year: below 70 is 20xx, else 19xx. */
const centuryTurn = 70;

/** Type DT as `YYYY-MM-DD`, where it is a day of the calendar. */
export function readDate(text: string): string | undefined {
  if (!/^(?:\d{6}|\d{8})$/.test(text)) return undefined;
  const century = text.length === 8 ? "" : Number(text.slice(0, 2)) < centuryTurn ? "20" : "19";
  const whole = century + text;
  const iso = `${whole.slice(0, 4)}-${whole.slice(4, 6)}-${whole.slice(6)}`;
  return isCalendarDate(iso) ? iso : undefined;
}

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function isCalendarDate(iso: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return false;
  const year = Number(iso.slice(0, 4));
  const month = Number(iso.slice(5, 7));
  const day = Number(iso.slice(8));
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return year > 0 && day >= 1 && day <= (leap ? 29 : (daysInMonth[month - 1] ?? 0));
}

/** Type TM: `14:30`, `14:30:05` or `14:30:05.25` is `1430`, `143005`, `14300525`. */
export function writeTime(value: string): string {
  return /^\d{2}:\d{2}(?::\d{2}(?:\.\d{1,2})?)?$/.test(value) ? value.replace(/[:.]/g, "") : value;
}

/** Type TM as `HH:MM`, with seconds and hundredths where they are given. */
export function readTime(text: string): string | undefined {
  const match = /^([01]\d|2[0-3])([0-5]\d)(?:([0-5]\d)(\d{1,2})?)?$/.exec(text);
  if (match === null) return undefined;
  const [, hours, minutes, seconds, hundredths] = match;
  return `${hours}:${minutes}${seconds === undefined ? "" : `:${seconds}`}${hundredths === undefined ? "" : `.${hundredths}`}`;
}
