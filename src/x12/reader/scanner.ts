/**
 * Finds segments and their elements in bytes, without making a string or an object of them.
 *
 * The scanner is one object that is moved from token to token: {@link Scanner.next} finds the next one and its fields
 * describe it until the following call. Bytes come by {@link Scanner.push} as they arrive; a token is given out once its
 * terminator is there. Memory is one chunk and one unfinished segment, whatever the length of the input. Each byte is
 * looked up once in a table that holds, for the separators of the interchange, what kind of character it is; the kinds met
 * in an element are gathered as bits, so that a digit-only element is known to be one without a second look.
 */
import { findFixedIsa, mayBeIsa, readIsa, type Separators } from "./separators.ts";

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

const structural = 4096;
const terminatorKind = 8192;

/** Bytes that a token is about. */
export type TokenKind =
  | "segment"
  /** Bytes that belong to no segment: before, between and behind interchanges. */
  | "stray"
  /** What follows the last segment and is only decoration. */
  | "trailing";

/** Something the bytes themselves say, before any meaning is looked at. */
export interface ScanProblem {
  readonly code:
    | "byteOrderMark"
    | "blanksBeforeIsa"
    | "isaWidth"
    | "isaBroken"
    | "isaLineBreak"
    | "componentSeparatorMissing"
    | "terminatorMultibyte"
    | "terminatorMissing"
    | "terminatorChanged"
    | "lineBreakInSegment"
    | "segmentTooLong"
    | "emptySegment";
  /** Absolute byte offset. */
  readonly offset: number;
  readonly line: number;
  readonly detail: string;
}

export interface ScannerLimits {
  /** A longer run without a terminator is not a segment. Default 1 MiB. */
  readonly maxSegmentBytes: number;
}

/** More elements than any segment has; what follows is one element. */
const maxElements = 4096;

const LF = 0x0a;
const CR = 0x0d;
const isDecoration = (byte: number): boolean =>
  byte === 0x20 || byte === LF || byte === CR || byte === 0x09 || byte === 0x1a || byte === 0x00;

const baseKinds = new Uint16Array(256);
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

const empty = new Uint8Array(0);

export class Scanner {
  /** The bytes that the current token lies in. Never changed afterwards: a token may keep them. */
  bytes: Uint8Array = empty;
  /** Absolute offset of `bytes[0]`. */
  base = 0;
  tokenKind: TokenKind = "segment";
  /** Where the token begins with the decoration before it, where its first character is, one past its last
   * character, and one past its terminator; into `bytes`. */
  leading = 0;
  start = 0;
  stop = 0;
  end = 0;
  /** Line of `start`, counted from 1 by line feeds. */
  line = 1;
  /** Id of the segment as a number: its two or three bytes; 0 where it has no valid id. */
  id = 0;
  /** Elements behind the id. */
  count = 0;
  /** `ends[n]` is one past element n, the id being element 0. Element n begins at `ends[n - 1] + 1`. */
  ends: Int32Array = new Int32Array(64);
  /** `kinds[n]` are the kinds of characters in element n. */
  kinds: Uint16Array = new Uint16Array(64);
  separators: Separators = { element: 0x2a, component: 0x3e, repetition: undefined, terminator: 0x7e };
  /** What is wrong with the current token, found while scanning. Empty almost always. */
  problems: ScanProblem[] = [];

  readonly #limits: ScannerLimits;
  readonly #table: Uint16Array = new Uint16Array(256);
  #decoration = new Uint8Array(256);
  #inside = false;
  #at = 0;
  #line = 1;
  #final = false;
  #began = false;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;

  constructor(limits: Partial<ScannerLimits> = {}) {
    this.#limits = { maxSegmentBytes: 1024 * 1024, ...limits };
  }

  /** Starts inside an interchange whose separators are known, at a given place of a larger input. */
  resume(separators: Separators, base: number, line: number): void {
    this.#began = true;
    this.#inside = true;
    this.base = base;
    this.#line = line;
    this.#setSeparators(separators);
  }

  /** Adds bytes. They must not be changed by the caller afterwards. */
  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    // An unfinished segment is looked at again only once as much has come as there was: many tiny chunks stay cheap.
    if (this.#waitingBytes >= this.bytes.length - this.#at) this.#takeWaiting();
  }

  /** Says that no more bytes will come. */
  finish(): void {
    this.#takeWaiting();
    this.#final = true;
  }

  #takeWaiting(): void {
    if (this.#waitingBytes === 0) return;
    const rest = this.bytes.length - this.#at;
    const [only] = this.#waiting;
    if (rest === 0 && this.#waiting.length === 1 && only) {
      this.base += this.#at;
      this.bytes = only;
    } else {
      const joined = new Uint8Array(rest + this.#waitingBytes);
      joined.set(this.bytes.subarray(this.#at));
      let at = rest;
      for (const chunk of this.#waiting) {
        joined.set(chunk, at);
        at += chunk.length;
      }
      this.base += this.#at;
      this.bytes = joined;
    }
    this.#at = 0;
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  /** Moves to the next token. False: none is complete yet, or none is left. */
  next(): boolean {
    if (this.problems.length > 0) this.problems = [];
    return this.#inside ? this.#segment() : this.#outside();
  }

  #segment(): boolean {
    const bytes = this.bytes;
    const limit = bytes.length;
    const table = this.#table;
    const decoration = this.#decoration;
    const leading = this.#at;
    let line = this.#line;
    let i = leading;
    for (;;) {
      while (i < limit && decoration[bytes[i] as number] === 1) {
        if (bytes[i] === LF) line++;
        i++;
      }
      if (i >= limit || bytes[i] !== this.separators.terminator) break;
      // A terminator with nothing before it. Blank lines are no news where the terminator is a line break.
      if (bytes[i] === LF) line++;
      else if (bytes[i] !== CR) this.#problem("emptySegment", i, line, "");
      i++;
    }
    if (i >= limit) return this.#endOfBytes(leading, line);
    if (bytes[i] === 0x49 && limit - i < 4 && !this.#final) return this.#again();
    if (bytes[i] === 0x49 && mayBeIsa(bytes, i)) {
      this.#inside = false;
      return this.#outside();
    }

    const start = i;
    let ends = this.ends;
    let kinds = this.kinds;
    let count = 0;
    let gathered = 0;
    let all = 0;
    let stop = -1;
    while (i < limit) {
      const met = table[bytes[i] as number] as number;
      if (met < structural) {
        gathered |= met;
        i++;
        continue;
      }
      ends[count] = i;
      kinds[count] = gathered;
      all |= gathered;
      gathered = 0;
      if (met === terminatorKind) {
        stop = i;
        break;
      }
      i++;
      if (++count === ends.length) {
        if (count >= maxElements) {
          count--;
          continue;
        }
        this.#grow();
        ends = this.ends;
        kinds = this.kinds;
      }
    }

    if (stop < 0) {
      if (!this.#final && i - start <= this.#limits.maxSegmentBytes) return this.#again();
      return this.#unterminated(leading, start, line);
    }
    if (stop - start >= 106 && (count > 15 || stop - start >= 200)) {
      const hidden = findFixedIsa(bytes, start + 1, limit);
      if (hidden >= 0 && hidden < stop) return this.#cut(leading, start, hidden, line);
    }
    this.#place("segment", leading, start, stop, stop + 1, line, count);
    if ((all & kind.lineBreak) !== 0) this.#lineBreaks(start, stop, line);
    if (bytes[stop] === LF) this.#line++;
    return true;
  }

  #place(
    tokenKind: TokenKind,
    leading: number,
    start: number,
    stop: number,
    end: number,
    line: number,
    count: number,
  ): void {
    this.tokenKind = tokenKind;
    this.leading = leading;
    this.start = start;
    this.stop = stop;
    this.end = end;
    this.line = line;
    this.count = count;
    this.#line = line;
    this.#at = end;
    if (tokenKind !== "segment") {
      this.id = 0;
      return;
    }
    const length = (this.ends[0] as number) - start;
    const bytes = this.bytes;
    const first = this.kinds[0] as number;
    const plain = (first & ~(kind.upper | kind.digit)) === 0;
    if (!plain || (this.#table[bytes[start] as number] as number) !== kind.upper) this.id = 0;
    else if (length === 3)
      this.id = ((bytes[start] as number) << 16) | ((bytes[start + 1] as number) << 8) | (bytes[start + 2] as number);
    else if (length === 2) this.id = ((bytes[start] as number) << 8) | (bytes[start + 1] as number);
    else this.id = 0;
    if (this.id === idIea) this.#inside = false;
  }

  /** Nothing but decoration is left, or nothing at all. */
  #endOfBytes(leading: number, line: number): boolean {
    const limit = this.bytes.length;
    if (!this.#final) {
      // Decoration may be endless: give it out rather than gather it.
      if (limit - leading < 4096) return this.#again();
    } else if (leading >= limit) return false;
    this.#place("trailing", leading, leading, limit, limit, line, 0);
    return true;
  }

  #again(): false {
    if (this.#waitingBytes > 0) {
      this.#takeWaiting();
      return this.next() as false;
    }
    return false;
  }

  /** The bytes ran out, or ran too long, before a terminator came. */
  #unterminated(leading: number, start: number, line: number): boolean {
    const bytes = this.bytes;
    const limit = bytes.length;
    const hidden = findFixedIsa(bytes, start + 1, limit);
    const reach = hidden < 0 ? limit : hidden;
    const site = this.#lostTerminator(start, reach);
    if (site >= 0) {
      // Behind a first segment without its terminator, the line break does the terminator's work: go on with it.
      const before = bytes[site] === LF && bytes[site - 1] === CR ? site - 1 : site;
      this.#rescan(start, before);
      this.#place("segment", leading, start, before, site + 1, line, this.count);
      const was = describeByte(this.separators.terminator);
      this.#problem("terminatorChanged", before, line, `${was} to ${describeByte(bytes[site] as number)}`);
      if (bytes[site] === LF) this.#line++;
      this.#setSeparators({ ...this.separators, terminator: bytes[site] as number });
      return true;
    }
    if (hidden >= 0) return this.#cut(leading, start, hidden, line);
    if (!this.#final) {
      this.#place("stray", leading, start, limit, limit, line, 0);
      this.#problem("segmentTooLong", start, line, String(this.#limits.maxSegmentBytes));
      this.#countLines(start, limit);
      return true;
    }
    let stop = limit;
    while (stop > start + 1 && isDecoration(bytes[stop - 1] as number)) stop--;
    this.#rescan(start, stop);
    this.#place("segment", leading, start, stop, stop, line, this.count);
    this.#problem("terminatorMissing", stop, line, "end of input");
    return true;
  }

  /** A segment that another interchange breaks into. */
  #cut(leading: number, start: number, hidden: number, line: number): boolean {
    this.#rescan(start, hidden);
    this.#place("segment", leading, start, hidden, hidden, line, this.count);
    this.#problem("terminatorMissing", hidden, line, "another ISA begins here");
    this.#countLines(start, hidden);
    return true;
  }

  /** Finds the elements of a stretch again, as if it ended at `stop`. */
  #rescan(start: number, stop: number): void {
    const table = this.#table;
    let count = 0;
    let gathered = 0;
    for (let i = start; i < stop; i++) {
      const met = table[this.bytes[i] as number] as number;
      if (met < structural) gathered |= met;
      else {
        this.ends[count] = i;
        this.kinds[count] = gathered;
        gathered = 0;
        if (count + 1 < maxElements) count++;
        if (count === this.ends.length) this.#grow();
      }
    }
    this.ends[count] = stop;
    this.kinds[count] = gathered;
    this.count = count;
  }

  /** The first line break behind which a segment seems to begin, or -1. */
  #lostTerminator(start: number, limit: number): number {
    const bytes = this.bytes;
    const separator = this.separators.element;
    for (let i = start; i < limit; i++) {
      if (bytes[i] !== LF && !(bytes[i] === CR && bytes[i + 1] !== LF)) continue;
      let at = i + 1;
      while (at < limit && (bytes[at] === 0x20 || bytes[at] === 0x09)) at++;
      const upper = baseKinds[bytes[at] as number] === kind.upper;
      if (upper && (bytes[at + 2] === separator || bytes[at + 3] === separator)) return i;
    }
    return -1;
  }

  #lineBreaks(start: number, stop: number, line: number): void {
    const site = this.#lostTerminator(start, stop);
    if (site >= 0) {
      const before = this.bytes[site - 1] === CR ? site - 1 : site;
      this.#problem("lineBreakInSegment", before, line, "a terminator seems to be missing");
    } else {
      let at = start;
      while (at < stop && this.bytes[at] !== LF && this.bytes[at] !== CR) at++;
      this.#problem("lineBreakInSegment", at, line, "");
    }
    this.#countLines(start, stop);
  }

  #countLines(from: number, to: number): void {
    for (let i = from; i < to; i++) if (this.bytes[i] === LF) this.#line++;
  }

  /** Between interchanges: finds the next ISA and gives it out, or what lies before it. */
  #outside(): boolean {
    const bytes = this.bytes;
    const limit = bytes.length;
    const leading = this.#at;
    let i = leading;
    let line = this.#line;
    if (!this.#began) {
      if (limit < 3 && !this.#final) return this.#again();
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
        this.#problem("byteOrderMark", 0, 1, "");
        i = 3;
      }
    }
    const blanks = i;
    while (i < limit && isDecoration(bytes[i] as number)) {
      if (bytes[i] === LF) line++;
      i++;
    }
    if (i >= limit) {
      if (this.#began || limit - leading >= 4096 || this.#final) return this.#endOfBytes(leading, line);
      return this.#again();
    }
    const reading = readIsa(bytes, i, limit, this.#final);
    if (reading.kind === "more") return this.#again();
    if (!this.#began && i > blanks) this.#problem("blanksBeforeIsa", blanks, this.#line, "");
    this.#began = true;
    if (reading.kind !== "isa") return this.#stray(leading, i, line, reading);

    this.#inside = true;
    this.#setSeparators(reading.separators);
    // A character of several bytes cannot be a terminator; its rest is skipped so that the segments can still be told.
    for (let n = 0; n < reading.continuation; n++) this.#decoration[bytes[reading.end + n] as number] = 1;
    const stop = reading.end - 1;
    this.#rescan(i, stop);
    this.#place("segment", leading, i, stop, reading.end, line, this.count);
    if (!reading.fixed) {
      let at = i;
      while (at < stop && bytes[at] !== LF && bytes[at] !== CR) at++;
      if (at < stop) {
        this.#problem("isaLineBreak", at, line, String(at - i));
        this.#countLines(i, stop);
      } else this.#problem("isaWidth", i, line, "");
    }
    if (reading.continuation > 0) this.#problem("terminatorMultibyte", stop, line, "");
    if (reading.componentMissing) this.#problem("componentSeparatorMissing", stop, line, "");
    if (bytes[stop] === LF) this.#line++;
    return true;
  }

  /** Gives out bytes that are no interchange, up to where one may begin. */
  #stray(leading: number, start: number, line: number, reading: { kind: string; elements?: number }): boolean {
    const bytes = this.bytes;
    const limit = bytes.length;
    let stop = -1;
    for (let at = start + 1; at < limit; at++) {
      at = bytes.indexOf(0x49, at);
      if (at < 0) break;
      if (mayBeIsa(bytes, at)) {
        stop = at;
        break;
      }
    }
    // An ISA may be cut by the end of this chunk.
    if (stop < 0) stop = this.#final ? limit : Math.max(start + 1, limit - 3);
    this.#place("stray", leading, start, stop, stop, line, 0);
    if (reading.kind === "broken") this.#problem("isaBroken", start, line, String(reading.elements));
    this.#countLines(start, stop);
    return true;
  }

  #setSeparators(separators: Separators): void {
    this.separators = separators;
    this.#table.set(baseKinds);
    this.#table[separators.component] = kind.component;
    if (separators.repetition !== undefined) this.#table[separators.repetition] = kind.repetition;
    this.#table[separators.element] = structural;
    this.#table[separators.terminator] = terminatorKind;
    for (let byte = 0; byte < 256; byte++) {
      const used = (this.#table[byte] as number) >= kind.component;
      this.#decoration[byte] = isDecoration(byte) && !used ? 1 : 0;
    }
  }

  #problem(code: ScanProblem["code"], at: number, line: number, detail: string): void {
    this.problems.push({ code, offset: this.base + at, line, detail });
  }

  #grow(): void {
    const ends = new Int32Array(this.ends.length * 2);
    ends.set(this.ends);
    this.ends = ends;
    const kinds = new Uint16Array(this.kinds.length * 2);
    kinds.set(this.kinds);
    this.kinds = kinds;
  }
}

/** A segment id as the number that {@link Scanner.id} gives. */
export function idNumber(id: string): number {
  let number = 0;
  for (let i = 0; i < id.length; i++) number = (number << 8) | id.charCodeAt(i);
  return number;
}

const idIea = idNumber("IEA");

const names: Readonly<Record<number, string>> = { 10: "LF", 13: "CR", 9: "tab", 32: "blank" };

/** A byte as people name it: `~`, `LF`, `0x85`. */
export function describeByte(byte: number): string {
  const name = names[byte];
  if (name) return name;
  if (byte > 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `0x${byte.toString(16).padStart(2, "0").toUpperCase()}`;
}
