/**
 * What kind of character each byte is under the separators of an interchange: one look into a table tells, and the kinds
 * met in an element, gathered as bits, tell what it is made of without a second look.
 */
import type { Separators } from "./separators.ts";

/** Kinds of characters, as bits. */
export const kind = {
  digit: 1,
  point: 2,
  minus: 4,
  upper: 8,
  lower: 16,
  blank: 32,
  other: 64,
  control: 128,
  high: 256,
  lineBreak: 512,
  component: 1024,
  repetition: 2048,
} as const;

/** The bits of the bytes that end an element; the terminator has both. */
export const elementEnd = 4096;
export const segmentEnd = 8192;

/** Of the characters of a segment id. */
export const idKinds = kind.upper | kind.digit;

export const LF = 0x0a;
export const CR = 0x0d;

/** Bytes that mean nothing between segments, unless one of them separates. */
export const isDecoration = (byte: number): boolean =>
  byte === 0x20 || byte === LF || byte === CR || byte === 0x09 || byte === 0x1a || byte === 0x00;

/** Kinds before any byte is a separator. */
export const baseKinds = new Uint16Array(256);
for (let byte = 0; byte < 256; byte++) {
  if (byte >= 0x30 && byte <= 0x39) baseKinds[byte] = kind.digit;
  else if (byte >= 0x41 && byte <= 0x5a) baseKinds[byte] = kind.upper;
  else if (byte >= 0x61 && byte <= 0x7a) baseKinds[byte] = kind.lower;
  else if (byte === 0x2e) baseKinds[byte] = kind.point;
  else if (byte === 0x2d) baseKinds[byte] = kind.minus;
  else if (byte === 0x20) baseKinds[byte] = kind.blank;
  else if (byte === LF || byte === CR) baseKinds[byte] = kind.lineBreak;
  else if (byte < 0x20 || byte === 0x7f) baseKinds[byte] = kind.control;
  else if (byte >= 0x80) baseKinds[byte] = kind.high;
  else baseKinds[byte] = kind.other;
}

/** The tables of the interchange that is open. */
export class ByteKinds {
  readonly table: Uint16Array = new Uint16Array(256);
  /** 1 for a byte that is skipped between segments. */
  readonly decoration = new Uint8Array(256);
  separators: Separators = { element: 0x2a, component: 0x3e, repetition: undefined, terminator: 0x7e };

  set(separators: Separators): void {
    const { table } = this;
    this.separators = separators;
    table.set(baseKinds);
    table[separators.component] = kind.component;
    if (separators.repetition !== undefined) table[separators.repetition] = kind.repetition;
    table[separators.element] = elementEnd;
    table[separators.terminator] = elementEnd | segmentEnd;
    for (let byte = 0; byte < 256; byte++) {
      const used = (table[byte] as number) >= kind.component;
      this.decoration[byte] = isDecoration(byte) && !used ? 1 : 0;
    }
  }
}

const names: Readonly<Record<number, string>> = { 10: "LF", 13: "CR", 9: "tab", 32: "blank" };

/** A byte as people name it: `~`, `LF`, `0x85`. */
export function describeByte(byte: number): string {
  const name = names[byte];
  if (name) return name;
  if (byte > 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `0x${byte.toString(16).padStart(2, "0").toUpperCase()}`;
}
