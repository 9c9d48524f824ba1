import { baseKinds, idKinds, kind } from "./byteKinds.ts";
import { latin1 } from "./separators.ts";

/** A segment id as a number: its two or three bytes. */
export function idNumber(id: string): number {
  let number = 0;
  for (let i = 0; i < id.length; i++) number = (number << 8) | id.charCodeAt(i);
  return number;
}

/** The id of the segment in these bytes, as {@link idNumber}: a capital, then one or two capitals or digits; else 0. */
export function idAt(bytes: Uint8Array, start: number, stop: number, separator: number): number {
  const first = bytes[start] as number;
  const second = bytes[start + 1] as number;
  const third = bytes[start + 2] as number;
  if (baseKinds[first] !== kind.upper || start + 2 > stop || ((baseKinds[second] as number) & idKinds) === 0) return 0;
  if (start + 2 === stop || third === separator) return (first << 8) | second;
  if (start + 3 !== stop && bytes[start + 3] !== separator) return 0;
  return ((baseKinds[third] as number) & idKinds) === 0 ? 0 : (first << 16) | (second << 8) | third;
}

const texts = new Map<number, string>();

/** The id behind a number; the same string object for the same id. */
export function textOfId(id: number): string {
  let text = texts.get(id);
  if (text === undefined) {
    const characters = id > 0xffff ? [id >> 16, (id >> 8) & 0xff, id & 0xff] : [id >> 8, id & 0xff];
    text = String.fromCharCode(...characters);
    // Ids are at most 3 characters of 36: the table cannot grow without bound, and real input fills a corner of it.
    texts.set(id, text);
  }
  return text;
}

/** What stands where an id should be: the text up to the first separator, or some of it. */
export function lostId(bytes: Uint8Array, start: number, stop: number, separator: number): string {
  const end = bytes.indexOf(separator, start);
  return latin1(bytes, start, Math.min(end < 0 ? stop : end, stop, start + 80));
}
