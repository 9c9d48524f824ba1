/**
 * Finds segments and their elements in bytes, without making a string or an object of them.
 *
 * The scanner is one object that is moved from token to token: {@link Scanner.next} finds the next one and its fields
 * describe it until the following call. Bytes come by {@link Scanner.push} as they arrive; a token is given out once its
 * terminator is there. Memory is one chunk and one unfinished segment, whatever the length of the input. Each byte is
 * looked up once in a table that holds, for the separators of the interchange, what kind of character it is; the kinds met
 * in an element are gathered as bits, so that a digit-only element is known to be one without a second look.
 */
import { ByteKinds, baseKinds, CR, describeByte, isDecoration, kind, LF } from "./byteKinds.ts";
import { ElementPlaces } from "./elementPlaces.ts";
import { InputBytes } from "./inputBytes.ts";
import { entrySize, PlainSegments } from "./plainSegments.ts";
import type { ScanProblem } from "./scanProblem.ts";
import { idAt, idNumber } from "./segmentId.ts";
import { findFixedIsa, mayBeIsa, readIsa, type Separators, undecided } from "./separators.ts";

/** Bytes that a token is about. */
export type TokenKind =
  | "segment"
  /** Bytes that belong to no segment: before, between and behind interchanges. */
  | "stray"
  /** What follows the last segment and is only decoration. */
  | "trailing";

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

export class Scanner {
  /** The bytes that the current token lies in. Never changed afterwards, unless transient: a token may keep them. */
  bytes: Uint8Array;
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
  readonly ends: Int32Array;
  /** `kinds[first + n]` are the kinds of characters in element n. */
  readonly kinds: Uint16Array;
  separators: Separators;
  /** What is wrong with the current token, found while scanning. Empty almost always. */
  problems: ScanProblem[] = [];

  readonly #maxSegmentBytes: number;
  readonly #lazy: boolean;
  readonly #input: InputBytes;
  readonly #byteKinds = new ByteKinds();
  readonly #places = new ElementPlaces(this.#byteKinds);
  /** Found ahead of the current segment; `#taken` of them were given out. */
  readonly #ahead: PlainSegments;
  #taken = 0;
  #inside = false;
  #at = 0;
  #line = 1;
  #finished = false;
  /** What is in `bytes` has been looked at and holds no whole token more. */
  #unfinished = false;
  /** Finished, and the last bytes are in `bytes`. */
  #final = false;
  #began = false;
  /** What lies before the next ISA was given out up to the end of a chunk: what comes is more of it. */
  #strayGoesOn = false;
  /** The first blanks before the first ISA, which may have been given out before it comes. */
  #blanks: { readonly offset: number; readonly line: number } | undefined;
  /** Line feeds in the segment scanned last, its terminator aside. */
  #feeds = 0;

  constructor(options: ScannerOptions = {}) {
    this.#maxSegmentBytes = options.maxSegmentBytes ?? 1024 * 1024;
    this.#lazy = options.lazy ?? false;
    this.#input = new InputBytes(options.transient ?? false);
    this.#ahead = new PlainSegments(this.#byteKinds, this.#places, this.#lazy);
    this.bytes = this.#input.bytes;
    this.ends = this.#places.ends;
    this.kinds = this.#places.kinds;
    this.separators = this.#byteKinds.separators;
  }

  /** Starts inside an interchange whose separators are known, at a given place of a larger input. */
  resume(separators: Separators, base: number, line: number): void {
    this.#began = true;
    this.#inside = true;
    this.#input.base = base;
    this.base = base;
    this.#line = line;
    this.#setSeparators(separators);
  }

  /** Adds bytes. They must not be changed by the caller afterwards. */
  push(chunk: Uint8Array): void {
    this.#input.push(chunk);
  }

  /** Says that no more bytes will come. */
  finish(): void {
    this.#finished = true;
  }

  /** Moves to the next token. False: none is complete yet, or none is left. */
  next(): boolean {
    if (this.#taken < this.#ahead.ready) return this.#take();
    if (this.problems.length > 0) this.problems = [];
    // An unfinished segment is looked at again only once as much has come as there was: many tiny chunks stay cheap.
    const { waiting } = this.#input;
    if (waiting > 0 && (this.#finished || waiting >= this.bytes.length - this.#at)) {
      this.#input.take(this.#at);
      this.bytes = this.#input.bytes;
      this.base = this.#input.base;
      this.#at = 0;
    } else if (this.#unfinished && this.#final === this.#finished) return false;
    this.#final = this.#finished;
    const found = this.#find();
    this.#unfinished = !found;
    return found;
  }

  #find(): boolean {
    if (!this.#inside) return this.#outside();
    const ahead = this.#ahead;
    ahead.find(this.bytes, this.#at, this.#line);
    this.#at = ahead.at;
    this.#line = ahead.line;
    this.#taken = 0;
    return ahead.ready > 0 ? this.#take() : this.#segment();
  }

  #take(): true {
    const { entries } = this.#ahead;
    const at = this.#taken++ * entrySize;
    const stop = entries[at + 2] as number;
    this.tokenKind = "segment";
    this.leading = entries[at] as number;
    this.start = entries[at + 1] as number;
    this.stop = stop;
    this.end = stop + 1;
    this.line = entries[at + 3] as number;
    this.id = entries[at + 4] as number;
    this.count = entries[at + 5] as number;
    this.first = entries[at + 6] as number;
    return true;
  }

  #segment(): boolean {
    const bytes = this.bytes;
    const limit = bytes.length;
    const { decoration } = this.#byteKinds;
    const { terminator } = this.separators;
    const leading = this.#at;
    let line = this.#line;
    let i = leading;
    for (;;) {
      while (i < limit && decoration[bytes[i] as number] === 1) {
        if (bytes[i] === LF) line++;
        i++;
      }
      if (i >= limit || bytes[i] !== terminator) break;
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

    const stop = this.#lazy ? this.#terminatorAfter(i) : this.#places.find(bytes, i, limit);
    if (stop === limit) {
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
    this.count = this.#places.count;
    if (this.#lazy) this.#line += this.#feeds;
    else if ((this.#places.met & kind.lineBreak) !== 0) this.#lineBreaks(start, stop, line);
    if (bytes[stop] === LF) this.#line++;
    return true;
  }

  /** Finds the terminator alone, and counts the line feeds before it. Returns the end of the bytes where none is. */
  #terminatorAfter(i: number): number {
    const bytes = this.bytes;
    const limit = bytes.length;
    const { terminator } = this.separators;
    let feeds = 0;
    for (let at = i; at < limit; at++) {
      const byte = bytes[at];
      if (byte === terminator) {
        this.#feeds = feeds;
        return at;
      }
      if (byte === LF) feeds++;
    }
    return limit;
  }

  /** Finds the elements of the current segment, where the scanner is lazy. */
  findElements(): void {
    if (!this.#lazy) return;
    this.first = 0;
    this.#findWithin(this.start, this.stop);
  }

  #findWithin(start: number, stop: number): void {
    this.#places.findWithin(this.bytes, start, stop);
    this.count = this.#places.count;
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
    this.id = idAt(this.bytes, start, stop, this.separators.element);
    if (this.id === idIea) this.#inside = false;
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
      if (!this.#lazy) this.#findWithin(start, before);
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
    if (!this.#lazy) this.#findWithin(start, stop);
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
    if (!this.#lazy) this.#findWithin(start, hidden);
    this.#place("segment", leading, start, hidden, hidden, line);
    this.#problem("terminatorMissing", hidden, line, "another ISA begins here");
    this.#countLines(start, hidden);
    return true;
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
      if (mark >= 0 || this.#strayGoesOn || bytes[i] !== 0xef) break;
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
    this.#strayGoesOn = false;
    this.#setSeparators(reading.separators);
    // A character of several bytes cannot be a terminator; its rest is skipped so that the segments can still be told.
    for (let n = 0; n < reading.continuation; n++) this.#byteKinds.decoration[bytes[reading.end + n] as number] = 1;
    const stop = reading.end - 1;
    if (!this.#lazy) this.#findWithin(i, stop);
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
    this.#strayGoesOn = stop < 0;
    if (stop < 0) stop = this.#final ? limit : Math.max(start + 1, limit - 3);
    this.#place("stray", leading, start, stop, stop, line);
    if (reading.kind === "broken") this.#problem("isaBroken", start, line, String(reading.elements));
    this.#countLines(start, stop);
    return true;
  }

  #setSeparators(separators: Separators): void {
    this.separators = separators;
    this.#byteKinds.set(separators);
  }

  #problem(code: ScanProblem["code"], at: number, line: number, detail: string): void {
    this.problems.push({ code, offset: this.base + at, line, detail });
  }
}

const idIea = idNumber("IEA");
