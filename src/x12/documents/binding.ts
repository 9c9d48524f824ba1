/**
 * A segment's elements bound to the fields of a document, once for both directions.
 *
 * A binding lists the fields in element order. Elements that repeat through a segment (pairs of product ids, contact
 * numbers, error codes) are bound to an array field.
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
export type FieldKind = "text" | "decimal" | "cents" | "date" | "time" | "composite";

export interface BoundField {
  name: string;
  kind: FieldKind;
  /** Set where the element is a composite whose components are fields of their own. */
  components?: readonly string[];
}

/** A run of elements bound to an array field: the same parts again and again. */
export interface BoundList {
  name: string;
  /** Element number of the first part. */
  first: number;
  /** How often the parts may follow one another. */
  count: number;
  /** The parts of an entry; none where the entries are plain text. */
  parts: readonly string[];
  kinds: readonly FieldKind[];
}

export interface Binding<T> {
  id: string;
  fields: readonly (BoundField | undefined)[];
  names: readonly (string | undefined)[];
  list: BoundList | undefined;
  /** Only to tie the binding to the type of its part of the document. */
  readonly part?: T;
}

type KeyOf<T> = keyof T & string;
type FieldSpec<T> = KeyOf<T> | `${KeyOf<T>}:${Exclude<FieldKind, "text">}` | { components: readonly KeyOf<T>[] } | null;

interface ListSpec<T> {
  name: KeyOf<T>;
  first: number;
  count: number;
  parts?: readonly string[];
  kinds?: readonly FieldKind[];
}

/**
 * @param fields one entry an element from 01 on: the field's name, with `:kind` where it is not text, the fields of its
 *   components, or `null` where the document has no field for the element
 */
export function bind<T>(id: string, fields: readonly FieldSpec<T>[], list?: ListSpec<T>): Binding<T> {
  const bound = fields.map(boundField);
  const names = bound.map((field) => field?.name);
  const boundList = list && { parts: [], kinds: [], ...list };
  if (boundList !== undefined) {
    const width = widthOf(boundList);
    for (let entry = 0; entry < boundList.count; entry++) {
      for (let part = 0; part < width; part++) {
        const name = boundList.parts[part];
        const at = boundList.first - 1 + entry * width + part;
        names[at] = `${boundList.name}[${entry}]${name === undefined ? "" : `.${name}`}`;
      }
    }
  }
  return { id, fields: bound, names, list: boundList };
}

function boundField<T>(spec: FieldSpec<T>): BoundField | undefined {
  if (spec === null) return undefined;
  if (typeof spec === "object") {
    return { name: spec.components[0] ?? "", kind: "text", components: spec.components };
  }
  const [name = "", kind = "text"] = spec.split(":");
  return { name, kind: kind as FieldKind };
}

function widthOf(list: BoundList): number {
  return Math.max(1, list.parts.length);
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
    const value = writeField(binding.fields[index], values, context);
    elements.push(value);
    if (value !== undefined) filled = index + 1;
  }
  elements.length = filled;
  if (binding.list !== undefined) writeList(elements, binding, binding.list, values, context);
  if (elements.length === 0) return undefined;
  return { id: binding.id, elements, from, fields: binding.names };
}

function writeField(field: BoundField | undefined, values: Plain, context: WriteContext): ElementValue {
  if (field === undefined) return undefined;
  if (field.components !== undefined) {
    const components = field.components.map((name) => writeText(values[name]));
    return components.some((component) => component !== undefined) ? components : undefined;
  }
  const value = values[field.name];
  return isAbsent(value) ? undefined : writeValue(field.kind, value, context);
}

/** Absent, empty, or nothing but blanks, which X12 does not tell apart. */
export function isAbsent(value: unknown): boolean {
  return (
    value === undefined || value === "" || (typeof value === "string" && value.startsWith(" ") && value.trim() === "")
  );
}

function writeList(
  elements: ElementValue[],
  binding: Pick<Binding<object>, "fields">,
  list: BoundList,
  values: Plain,
  context: WriteContext,
): void {
  const entries = (values[list.name] ?? []) as readonly (Plain | string)[];
  const width = widthOf(list);
  const end = Math.max(binding.fields.length, list.first - 1 + list.count * width);
  for (const [index, entry] of entries.entries()) {
    // Entries beyond the last place go behind the segment's end, where the schema refuses them; never over another.
    const at = index < list.count ? list.first - 1 + index * width : end + (index - list.count) * width;
    while (elements.length < at + width) elements.push(undefined);
    if (typeof entry === "string") {
      elements[at] = writeText(entry);
      continue;
    }
    for (const [offset, part] of list.parts.entries()) {
      const value = entry[part];
      const kind = list.kinds[offset] ?? "text";
      elements[at + offset] = isAbsent(value) ? undefined : writeValue(kind, value, context);
    }
  }
}

function writeText(value: unknown): string | undefined {
  return isAbsent(value) ? undefined : String(value);
}

function writeValue(kind: FieldKind, value: unknown, context: WriteContext): string {
  const text = typeof value === "string" ? value : String(value);
  switch (kind) {
    case "text":
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
  const { fields, list } = binding;
  const listEnd = list === undefined ? 0 : list.first + list.count * widthOf(list);
  for (let number = 1; number <= segment.elementCount; number++) {
    if (list !== undefined && number >= list.first && number < listEnd) continue;
    const text = segment.element(number);
    if (text === "") continue;
    const field = fields[number - 1];
    if (field === undefined) {
      const name = elementName(segment.id, number);
      cursor.note("notCarried", segment, `${name} is kept in the raw set only`, number, text);
    } else if (field.components !== undefined) {
      const components = segment.components(number);
      for (const [index, name] of field.components.entries()) {
        const component = components[index] ?? "";
        if (component !== "") part[name] = component;
      }
    } else {
      const value = readValue(field.kind, segment, number, cursor);
      if (value !== undefined) part[field.name] = value;
    }
  }
  if (list !== undefined) {
    const entries = readList(list, segment, cursor);
    if (entries.length > 0) part[list.name] = entries;
  }
  return part as T;
}

function readList(list: BoundList, segment: ParsedSegment, cursor: SegmentCursor): (object | string)[] {
  const entries: (object | string)[] = [];
  const width = widthOf(list);
  for (let at = 0; at < list.count; at++) {
    const number = list.first + at * width;
    if (number > segment.elementCount) break;
    if (list.parts.length === 0) {
      const text = segment.element(number);
      if (text !== "") entries.push(text);
      continue;
    }
    const entry: Record<string, unknown> = {};
    for (const [index, part] of list.parts.entries()) {
      if (segment.element(number + index) === "") continue;
      const value = readValue(list.kinds[index] ?? "text", segment, number + index, cursor);
      if (value !== undefined) entry[part] = value;
    }
    if (Object.keys(entry).length > 0) entries.push(entry);
  }
  return entries;
}

function readValue(kind: FieldKind, segment: ParsedSegment, number: number, cursor: SegmentCursor): string | undefined {
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
): string | undefined {
  const text = segment.element(number);
  switch (kind) {
    case "text":
      return text;
    case "decimal":
      return readDecimal(text.trim());
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
