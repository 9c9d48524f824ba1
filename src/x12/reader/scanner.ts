/**
 * Finds segments and their elements in bytes, without making a string or an object of them.
 *
 * The scanner is one object that is moved from token to token: {@link Scanner.next} finds the next one and its fields
 * describe it until the following call. Bytes come by {@link Scanner.push} as they arrive; a token is given out once its
 * terminator is there. Memory is one chunk and one unfinished segment, whatever the length of the input. Each byte is
 * looked up once in a table that holds, for the separators of the interchange, what kind of character it is; the kinds met
 * in an element are gathered as bits, so that a digit-only element is known to be one without a second look.
 */
import { findFixedIsa, mayBeIsa, readIsa, type Separators, undecided } from "./separators.ts";

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

export interface ScannerOptions {
  /** A longer run without a terminator is not a segment. Default 1 MiB. */
  readonly maxSegmentBytes?: number;
  /**
   * True: only segments are found. Their elements are left until {@link Scanner.findElements} asks for them, and of the
   * problems only those that keep segments from being found are told.
   */
  readonly lazy?: boolean;
  /**
   * True: bytes are moved through one window instead of a new one for each chunk. Nothing may keep {@link Scanner.bytes}
   * beyond the next call.
   */
  readonly transient?: boolean;
}

/** More elements than any segment has; what follows is one element. */
const maxElements = 4096;

/** How many plain segments, and elements of them, are found in one go. */
const segmentsAhead = 256;
const elementsAhead = 4096;
const plainElements = 128;
/** A longer segment may hide an interchange. */
const plainLength = 106;

const idKinds = kind.upper | kind.digit;
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
  /** Where the elements of the segment begin in `ends` and `kinds`. */
  first = 0;
  /** `ends[first + n]` is one past element n, the id being element 0. Element n begins at `ends[first + n - 1] + 1`. */
  ends: Int32Array = new Int32Array(elementsAhead);
  /** `kinds[first + n]` are the kinds of characters in element n. */
  kinds: Uint16Array = new Uint16Array(elementsAhead);
  separators: Separators = { element: 0x2a, component: 0x3e, repetition: undefined, terminator: 0x7e };
  /** What is wrong with the current token, found while scanning. Empty almost always. */
  problems: ScanProblem[] = [];

  readonly #maxSegmentBytes: number;
  readonly #lazy: boolean;
  #window: Uint8Array | undefined;
  readonly #table: Uint16Array = new Uint16Array(256);
  #decoration = new Uint8Array(256);
  #terminator = 0x7e;
  #inside = false;
  #at = 0;
  #line = 1;
  #finished = false;
  /** What is in `bytes` has been looked at and holds no whole token more. */
  #unfinished = false;
  /** Finished, and the last bytes are in `bytes`. */
  #final = false;
  #began = false;
  /** The first blanks before the first ISA, which may have been given out before it comes. */
  #blanks: { readonly offset: number; readonly line: number } | undefined;
  /** Segments found ahead of the current one: for each its leading, start, stop, line, id, count and first. */
  readonly #ahead = new Int32Array(segmentsAhead * 7);
  #ready = 0;
  #taken = 0;
  /** All kinds met in the segment scanned last. */
  #met = 0;
  /** Line feeds in the segment scanned last, its terminator aside. */
  #feeds = 0;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;

  constructor(options: ScannerOptions = {}) {
    this.#maxSegmentBytes = options.maxSegmentBytes ?? 1024 * 1024;
    this.#lazy = options.lazy ?? false;
    this.#window = options.transient ? new Uint8Array(0) : undefined;
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
    // A Buffer reads slower in the inner loop than the plain array that it is a kind of.
    this.#waiting.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length));
    this.#waitingBytes += chunk.length;
  }

  /** Says that no more bytes will come. */
  finish(): void {
    this.#finished = true;
  }

  #takeWaiting(): void {
    if (this.#waitingBytes === 0) return;
    const rest = this.bytes.length - this.#at;
    const [only] = this.#waiting;
    if (rest === 0 && this.#waiting.length === 1 && only) {
      this.base += this.#at;
      this.bytes = only;
    } else {
      const joined = this.#room(rest + this.#waitingBytes);
      // The rest may lie in the same window: set moves as copyWithin does.
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

  #room(length: number): Uint8Array {
    if (this.#window === undefined) return new Uint8Array(length);
    if (this.#window.length < length) this.#window = new Uint8Array(length * 2);
    return this.#window.subarray(0, length);
  }

  /** Moves to the next token. False: none is complete yet, or none is left. */
  next(): boolean {
    if (this.#taken < this.#ready) return this.#take();
    if (this.problems.length > 0) this.problems = [];
    // An unfinished segment is looked at again only once as much has come as there was: many tiny chunks stay cheap.
    if (this.#waitingBytes > 0 && (this.#finished || this.#waitingBytes >= this.bytes.length - this.#at)) {
      this.#takeWaiting();
    } else if (this.#unfinished && this.#final === this.#finished) return false;
    this.#final = this.#finished;
    const found = this.#find();
    this.#unfinished = !found;
    return found;
  }

  #find(): boolean {
    if (!this.#inside) return this.#outside();
    this.#readAhead();
    return this.#ready > 0 ? this.#take() : this.#segment();
  }

  #take(): true {
    const ahead = this.#ahead;
    const at = this.#taken++ * 7;
    const stop = ahead[at + 2] as number;
    this.tokenKind = "segment";
    this.leading = ahead[at] as number;
    this.start = ahead[at + 1] as number;
    this.stop = stop;
    this.end = stop + 1;
    this.line = ahead[at + 3] as number;
    this.id = ahead[at + 4] as number;
    this.count = ahead[at + 5] as number;
    this.first = ahead[at + 6] as number;
    return true;
  }

  /**
   * Finds the plain segments that lie ahead. It stops before whatever is not plain - an envelope of the interchange, an
   * odd id, a line break inside, the end of the bytes - and leaves that to {@link #segment}.
   */
  #readAhead(): void {
    const { bytes, ends, kinds } = this;
    const limit = bytes.length;
    const table = this.#table;
    const decoration = this.#decoration;
    const terminator = this.#terminator;
    const separator = this.separators.element;
    const lazy = this.#lazy;
    const ahead = this.#ahead;
    let at = this.#at;
    let line = this.#line;
    let ready = 0;
    let next = 0;
    // Where one byte is both, or a terminator may stand in an id, nothing is plain.
    const odd = separator === terminator || ((baseKinds[terminator] as number) & idKinds) !== 0;
    const most = odd ? 0 : segmentsAhead;
    for (; ready < most && next < elementsAhead - plainElements; ready++) {
      let start = at;
      let lines = line;
      while (start < limit && decoration[bytes[start] as number] === 1) {
        if (bytes[start] === LF) lines++;
        start++;
      }
      if (start + 4 > limit) break;
      const first = bytes[start] as number;
      const second = bytes[start + 1] as number;
      const third = bytes[start + 2] as number;
      // ISA and IEA, and what else begins like them.
      if (first === 0x49 && (second === 0x53 || second === 0x45)) break;
      if (baseKinds[first] !== kind.upper || ((baseKinds[second] as number) & idKinds) === 0) break;
      let id = (first << 8) | second;
      let i = start + 2;
      if (third !== separator) {
        if (((baseKinds[third] as number) & idKinds) === 0 || bytes[start + 3] !== separator) break;
        id = (id << 8) | third;
        i++;
      }
      const end = Math.min(limit, start + plainLength);
      let count = 0;
      if (lazy) {
        for (; i < end; i++) {
          const byte = bytes[i];
          if (byte === terminator || byte === LF) break;
        }
        if (i === end || bytes[i] !== terminator) break;
      } else {
        let gathered = 0;
        let all = 0;
        ends[next] = i;
        kinds[next] = idKinds;
        for (i++; i < end; i++) {
          const met = table[bytes[i] as number] as number;
          if (met < structural) {
            gathered |= met;
            continue;
          }
          count++;
          ends[next + count] = i;
          kinds[next + count] = gathered;
          all |= gathered;
          gathered = 0;
          if (met === terminatorKind) break;
        }
        if (i === end || (all & kind.lineBreak) !== 0) break;
      }
      const entry = ready * 7;
      ahead[entry] = at;
      ahead[entry + 1] = start;
      ahead[entry + 2] = i;
      ahead[entry + 3] = lines;
      ahead[entry + 4] = id;
      ahead[entry + 5] = count;
      ahead[entry + 6] = next;
      next += count + 1;
      at = i + 1;
      line = terminator === LF ? lines + 1 : lines;
    }
    this.#at = at;
    this.#line = line;
    this.#ready = ready;
    this.#taken = 0;
  }

  #segment(): boolean {
    const bytes = this.bytes;
    const limit = bytes.length;
    const decoration = this.#decoration;
    const leading = this.#at;
    let line = this.#line;
    let i = leading;
    for (;;) {
      while (i < limit && decoration[bytes[i] as number] === 1) {
        if (bytes[i] === LF) line++;
        i++;
      }
      if (i >= limit || bytes[i] !== this.#terminator) break;
      // A terminator with nothing before it. Blank lines are no news where the terminator is a line break.
      if (bytes[i] === LF) line++;
      else if (bytes[i] !== CR) this.#problem("emptySegment", i, line, "");
      i++;
    }
    if (i >= limit) return this.#endOfBytes(leading, line);
    if (bytes[i] === 0x49 && limit - i < 4 && !this.#final) return false;
    if (bytes[i] === 0x49 && mayBeIsa(bytes, i)) {
      this.#inside = false;
      const found = this.#outside(i, line);
      // Not enough of it is there: what was met before it is told again with it.
      if (!found) this.#inside = true;
      return found;
    }

    const stop = this.#lazy ? this.#terminatorAfter(i) : this.#elements(i);
    if (stop < 0) {
      if (!this.#final && limit - i <= this.#maxSegmentBytes) return false;
      return this.#unterminated(leading, i, line);
    }
    const start = i;
    if (stop - start >= 106) {
      const hidden = findFixedIsa(bytes, start + 1, limit, stop);
      if (hidden === undecided && !this.#final) return false;
      if (hidden >= 0) return this.#cut(leading, start, hidden, line);
      if (stop - start > this.#maxSegmentBytes) return this.#tooLong(leading, start, stop + 1, line);
    }
    this.#place("segment", leading, start, stop, stop + 1, line);
    if (this.#lazy) this.#line += this.#feeds;
    else if ((this.#met & kind.lineBreak) !== 0) this.#lineBreaks(start, stop, line);
    if (bytes[stop] === LF) this.#line++;
    return true;
  }

  /** Finds the terminator alone, and counts the line feeds before it. */
  #terminatorAfter(i: number): number {
    const bytes = this.bytes;
    const limit = bytes.length;
    const terminator = this.#terminator;
    let feeds = 0;
    for (let at = i; at < limit; at++) {
      const byte = bytes[at];
      if (byte === terminator) {
        this.#feeds = feeds;
        return at;
      }
      if (byte === LF) feeds++;
    }
    return -1;
  }

  /** Finds the elements of the segment that begins at `i`. Returns where its terminator is, or -1. */
  #elements(i: number): number {
    const bytes = this.bytes;
    const limit = bytes.length;
    const table = this.#table;
    let { ends, kinds } = this;
    let count = 0;
    let gathered = 0;
    let all = 0;
    for (let at = i; at < limit; ) {
      const met = table[bytes[at] as number] as number;
      if (met < structural) {
        gathered |= met;
        at++;
        continue;
      }
      ends[count] = at;
      kinds[count] = gathered;
      all |= gathered;
      gathered = 0;
      if (met === terminatorKind) {
        this.count = count;
        this.#met = all;
        return at;
      }
      at++;
      if (++count === ends.length) {
        if (count >= maxElements) count--;
        else {
          this.#grow();
          ({ ends, kinds } = this);
        }
      }
    }
    return -1;
  }

  /** Finds the elements of the current segment, where the scanner is lazy. */
  findElements(): void {
    if (!this.#lazy) return;
    this.first = 0;
    this.#rescan(this.start, this.stop);
  }

  #place(tokenKind: TokenKind, leading: number, start: number, stop: number, end: number, line: number): void {
    this.tokenKind = tokenKind;
    this.leading = leading;
    this.start = start;
    this.stop = stop;
    this.end = end;
    this.line = line;
    this.first = 0;
    this.#line = line;
    this.#at = end;
    if (tokenKind !== "segment") {
      this.id = 0;
      this.count = 0;
      return;
    }
    this.id = this.#idAt(start, stop);
    if (this.id === idIea) this.#inside = false;
  }

  /** The id of a segment as a number: a capital, then one or two capitals or digits. */
  #idAt(start: number, stop: number): number {
    const { bytes } = this;
    const separator = this.separators.element;
    const first = bytes[start] as number;
    const second = bytes[start + 1] as number;
    const third = bytes[start + 2] as number;
    if (baseKinds[first] !== kind.upper || start + 2 > stop || ((baseKinds[second] as number) & idKinds) === 0)
      return 0;
    if (start + 2 === stop || third === separator) return (first << 8) | second;
    if (start + 3 !== stop && bytes[start + 3] !== separator) return 0;
    return ((baseKinds[third] as number) & idKinds) === 0 ? 0 : (first << 16) | (second << 8) | third;
  }

  /** Nothing but decoration is left, or nothing at all. */
  #endOfBytes(leading: number, line: number): boolean {
    const limit = this.bytes.length;
    if (!this.#final) {
      // Decoration may be endless: give it out rather than gather it.
      if (limit - leading < 4096) return false;
    } else if (leading >= limit) return false;
    this.#place("trailing", leading, leading, limit, limit, line);
    return true;
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
      if (!this.#lazy) this.#rescan(start, before);
      this.#place("segment", leading, start, before, site + 1, line);
      const was = describeByte(this.separators.terminator);
      this.#problem("terminatorChanged", before, line, `${was} to ${describeByte(bytes[site] as number)}`);
      if (bytes[site] === LF) this.#line++;
      this.#setSeparators({ ...this.separators, terminator: bytes[site] as number });
      return true;
    }
    if (hidden >= 0) return this.#cut(leading, start, hidden, line);
    if (limit - start > this.#maxSegmentBytes) return this.#tooLong(leading, start, limit, line);
    let stop = limit;
    while (stop > start + 1 && isDecoration(bytes[stop - 1] as number)) stop--;
    if (!this.#lazy) this.#rescan(start, stop);
    this.#place("segment", leading, start, stop, stop, line);
    this.#problem("terminatorMissing", stop, line, "end of input");
    return true;
  }

  /** Too long to be a segment: its bytes are given out as stray ones. */
  #tooLong(leading: number, start: number, end: number, line: number): true {
    this.#place("stray", leading, start, end, end, line);
    this.#problem("segmentTooLong", start, line, String(this.#maxSegmentBytes));
    this.#countLines(start, end);
    return true;
  }

  /** A segment that another interchange breaks into. */
  #cut(leading: number, start: number, hidden: number, line: number): boolean {
    if (!this.#lazy) this.#rescan(start, hidden);
    this.#place("segment", leading, start, hidden, hidden, line);
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
      if (at >= limit || baseKinds[bytes[at] as number] !== kind.upper) continue;
      if ((at + 2 < limit && bytes[at + 2] === separator) || (at + 3 < limit && bytes[at + 3] === separator)) return i;
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
  #outside(from = this.#at, atLine = this.#line): boolean {
    const bytes = this.bytes;
    const limit = bytes.length;
    const leading = this.#at;
    let i = from;
    let line = atLine;
    let mark = -1;
    let blanks = i;
    for (;;) {
      while (i < limit && isDecoration(bytes[i] as number)) {
        if (bytes[i] === LF) line++;
        i++;
      }
      // One before each interchange, where files were joined that begin with one.
      if (mark >= 0 || bytes[i] !== 0xef) break;
      if (limit - i < 3 && !this.#final) return false;
      if (bytes[i + 1] !== 0xbb || bytes[i + 2] !== 0xbf) break;
      mark = i;
      i += 3;
      if (blanks === mark) blanks = i;
    }
    if (i >= limit) {
      if (mark >= 0 && !this.#final) return false;
      if (!this.#began && !this.#final && limit - leading < 4096) return false;
      const given = this.#endOfBytes(leading, line);
      if (given && mark >= 0) this.#problem("byteOrderMark", mark, line, "");
      if (given && i > blanks) this.#blanks ??= { offset: this.base + blanks, line: this.#line };
      return given;
    }
    const reading = readIsa(bytes, i, limit, this.#final);
    if (reading.kind === "more") return false;
    if (mark >= 0) this.#problem("byteOrderMark", mark, line, "");
    if (i > blanks) this.#blanks ??= { offset: this.base + blanks, line: this.#line };
    if (!this.#began && this.#blanks) this.problems.push({ code: "blanksBeforeIsa", ...this.#blanks, detail: "" });
    this.#began = true;
    if (reading.kind !== "isa") return this.#stray(leading, i, line, reading);

    this.#inside = true;
    this.#setSeparators(reading.separators);
    // A character of several bytes cannot be a terminator; its rest is skipped so that the segments can still be told.
    for (let n = 0; n < reading.continuation; n++) this.#decoration[bytes[reading.end + n] as number] = 1;
    const stop = reading.end - 1;
    if (!this.#lazy) this.#rescan(i, stop);
    this.#place("segment", leading, i, stop, reading.end, line);
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
    this.#place("stray", leading, start, stop, stop, line);
    if (reading.kind === "broken") this.#problem("isaBroken", start, line, String(reading.elements));
    this.#countLines(start, stop);
    return true;
  }

  #setSeparators(separators: Separators): void {
    this.separators = separators;
    this.#terminator = separators.terminator;
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
