import { describeByte } from "./byteKinds.ts";
import { lostId, textOfId } from "./segmentId.ts";
import { latin1, type Separators } from "./separators.ts";

/** Turns the bytes of an element into text. Throws on bytes that are none in its encoding. */
export type Decode = (bytes: Uint8Array) => string;

/** The envelopes around a segment, the same object for all segments of a set. */
export interface Surroundings {
  /** ISA13, GS06 and ST02 of what it stands in, as sent. */
  readonly interchange: string | undefined;
  readonly group: string | undefined;
  readonly set: string | undefined;
  readonly separators: Separators;
  readonly decode: Decode | undefined;
}

/** Where a segment was found: the scanner is one. */
interface FoundSegment {
  readonly bytes: Uint8Array;
  readonly base: number;
  readonly leading: number;
  readonly start: number;
  readonly stop: number;
  readonly end: number;
  readonly line: number;
  readonly id: number;
}

/**
 * One segment, read lazily: its elements are found at the first look and decoded one by one as they are asked for.
 * It keeps the bytes it lies in, never a copy.
 */
export class ReadSegment {
  /** Absolute byte offset of its first character. */
  readonly offset: number;
  /** Counted from 1, by line feeds. */
  readonly line: number;
  /** Counted from 1 at ST, as a 997 counts; 0 outside a set. */
  readonly position: number;
  /** Counted from 0 over the whole input. */
  readonly index: number;
  readonly surroundings: Surroundings;

  private readonly idNumber: number;
  private readonly source: Uint8Array;
  private readonly leading: number;
  private readonly start: number;
  private readonly stop: number;
  private readonly end: number;
  private ends: Int32Array | undefined;

  constructor(found: FoundSegment, position: number, index: number, surroundings: Surroundings) {
    this.offset = found.base + found.start;
    this.line = found.line;
    this.position = position;
    this.index = index;
    this.surroundings = surroundings;
    this.idNumber = found.id;
    this.source = found.bytes;
    this.leading = found.leading;
    this.start = found.start;
    this.stop = found.stop;
    this.end = found.end;
    this.ends = undefined;
  }

  get kind(): "segment" {
    return "segment";
  }

  /** Two or three characters. A segment whose id is none has its text up to the first separator here. */
  get id(): string {
    const { idNumber } = this;
    return idNumber === 0 ? lostId(this.source, this.start, this.stop, this.separators.element) : textOfId(idNumber);
  }

  /** ISA13 of its interchange, as sent. */
  get interchange(): string | undefined {
    return this.surroundings.interchange;
  }

  /** GS06 of its group, as sent. */
  get group(): string | undefined {
    return this.surroundings.group;
  }

  /** ST02 of its set, as sent. */
  get set(): string | undefined {
    return this.surroundings.set;
  }

  get separators(): Separators {
    return this.surroundings.separators;
  }

  /** The bytes as they came, with the decoration before the segment and its terminator: joined, they are the input. */
  get bytes(): Uint8Array {
    return this.source.subarray(this.leading, this.end);
  }

  /** The segment's text without decoration and terminator. */
  get text(): string {
    return this.slice(this.start, this.stop);
  }

  /** Elements behind the id, trailing empty ones counted. */
  get elementCount(): number {
    return this.found().length - 1;
  }

  /** The text of an element, counted from 1, without trailing blanks; empty where it is absent. */
  element(number: number): string {
    const ends = this.found();
    if (number < 0 || number >= ends.length) return "";
    const from = number === 0 ? this.start : (ends[number - 1] as number) + 1;
    return this.trimmed(from, ends[number] as number);
  }

  /** The text of an element exactly as sent. */
  raw(number: number): string {
    const ends = this.found();
    if (number < 0 || number >= ends.length) return "";
    const from = number === 0 ? this.start : (ends[number - 1] as number) + 1;
    return this.slice(from, ends[number] as number);
  }

  /** Absolute byte offset of an element. */
  elementOffset(number: number): number {
    const ends = this.found();
    const at = number === 0 ? this.start : ((ends[Math.min(number, ends.length) - 1] as number) ?? this.stop) + 1;
    return this.offset + at - this.start;
  }

  /** The components of an element's first repetition; a single one where it is no composite, none where it is absent. */
  components(number: number): readonly string[] {
    return this.repetitions(number)[0] ?? [];
  }

  /** All repetitions of an element, each as its components; none where it is absent. */
  repetitions(number: number): readonly (readonly string[])[] {
    const ends = this.found();
    if (number < 0 || number >= ends.length) return [];
    const { source } = this;
    const { repetition, component } = this.separators;
    let from = number === 0 ? this.start : (ends[number - 1] as number) + 1;
    const end = ends[number] as number;
    if (from === end) return [];
    const repeats: string[][] = [[]];
    // Separators are bytes, which may be no characters, or others, in the encoding of the text between them.
    for (let at = from; at <= end; at++) {
      if (at < end && source[at] !== component && source[at] !== repetition) continue;
      repeats.at(-1)?.push(this.trimmed(from, at));
      if (at < end && source[at] === repetition) repeats.push([]);
      from = at + 1;
    }
    return repeats;
  }

  /** All elements behind the id, as {@link element} gives them. */
  elements(): string[] {
    const texts: string[] = [];
    for (let number = 1; number <= this.elementCount; number++) texts.push(this.element(number));
    return texts;
  }

  toString(): string {
    return `${this.text}${describeByte(this.separators.terminator)}`;
  }

  private trimmed(from: number, end: number): string {
    let to = end;
    while (to > from && this.source[to - 1] === 0x20) to--;
    return this.slice(from, to);
  }

  private slice(from: number, to: number): string {
    if (from >= to) return "";
    const { decode } = this.surroundings;
    return decode ? decode(this.source.subarray(from, to)) : latin1(this.source, from, to);
  }

  private found(): Int32Array {
    if (this.ends) return this.ends;
    const { source, stop } = this;
    const separator = this.separators.element;
    if (stop - this.start >= places.length) places = new Int32Array((stop - this.start) * 2);
    let count = 0;
    for (let i = this.start; i < stop; i++) if (source[i] === separator) places[count++] = i;
    places[count++] = stop;
    this.ends = places.slice(0, count);
    return this.ends;
  }
}

/** Room to find separators in, as long as the longest segment so far. */
let places = new Int32Array(256);

/** Bytes that belong to no segment. */
export class Stray {
  readonly kind = "stray";
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly line: number;
  /** Only blanks and line breaks. */
  readonly decoration: boolean;

  constructor(bytes: Uint8Array, offset: number, line: number, decoration: boolean) {
    this.bytes = bytes;
    this.offset = offset;
    this.line = line;
    this.decoration = decoration;
  }
}

export type Token = ReadSegment | Stray;
