/** The form of numbers, dates and times, X12.6 section 3.5. */

/** Digits and point of a number; undefined for what is none. The minus and the point do not count as digits. */
export function numberShape(value: string): { readonly digits: number; readonly point: boolean } | undefined {
  let digits = 0;
  let point = false;
  for (let i = value.charCodeAt(0) === 0x2d ? 1 : 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code >= 0x30 && code <= 0x39) digits++;
    else if (code === 0x2e && !point) point = true;
    else return undefined;
  }
  return digits === 0 ? undefined : { digits, point };
}

/** CCYYMMDD, or YYMMDD as releases before 004010 and ISA09 have it. */
export function isDate(value: string): boolean {
  const length = value.length;
  if (!isDigits(value) || (length !== 8 && length !== 6)) return false;
  return isDay(
    length === 8 ? Number(value.slice(0, 4)) : 2000 + pair(value, 0),
    pair(value, length - 4),
    pair(value, length - 2),
  );
}

/** HHMM, HHMMSS, HHMMSSD or HHMMSSDD. */
export function isTime(value: string): boolean {
  const length = value.length;
  if (!isDigits(value) || length === 5) return false;
  return isMoment(pair(value, 0), pair(value, 2), length === 4 ? 0 : pair(value, 4));
}

const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The century of a two-digit year is not known: it is taken as this one, in which 00 is a leap year. */
function isDay(year: number, month: number, day: number): boolean {
  const most = days[month - 1];
  if (most === undefined || day < 1 || day > most) return false;
  if (month !== 2 || day !== 29) return true;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** 60 is a leap second. */
const isMoment = (hour: number, minute: number, second: number): boolean => hour < 24 && minute < 60 && second <= 60;

/** {@link isDate} of bytes that are known to be digits. */
export function isDateAt(bytes: Uint8Array, at: number, length: number): boolean {
  if (length === 8) {
    const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2);
    return isDay(year, twoDigits(bytes, at + 4), twoDigits(bytes, at + 6));
  }
  return length === 6 && isDay(2000 + twoDigits(bytes, at), twoDigits(bytes, at + 2), twoDigits(bytes, at + 4));
}

/** {@link isTime} of bytes that are known to be digits. */
export function isTimeAt(bytes: Uint8Array, at: number, length: number): boolean {
  if (length < 4 || length === 5 || length > 8) return false;
  return isMoment(twoDigits(bytes, at), twoDigits(bytes, at + 2), length === 4 ? 0 : twoDigits(bytes, at + 4));
}

const isDigits = (value: string): boolean => /^[0-9]{4,8}$/.test(value);

const pair = (value: string, at: number): number =>
  (value.charCodeAt(at) - 0x30) * 10 + value.charCodeAt(at + 1) - 0x30;

const twoDigits = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) - 0x30) * 10 + (bytes[at + 1] as number) - 0x30;
