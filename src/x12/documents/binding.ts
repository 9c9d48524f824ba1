/**
 * A segment's elements bound to the fields of a document, once for both directions.
 *
 * A binding lists the fields in element order. Pairs that repeat through a segment (product ids, contact numbers)
 * are bound to an array field.
 */
import {
  readDate,
  readDecimal,
  readImplied,
  readTime,
  writeDate,
  writeDecimal,
  writeImplied,
  writeTime,
} from "../values/elementValue.ts";
import type { ElementValue, Segment } from "../writer/segment.ts";
import type { ParsedSegment, SegmentCursor } from "./parsedSet.ts";

/** `cents` is N2; `composite` is the first component of a composite, whose others stay empty. */
export type FieldKind = "text" | "decimal" | "integer" | "cents" | "date" | "time" | "composite";

export interface BoundField {
  name: string;
  kind: FieldKind;
}

export interface BoundPairs {
  name: string;
  /** Element number of the first pair's first half. */
  first: number;
  count: number;
  halves: readonly [string, string];
  kinds: readonly [FieldKind, FieldKind];
}

export interface Binding<T> {
  id: string;
  fields: readonly (BoundField | undefined)[];
  names: readonly (string | undefined)[];
  pairs: BoundPairs | undefined;
  /** Only to tie the binding to the type of its part of the document. */
  readonly part?: T;
}

type KeyOf<T> = keyof T & string;
type FieldSpec<T> = KeyOf<T> | `${KeyOf<T>}:${Exclude<FieldKind, "text">}` | null;

interface PairsSpec<T> {
  name: KeyOf<T>;
  first: number;
  count: number;
  halves: readonly [string, string];
  kinds?: readonly [FieldKind, FieldKind];
}

/**
 * @param fields one entry an element from 01 on: the field's name, with `:kind` where it is not text, or `null` where
 *   the document has no field for the element
 */
export function bind<T>(id: string, fields: readonly FieldSpec<T>[], pairs?: PairsSpec<T>): Binding<T> {
  const bound = fields.map((spec) => {
    if (spec === null) return undefined;
    const [name = "", kind = "text"] = spec.split(":");
    return { name, kind: kind as FieldKind };
  });
  const names = bound.map((field) => field?.name);
  if (pairs !== undefined) {
    for (let pair = 0; pair < pairs.count; pair++) {
      for (const half of [0, 1] as const) {
        names[pairs.first - 1 + pair * 2 + half] = `${pairs.name}[${pair}].${pairs.halves[half]}`;
      }
    }
  }
  return { id, fields: bound, names, pairs: pairs && { kinds: ["text", "text"], ...pairs } };
}

type Plain = Readonly<Record<string, unknown>>;

export interface WriteContext {
  /** The release's dates have six digits. */
  sixDigitDates: boolean;
}

/**
 * The segment for a part of the document; `undefined` where none of its bound fields has a value.
 *
 * @param from the part's place in the document, such as `lines[3]`
 */
export function writeBound<T extends object>(
  binding: Binding<T>,
  part: Partial<T> | undefined,
  from: string,
  context: WriteContext,
): Segment | undefined {
  if (part === undefined) return undefined;
  const values = part as Plain;
  const elements: ElementValue[] = [];
  let filled = 0;
  for (let index = 0; index < binding.fields.length; index++) {
    const field = binding.fields[index];
    const value = field === undefined ? undefined : values[field.name];
    if (field === undefined || value === undefined || value === "") {
      elements.push(undefined);
      continue;
    }
    elements.push(writeValue(field.kind, value, context));
    filled = index + 1;
  }
  elements.length = filled;
  if (binding.pairs !== undefined) writePairs(elements, binding.pairs, values, context);
  if (elements.length === 0) return undefined;
  return { id: binding.id, elements, from, fields: binding.names };
}

function writePairs(elements: ElementValue[], pairs: BoundPairs, values: Plain, context: WriteContext): void {
  const list = (values[pairs.name] ?? []) as readonly Plain[];
  if (list.length === 0) return;
  while (elements.length < pairs.first - 1) elements.push(undefined);
  for (const pair of list) {
    for (const half of [0, 1] as const) {
      const value = pair[pairs.halves[half]];
      elements.push(value === undefined || value === "" ? undefined : writeValue(pairs.kinds[half], value, context));
    }
  }
}

function writeValue(kind: FieldKind, value: unknown, context: WriteContext): ElementValue {
  const text = typeof value === "string" ? value : String(value);
  switch (kind) {
    case "text":
    case "integer":
      return text;
    case "decimal":
      return writeDecimal(text);
    case "cents":
      return writeImplied(text, 2);
    case "date":
      return writeDate(text, context.sixDigitDates);
    case "time":
      return writeTime(text);
    case "composite":
      return text;
  }
}

/** A segment's bound elements as a part of the document; what is not bound or not readable is noted. */
export function readBound<T extends object>(binding: Binding<T>, segment: ParsedSegment, cursor: SegmentCursor): T {
  const part: Record<string, unknown> = {};
  const { fields, pairs } = binding;
  for (let number = 1; number <= segment.elementCount; number++) {
    if (pairs !== undefined && number >= pairs.first && number < pairs.first + pairs.count * 2) continue;
    const text = segment.element(number);
    if (text === "") continue;
    const field = fields[number - 1];
    if (field === undefined) {
      const name = elementName(segment.id, number);
      cursor.note("notCarried", segment, `${name} is kept in the raw set only`, number, text);
      continue;
    }
    const value = readValue(field.kind, segment, number, cursor);
    if (value !== undefined) part[field.name] = value;
  }
  if (pairs !== undefined) {
    const list = readPairs(pairs, segment, cursor);
    if (list.length > 0) part[pairs.name] = list;
  }
  return part as T;
}

function readPairs(pairs: BoundPairs, segment: ParsedSegment, cursor: SegmentCursor): object[] {
  const list: object[] = [];
  for (let pair = 0; pair < pairs.count; pair++) {
    const number = pairs.first + pair * 2;
    if (number > segment.elementCount) break;
    const entry: Record<string, unknown> = {};
    for (const half of [0, 1] as const) {
      if (segment.element(number + half) === "") continue;
      const value = readValue(pairs.kinds[half], segment, number + half, cursor);
      if (value !== undefined) entry[pairs.halves[half]] = value;
    }
    if (Object.keys(entry).length > 0) list.push(entry);
  }
  return list;
}

function readValue(
  kind: FieldKind,
  segment: ParsedSegment,
  number: number,
  cursor: SegmentCursor,
): string | number | undefined {
  const text = segment.element(number);
  const value = typedValue(kind, segment, number, cursor);
  if (value === undefined && kind !== "composite") {
    const name = elementName(segment.id, number);
    cursor.note("unreadable", segment, `${name} ${JSON.stringify(text)} is no ${kindNames[kind]}`, number, text);
  }
  return value;
}

const kindNames: Readonly<Record<FieldKind, string>> = {
  text: "text",
  decimal: "number",
  integer: "whole number",
  cents: "amount in cents",
  date: "date",
  time: "time of day",
  composite: "composite",
};

function typedValue(
  kind: FieldKind,
  segment: ParsedSegment,
  number: number,
  cursor: SegmentCursor,
): string | number | undefined {
  const text = segment.element(number);
  switch (kind) {
    case "text":
      return text;
    case "decimal":
      return readDecimal(text.trim());
    case "integer":
      return /^-?\d{1,15}$/.test(text.trim()) ? Number(text) : undefined;
    case "cents": {
      const read = readImplied(text.trim(), 2);
      if (read?.explicit) {
        const name = elementName(segment.id, number);
        cursor.note("explicitPoint", segment, `${name} has a point where two decimals are implied`, number, text);
      }
      return read?.value;
    }
    case "date":
      return readDate(text.trim());
    case "time":
      return readTime(text.trim());
    case "composite": {
      const [first = "", ...others] = segment.components(number);
      if (others.some((component) => component !== "")) {
        const name = elementName(segment.id, number);
        cursor.note("notCarried", segment, `${name} has further components, kept in the raw set only`, number, text);
      }
      return first === "" ? undefined : first;
    }
  }
}

/** `PO103` for the third element of PO1, as people write it. */
export function elementName(segment: string, number: number): string {
  return `${segment}${number < 10 ? "0" : ""}${number}`;
}
