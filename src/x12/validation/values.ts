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
  return isDigits(value) && isDateAt(asciiBytes(value), 0, value.length);
}

/** HHMM, HHMMSS, HHMMSSD or HHMMSSDD. */
export function isTime(value: string): boolean {
  return isDigits(value) && isTimeAt(asciiBytes(value), 0, value.length);
}

const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** {@link isDate} of bytes that are known to be digits. */
export function isDateAt(bytes: Uint8Array, at: number, length: number): boolean {
  if (length !== 8 && length !== 6) return false;
  const month = twoDigits(bytes, at + length - 4);
  const day = twoDigits(bytes, at + length - 2);
  const most = days[month - 1];
  if (most === undefined || day < 1 || day > most) return false;
  if (month !== 2 || day !== 29) return true;
  // The century of a two-digit year is not known; 00 is a leap year in the one that dates of today lie in.
  const year = (length === 8 ? twoDigits(bytes, at) * 100 : 2000) + twoDigits(bytes, at + length - 6);
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** {@link isTime} of bytes that are known to be digits. */
export function isTimeAt(bytes: Uint8Array, at: number, length: number): boolean {
  if (length < 4 || length === 5 || length > 8) return false;
  if (twoDigits(bytes, at) > 23 || twoDigits(bytes, at + 2) > 59) return false;
  // 60 is a leap second.
  return length === 4 || twoDigits(bytes, at + 4) <= 60;
}

const isDigits = (value: string): boolean => /^[0-9]{4,8}$/.test(value);

const asciiBytes = (value: string): Uint8Array => Uint8Array.from(value, (digit) => digit.charCodeAt(0));

const twoDigits = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) - 0x30) * 10 + (bytes[at + 1] as number) - 0x30;
