import { type BusinessDate, parseBusinessDate } from "../../gp/index.ts";

/** A date that was read as one of the calendar; throws `RangeError` where it is none. */
export function businessDate(text: string): BusinessDate {
  const date = parseBusinessDate(text);
  if (date === undefined) throw new RangeError(`not a date of the calendar: ${JSON.stringify(text.slice(0, 40))}`);
  return date;
}
