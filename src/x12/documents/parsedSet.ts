/** What a typed document is read from: the segments between ST and SE, in order. The reader's sets have this shape. */
export interface ParsedSegment {
  readonly id: string;
  /** Counted from 1 at ST, as a 997 counts. */
  readonly position: number;
  /** Elements after the id. */
  readonly elementCount: number;
  /** The element's text as sent, without trailing blanks; empty where it is absent. The first is 1. */
  element(number: number): string;
  /** The components of one element; a single one where it is no composite. */
  components(number: number): readonly string[];
}

export interface ParsedSet {
  /** ST01. */
  readonly set: string;
  /** The first six characters of GS08, such as `004010`. */
  readonly release: string;
  readonly segments: readonly ParsedSegment[];
}

export type ReadingNoteKind =
  /** The value is none of its type; the field is left out of the document. */
  | "unreadable"
  /** An Nn element came with a decimal point and was read as written. */
  | "explicitPoint"
  /** A segment or element that the document has no field for; it is only in the raw set. */
  | "notCarried"
  /** The segment stands where the set does not have it. */
  | "outOfPlace"
  /** Values that should agree do not; the more telling one was taken. */
  | "contradiction"
  | "missing"
  /** Parents of an HL tree that cannot be right. */
  | "hierarchy";

/** Something about a set that reading it as a document has to tell. It never stops the reading. */
export interface ReadingNote {
  kind: ReadingNoteKind;
  /** Segment position in the set, counted from 1 at ST. */
  position: number;
  segment: string;
  /** Element number, where the note is about one. */
  element?: number;
  value?: string;
  message: string;
}

/** A set as a document, with what could not be carried over. */
export interface ReadDocument<T> {
  document: T;
  notes: readonly ReadingNote[];
}

/** Walks a set's segments once, forward. Every segment is either taken or noted, so nothing is lost unseen. */
export class SegmentCursor {
  readonly notes: ReadingNote[] = [];
  readonly set: ParsedSet;
  #index = 0;
  readonly #segments: readonly ParsedSegment[];

  constructor(set: ParsedSet) {
    this.set = set;
    this.#segments = set.segments.filter(({ id }) => id !== "ST" && id !== "SE");
  }

  peek(): ParsedSegment | undefined {
    return this.#segments[this.#index];
  }

  next(): ParsedSegment | undefined {
    return this.#segments[this.#index++];
  }

  /** Takes the segment ahead where it has this id. */
  take(id: string): ParsedSegment | undefined {
    return this.peek()?.id === id ? this.next() : undefined;
  }

  note(kind: ReadingNoteKind, segment: ParsedSegment, message: string, element?: number, value?: string): void {
    this.notes.push({
      kind,
      position: segment.position,
      segment: segment.id,
      ...(element === undefined ? {} : { element }),
      ...(value === undefined ? {} : { value }),
      message,
    });
  }

  /** Notes that the set lacks a segment its document is built on. */
  missing(segment: string): void {
    const last = this.#segments.at(-1);
    this.notes.push({
      kind: "missing",
      position: last === undefined ? 1 : last.position + 1,
      segment,
      message: `The set has no ${segment} segment`,
    });
  }

  notCarried(segment: ParsedSegment): void {
    this.note("notCarried", segment, `${segment.id} is kept in the raw set only`);
  }
}
