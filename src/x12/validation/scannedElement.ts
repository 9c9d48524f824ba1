/** Single elements of the scanner's segment, as numbers and places. */
import type { Scanner } from "../reader/scanner.ts";

/** An element of digits alone, blanks behind them allowed, as a number; -1 for anything else. */
export function wholeNumber(scanner: Scanner, element: number): number {
  if (element > scanner.count) return -1;
  const { bytes, ends, first } = scanner;
  let to = ends[first + element] as number;
  const from = (ends[first + element - 1] as number) + 1;
  while (to > from && bytes[to - 1] === 0x20) to--;
  if (to === from || to - from > 15) return -1;
  let number = 0;
  for (let i = from; i < to; i++) {
    const digit = (bytes[i] as number) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** Whether an element is exactly this text, one character a byte. */
export function isText(scanner: Scanner, element: number, text: string): boolean {
  if (element > scanner.count) return text === "";
  const { bytes, ends, first } = scanner;
  const from = (ends[first + element - 1] as number) + 1;
  if ((ends[first + element] as number) - from !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Absolute byte offset of an element; of an absent one, of the end of the segment. */
export function elementOffset(scanner: Scanner, element: number): number {
  const at = element > scanner.count ? scanner.stop : (scanner.ends[scanner.first + element - 1] as number) + 1;
  return scanner.base + at;
}
