/**
 * The layout of a document: which of its fields stand in which segments and loops, in the order of the set, once for
 * both directions.
 *
 * Reading is lenient. Inside one loop the order does not matter; a segment that the innermost open loop does not know
 * closes it where a loop around it takes the segment at the same place or later, as X12 loops do. What nobody takes
 * is noted.
 */

import type { Segment } from "../writer/segment.ts";
import { type Binding, isAbsent, readBound, type WriteContext, writeBound } from "./binding.ts";
import { type ParsedSegment, type ParsedSet, type ReadDocument, SegmentCursor } from "./parsedSet.ts";

export interface LayoutContext extends WriteContext {
  /** Notes are written as MTX instead of MSG (releases from 004030 on). */
  longNotes: boolean;
}

export interface Member<T> {
  ids: readonly string[];
  write(part: T, from: string, context: LayoutContext, out: Segment[]): void;
  /** @returns the loop that the segment opens, if it opens one */
  read(part: T, segment: ParsedSegment, cursor: SegmentCursor): OpenLoop | undefined;
}

/** A loop being read: its layout and the part of the document that it fills. */
interface OpenLoop {
  layout: Layout<object>;
  part: object;
}

export interface Layout<T> {
  members: readonly Member<T>[];
  byId: ReadonlyMap<string, number>;
}

export function layout<T>(...members: readonly Member<T>[]): Layout<T> {
  const byId = new Map<string, number>();
  members.forEach((member, index) => {
    for (const id of member.ids) if (!byId.has(id)) byId.set(id, index);
  });
  return { members, byId };
}

type Entry<V> = NonNullable<V> extends readonly (infer E)[] ? E & object : never;
type Single<V> = NonNullable<V> & object;

interface MemberFactory<T> {
  /** A segment whose elements are fields of the part itself: BEG of an 850. */
  own(binding: Binding<T>): Member<T>;
  /** A segment that comes at most once, in one field. */
  one<K extends keyof T & string>(field: K, binding: Binding<Single<T[K]>>): Member<T>;
  /** A segment that repeats, in an array field. */
  many<K extends keyof T & string>(field: K, binding: Binding<Entry<T[K]>>): Member<T>;
  /** A loop that comes at most once, in one field. */
  oneLoop<K extends keyof T & string>(field: K, first: Binding<Single<T[K]>>, inner: Layout<Single<T[K]>>): Member<T>;
  /** A loop that repeats, in an array field. */
  loop<K extends keyof T & string>(field: K, first: Binding<Entry<T[K]>>, inner: Layout<Entry<T[K]>>): Member<T>;
  /** Lines of text in an array field, several to a segment: `["N3", 2]` is two to each N3. */
  texts<K extends keyof T & string>(field: K, id: string, perSegment: number): Member<T>;
  /**
   * Message text in an array field: MSG01, or MTX02 where `longNotes` and the release has that in its place.
   * Either one is read.
   */
  messages<K extends keyof T & string>(field: K, longNotes: boolean): Member<T>;
}

type Fields = Record<string, unknown>;

/** The members of one part's layout, with their fields checked against its type. */
export function membersOf<T extends object>(): MemberFactory<T> {
  return {
    own: (binding) => ({
      ids: [binding.id],
      write(part, from, context, out) {
        push(out, writeBound(binding, part, from, context));
      },
      read(part, segment, cursor) {
        Object.assign(part, readBound(binding, segment, cursor));
        return undefined;
      },
    }),

    one: (field, binding) => ({
      ids: [binding.id],
      write(part, from, context, out) {
        push(out, writeBound(binding, part[field] as object | undefined, join(from, field), context));
      },
      read(part, segment, cursor) {
        if (!isRepeat(part, field, segment, cursor)) (part as Fields)[field] = readBound(binding, segment, cursor);
        return undefined;
      },
    }),

    many: (field, binding) => ({
      ids: [binding.id],
      write(part, from, context, out) {
        eachOf(part[field], join(from, field), (entry, at) => push(out, writeBound(binding, entry, at, context)));
      },
      read(part, segment, cursor) {
        listOf(part, field).push(readBound(binding, segment, cursor));
        return undefined;
      },
    }),

    oneLoop: (field, first, inner) => ({
      ids: [first.id],
      write(part, from, context, out) {
        const entry = part[field] as object | undefined;
        if (entry !== undefined) writeLoop(first, inner, entry, join(from, field), context, out);
      },
      read(part, segment, cursor) {
        if (isRepeat(part, field, segment, cursor)) return undefined;
        const entry = readBound(first as Binding<object>, segment, cursor);
        (part as Fields)[field] = entry;
        return { layout: inner as Layout<object>, part: entry };
      },
    }),

    loop: (field, first, inner) => ({
      ids: [first.id],
      write(part, from, context, out) {
        eachOf(part[field], join(from, field), (entry, at) => writeLoop(first, inner, entry, at, context, out));
      },
      read(part, segment, cursor) {
        const entry = readBound(first as Binding<object>, segment, cursor);
        listOf(part, field).push(entry);
        return { layout: inner as Layout<object>, part: entry };
      },
    }),

    texts: (field, id, perSegment) => ({
      ids: [id],
      write(part, from, _context, out) {
        const texts = ((part[field] as readonly string[] | undefined) ?? []).filter((text) => !isAbsent(text));
        for (let index = 0; index < texts.length; index += perSegment) {
          const elements = texts.slice(index, index + perSegment);
          const fields = elements.map((_, offset) => `${field}[${index + offset}]`);
          out.push({ id, elements, from, fields });
        }
      },
      read(part, segment, cursor) {
        for (let number = 1; number <= segment.elementCount; number++) {
          const text = segment.element(number);
          if (text === "") continue;
          if (number <= perSegment) listOf(part, field).push(text);
          else cursor.note("notCarried", segment, `element ${number} is kept in the raw set only`, number, text);
        }
        return undefined;
      },
    }),

    messages: (field, longNotes) => ({
      ids: ["MSG", "MTX"],
      write(part, from, context, out) {
        const texts = (part[field] as readonly string[] | undefined) ?? [];
        texts.forEach((text, index) => {
          if (isAbsent(text)) return;
          const name = `${field}[${index}]`;
          if (longNotes && context.longNotes)
            out.push({ id: "MTX", elements: [undefined, text], from, fields: [undefined, name] });
          else out.push({ id: "MSG", elements: [text], from, fields: [name] });
        });
      },
      read(part, segment, cursor) {
        const at = segment.id === "MSG" ? 1 : 2;
        for (let number = 1; number <= segment.elementCount; number++) {
          const text = segment.element(number);
          if (text === "") continue;
          if (number === at) listOf(part, field).push(text);
          else cursor.note("notCarried", segment, `element ${number} is kept in the raw set only`, number, text);
        }
        return undefined;
      },
    }),
  };
}

function push(out: Segment[], segment: Segment | undefined): void {
  if (segment !== undefined) out.push(segment);
}

function join(from: string, field: string): string {
  return from === "" ? field : `${from}.${field}`;
}

function eachOf(list: unknown, from: string, visit: (entry: object, at: string) => void): void {
  if (list === undefined) return;
  (list as readonly object[]).forEach((entry, index) => {
    visit(entry, `${from}[${index}]`);
  });
}

function listOf(part: object, field: string): unknown[] {
  const fields = part as Fields;
  const list = (fields[field] ?? []) as unknown[];
  fields[field] = list;
  return list;
}

/** A second segment where the document has room for one is noted; the first one stays. */
function isRepeat(part: object, field: string, segment: ParsedSegment, cursor: SegmentCursor): boolean {
  if ((part as Fields)[field] === undefined) return false;
  cursor.notCarried(segment);
  return true;
}

function writeLoop<T extends object>(
  first: Binding<T>,
  inner: Layout<T>,
  entry: object,
  at: string,
  context: LayoutContext,
  out: Segment[],
): void {
  // A loop starts with its first segment even when nothing is in it: the schema then says what is missing.
  out.push(writeBound(first, entry, at, context) ?? { id: first.id, elements: [], from: at, fields: first.names });
  writeMembers(inner, entry as T, at, context, out);
}

function writeMembers<T>(of: Layout<T>, part: T, from: string, context: LayoutContext, out: Segment[]): void {
  for (const member of of.members) member.write(part, from, context, out);
}

/** Segments from after ST to before SE, in the order of the layout. */
export function writeLayout<T extends object>(of: Layout<T>, document: T, release: string): Segment[] {
  const out: Segment[] = [];
  writeMembers(of, document, "", { sixDigitDates: release < "004010", longNotes: release >= "004030" }, out);
  return out;
}

interface Frame extends OpenLoop {
  /** Index of the member of the frame around through which this loop was opened. */
  openedBy: number;
}

/**
 * Reads a set's segments into a document.
 *
 * @param required what the document has even where the set lacks the segment, by segment: a set in bad order is read
 *   as far as it goes, and the lack is noted
 */
export function readLayout<T extends object>(
  of: Layout<T>,
  set: ParsedSet,
  required: Readonly<Record<string, Partial<T>>>,
): ReadDocument<T> {
  const cursor = new SegmentCursor(set);
  const document = {} as T;
  const seen = new Set<string>();
  const frames: Frame[] = [{ layout: of as Layout<object>, part: document, openedBy: -1 }];
  for (let segment = cursor.next(); segment !== undefined; segment = cursor.next()) {
    const depth = depthFor(frames, segment.id);
    const frame = frames[depth];
    const index = frame?.layout.byId.get(segment.id);
    const member = index === undefined ? undefined : frame?.layout.members[index];
    if (frame === undefined || index === undefined || member === undefined) {
      cursor.notCarried(segment);
      continue;
    }
    frames.length = depth + 1;
    if (depth === 0) seen.add(segment.id);
    const opened = member.read(frame.part, segment, cursor);
    if (opened !== undefined) frames.push({ ...opened, openedBy: index });
  }
  for (const [id, fields] of Object.entries(required)) {
    if (!seen.has(id)) cursor.missing(id);
    for (const [name, value] of Object.entries(fields)) {
      if ((document as Fields)[name] === undefined) (document as Fields)[name] = value;
    }
  }
  return { document, notes: cursor.notes };
}

/** The innermost loop that takes the segment; -1 where none does. */
function depthFor(frames: readonly Frame[], id: string): number {
  for (let depth = frames.length - 1; depth >= 0; depth--) {
    const index = frames[depth]?.layout.byId.get(id);
    if (index === undefined) continue;
    const inner = frames[depth + 1];
    if (inner === undefined || index >= inner.openedBy) return depth;
  }
  return -1;
}
