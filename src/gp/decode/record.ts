/**
 * Reads the mapped fields of one object. The style is chosen per object, by which style's names it holds more of, so
 * that a service may write a header by columns and its lines by the object model.
 */
import { compare, type Decimal, parseDecimal, zero } from "../../decimal/decimal.ts";
import type { BusinessDate, DateReading, Instant } from "../businessDate.ts";
import { readBusinessDate, readInstant } from "../businessDate.ts";
import type { EntityName, entityFields, FieldKind, FieldName, ListField } from "../profile/fields.ts";
import type { Place, ServiceProfile } from "../profile/schema.ts";
import { isExactNumber, isObject, type JsonObject, type JsonValue, member } from "./json.ts";

/** One field of one record that cannot mean what GP means by it. Caught at the edge of the record. */
export class FieldFault extends Error {
  /** Where the service put the value, such as `Lines[2].QTYORDER`. */
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.name = "FieldFault";
    this.field = field;
  }
}

export interface Decoding {
  profile: ServiceProfile;
  /** IANA zone of the site. */
  timeZone: string;
}

type Style = "object" | "column";

type Kinds<Entity extends EntityName> = (typeof entityFields)[Entity];
type FieldsOfKind<Entity extends EntityName, Kind extends FieldKind> = {
  [Field in FieldName<Entity>]: Kinds<Entity>[Field] extends Kind ? Field : never;
}[FieldName<Entity>];

/** Longest text of one field; GP's own notes are 32,000. */
const textLimit = 64_000;

export class RecordReader<Entity extends EntityName> {
  readonly #object: JsonObject;
  readonly #entity: Entity;
  readonly #decoding: Decoding;
  readonly #style: Style;
  readonly #prefix: string;

  constructor(object: JsonObject, entity: Entity, decoding: Decoding, style?: Style, prefix = "") {
    this.#object = object;
    this.#entity = entity;
    this.#decoding = decoding;
    this.#prefix = prefix;
    this.#style = style ?? styleOf(object, entity, decoding.profile);
  }

  get object(): JsonObject {
    return this.#object;
  }

  /** The same object read as another entity, in the style found for this one: an address inside a document. */
  as<Other extends EntityName>(entity: Other): RecordReader<Other> {
    return new RecordReader(this.#object, entity, this.#decoding, this.#style, this.#prefix);
  }

  text(field: FieldsOfKind<Entity, "text">): string | undefined {
    return this.#first(field, (value, path) => this.#textOf(value, path));
  }

  requiredText(field: FieldsOfKind<Entity, "text">): string {
    return this.text(field) ?? this.#missing(field);
  }

  /** Digits as GP keeps them; a number of zeros alone is GP's "none". */
  phone(field: FieldsOfKind<Entity, "phone">): string | undefined {
    return this.#first(field, (value, path) => {
      const text = this.#textOf(value, path);
      return text === undefined || /^[0()\s.-]*(?:ext\.?[0\s]*)?$/i.test(text) ? undefined : text;
    });
  }

  decimal(field: FieldsOfKind<Entity, "decimal">): Decimal | undefined {
    return this.#first(field, decimalOf);
  }

  requiredDecimal(field: FieldsOfKind<Entity, "decimal">): Decimal {
    return this.decimal(field) ?? this.#missing(field);
  }

  /** Of several places the first that is not zero: the originating twin of a functional amount may not be filled in. */
  amount(field: FieldsOfKind<Entity, "amount">): Decimal | undefined {
    return this.#first(field, decimalOf, (amount) => compare(amount, zero) === 0);
  }

  requiredAmount(field: FieldsOfKind<Entity, "amount">): Decimal {
    return this.amount(field) ?? this.#missing(field);
  }

  date(field: FieldsOfKind<Entity, "date">): BusinessDate | undefined {
    return this.#first(field, (value, path) => {
      const date = readBusinessDate(dateText(value, path), this.#dateReading());
      if (date === "unreadable") throw new FieldFault(path, `${shown(value)} is not a date in a known form`);
      return date;
    });
  }

  requiredDate(field: FieldsOfKind<Entity, "date">): BusinessDate {
    return this.date(field) ?? this.#missing(field);
  }

  instant(field: FieldsOfKind<Entity, "instant">): Instant | undefined {
    return this.#first(field, (value, path) => {
      const instant = readInstant(dateText(value, path));
      if (instant === "unreadable") throw new FieldFault(path, `${shown(value)} is not a point in time`);
      return instant;
    });
  }

  boolean(field: FieldsOfKind<Entity, "boolean">): boolean | undefined {
    return this.#first(field, booleanOf);
  }

  integer(field: FieldsOfKind<Entity, "integer">): number | undefined {
    return this.#first(field, (value, path) => {
      const decimal = decimalOf(value, path);
      if (decimal === undefined) return undefined;
      const number = Number(decimal);
      if (!Number.isSafeInteger(number) || decimal.includes("."))
        throw new FieldFault(path, `${shown(value)} is not a whole number`);
      return number;
    });
  }

  /** A coded value in our words, by the profile's value map; its keys are compared without case, spaces and hyphens. */
  value<Word extends string>(
    field: FieldsOfKind<Entity, "value">,
    map: Readonly<Record<string, Word>>,
  ): Word | undefined {
    return this.#first(field, (value, path) => {
      const text = this.#textOf(value, path);
      if (text === undefined) return undefined;
      const wanted = plainWord(text);
      for (const [key, word] of Object.entries(map)) if (plainWord(key) === wanted) return word;
      throw new FieldFault(path, `${shown(value)} is none of the values that the service profile knows`);
    });
  }

  /** The text at a place that a profile names outside the field map. */
  textAt(place: Place): string | undefined {
    return this.#firstAt(place, (value, path) => this.#textOf(value, path));
  }

  /** The objects of a list inside this one; absent where the object has no such member. */
  list(field: ListField, limit: number): { objects: JsonObject[]; path: string } | undefined {
    const place = this.#decoding.profile.lists[this.#style][field];
    for (const path of placesIn(place)) {
      const value = at(this.#object, path);
      if (value === undefined || value === null) continue;
      const full = `${this.#prefix}${path}`;
      const items = Array.isArray(value) ? value : undefined;
      if (!items) throw new FieldFault(full, "is not a list");
      if (items.length > limit)
        throw new FieldFault(full, `holds ${items.length} entries, more than the ${limit} that are read`);
      const objects = items.map((item, index) => {
        if (!isObject(item)) throw new FieldFault(`${full}[${index}]`, "is not an object");
        return item;
      });
      return { objects, path: full };
    }
    return undefined;
  }

  /** Where a field is looked for in this object, in the words of the service. */
  placeOf(field: FieldName<Entity>): string {
    const [first] = placesIn(this.#place(field));
    return `${this.#prefix}${first ?? field}`;
  }

  #place(field: FieldName<Entity>): Place | undefined {
    return (this.#decoding.profile.fields[this.#style][this.#entity] as Record<string, Place | undefined>)[field];
  }

  #first<Value>(
    field: FieldName<Entity>,
    read: (value: JsonValue, path: string) => Value | undefined,
    weak?: (value: Value) => boolean,
  ) {
    return this.#firstAt(this.#place(field), read, weak);
  }

  #firstAt<Value>(
    place: Place | undefined,
    read: (value: JsonValue, path: string) => Value | undefined,
    weak: (value: Value) => boolean = () => false,
  ): Value | undefined {
    let fallback: Value | undefined;
    for (const path of placesIn(place)) {
      const raw = at(this.#object, path);
      if (raw === undefined || raw === null) continue;
      const value = read(raw, `${this.#prefix}${path}`);
      if (value === undefined) continue;
      if (!weak(value)) return value;
      fallback ??= value;
    }
    return fallback;
  }

  #textOf(value: JsonValue, path: string): string | undefined {
    const text = scalarText(value, path).trim();
    if (text.length > textLimit)
      throw new FieldFault(path, `holds ${text.length} characters, more than the ${textLimit} that are read`);
    return text === "" ? undefined : text;
  }

  #dateReading(): DateReading {
    const { slashOrder } = this.#decoding.profile.dates;
    return slashOrder ? { timeZone: this.#decoding.timeZone, slashOrder } : { timeZone: this.#decoding.timeZone };
  }

  #missing(field: FieldName<Entity>): never {
    throw new FieldFault(this.placeOf(field), "is missing or empty");
  }
}

/** The style whose names the object holds more of; the object style where they are equal. */
export function styleOf(object: JsonObject, entity: EntityName, profile: ServiceProfile): Style {
  if (profile.bodyStyle !== "auto") return profile.bodyStyle;
  return namesHeld(object, profile.fields.column[entity]) > namesHeld(object, profile.fields.object[entity])
    ? "column"
    : "object";
}

function namesHeld(object: JsonObject, fields: Readonly<Record<string, Place | undefined>>): number {
  let heads = headsOf.get(fields);
  if (!heads) {
    heads = new Set(
      Object.values(fields).flatMap((place) => placesIn(place).map((path) => path.split(".")[0] ?? path)),
    );
    headsOf.set(fields, heads);
  }
  let held = 0;
  for (const head of heads) if (Object.hasOwn(object, head)) held++;
  return held;
}

/** The top-level names of a field map, kept because every object of every page asks for them. */
const headsOf = new WeakMap<object, ReadonlySet<string>>();

export function placesIn(place: Place | undefined): readonly string[] {
  return place === undefined ? [] : typeof place === "string" ? [place] : place;
}

/**
 * The value at a dotted path. A service may leave out the wrapper of a key or an amount: `VendorKey.Id` also finds the
 * text in `"VendorKey": "ACETRAVE0001"`, and `UnitCost.Value` the number in `"UnitCost": 28.46`.
 */
export function at(object: JsonObject, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = object;
  for (const step of stepsOf(path)) {
    if (isObject(value)) value = member(value, step);
    else if (value === undefined || value === null || Array.isArray(value)) return undefined;
    else return step === "Id" || step === "Value" ? value : undefined;
  }
  return value;
}

/** Paths come from profiles, so there are few; every field of every record asks for its own. */
const stepsByPath = new Map<string, readonly string[]>();

function stepsOf(path: string): readonly string[] {
  let steps = stepsByPath.get(path);
  if (!steps) {
    steps = path.split(".");
    stepsByPath.set(path, steps);
  }
  return steps;
}

function scalarText(value: JsonValue, path: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return String(value);
  if (isExactNumber(value as JsonValue)) return (value as { rawJSON: string }).rawJSON;
  throw new FieldFault(path, `is ${Array.isArray(value) ? "a list" : "an object"}, not a text`);
}

function decimalOf(value: JsonValue, path: string): Decimal | undefined {
  if (typeof value === "boolean") throw new FieldFault(path, "is true or false, not a number");
  const text = scalarText(value, path);
  if (text.trim() === "") return undefined;
  const decimal = parseDecimal(text);
  // GP's widest column is numeric(19,7); a longer number is somebody's attack or mistake.
  if (decimal === undefined || decimal.length > 40)
    throw new FieldFault(path, `${shown(value)} is not a decimal number`);
  return decimal;
}

function booleanOf(value: JsonValue, path: string): boolean | undefined {
  const text = scalarText(value, path).trim().toLowerCase();
  if (text === "") return undefined;
  if (text === "true" || text === "1" || text === "yes") return true;
  if (text === "false" || text === "0" || text === "no") return false;
  throw new FieldFault(path, `${shown(value)} is neither true nor false`);
}

function dateText(value: JsonValue, path: string): string {
  if (typeof value !== "string") throw new FieldFault(path, `${shown(value)} is not a date`);
  return value;
}

const plainWord = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, "");

function shown(value: JsonValue): string {
  const text = JSON.stringify(value) ?? "";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
