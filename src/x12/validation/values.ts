/** The form of numbers, dates and times, X12.6 section 3.5. Values are text, one character a byte. */

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

const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** CCYYMMDD, or YYMMDD as releases before 004010 and ISA09 have it. */
export function isDate(value: string): boolean {
  const length = value.length;
  if ((length !== 8 && length !== 6) || !isDigits(value)) return false;
  const month = twoDigits(value, length - 4);
  const day = twoDigits(value, length - 2);
  const most = days[month - 1];
  if (most === undefined || day < 1 || day > most) return false;
  if (month !== 2 || day !== 29) return true;
  // The century of a two-digit year is not known; 00 is a leap year in the one that dates of today lie in.
  const year = length === 8 ? Number(value.slice(0, 4)) : 2000 + twoDigits(value, 0);
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** HHMM, HHMMSS, HHMMSSD or HHMMSSDD. */
export function isTime(value: string): boolean {
  const length = value.length;
  if (length < 4 || length === 5 || length > 8 || !isDigits(value)) return false;
  if (twoDigits(value, 0) > 23 || twoDigits(value, 2) > 59) return false;
  // 60 is a leap second.
  return length === 4 || twoDigits(value, 4) <= 60;
}

function isDigits(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

const twoDigits = (value: string, at: number): number =>
  (value.charCodeAt(at) - 0x30) * 10 + value.charCodeAt(at + 1) - 0x30;
