/**
 * Finds the rows in an answer. Accepted, in this order: the list at one of the profile's paths; a bare array; an object
 * whose only array member is the list (payload plus status members); an object that wraps such a one in its only object
 * member; a bare object, which is a list of one where the profile's key field stands in it.
 */
import { isExactNumber, isObject, type JsonObject, type JsonValue } from "./json.ts";
import { at } from "./record.ts";

export interface EnvelopePaths {
  list: readonly string[];
  item: readonly string[];
  total: readonly string[];
}

export type ListFound = { found: true; rows: readonly JsonValue[]; total?: number; envelope?: JsonObject };
export type NothingFound = { found: false; reason: string };

/** @param isRecord tells a bare record from an envelope */
export function findList(
  answer: JsonValue,
  paths: EnvelopePaths,
  isRecord: (object: JsonObject) => boolean,
): ListFound | NothingFound {
  if (Array.isArray(answer)) return { found: true, rows: answer };
  if (!isObject(answer)) return { found: false, reason: "the answer is neither an object nor a list" };
  const total = totalIn(answer, paths.total);
  const at = (rows: readonly JsonValue[]): ListFound => ({
    found: true,
    rows,
    envelope: answer,
    ...(total === undefined ? {} : { total }),
  });
  for (const path of paths.list) {
    const rows = listAt(answer, path);
    if (rows) return at(rows);
  }
  if (isRecord(answer)) return at([answer]);
  return listWithin(answer, at, 0);
}

function listWithin(
  object: JsonObject,
  at: (rows: readonly JsonValue[]) => ListFound,
  depth: number,
): ListFound | NothingFound {
  const lists = Object.entries(object).filter(([, value]) => Array.isArray(value));
  // A list of errors beside an empty payload is no payload.
  const payload = lists.filter(([name]) => !/error|warning|message|link/i.test(name));
  const [only] = payload.length > 0 ? payload : [];
  if (only && payload.length === 1) return at(only[1] as JsonValue[]);
  if (payload.length > 1) return { found: false, reason: `it holds several lists: ${names(payload)}` };
  const objects = Object.values(object).filter(isObject);
  const [inner] = objects;
  if (inner && objects.length === 1 && depth < 3) return listWithin(inner, at, depth + 1);
  return { found: false, reason: `it holds no list; its members are: ${names(Object.entries(object)) || "none"}` };
}

/** The single object of an answer: at one of the profile's paths, as a list of one, alone, or wrapped once. */
export function findItem(
  answer: JsonValue,
  paths: EnvelopePaths,
  isRecord: (object: JsonObject) => boolean,
): { found: true; object: JsonObject } | NothingFound {
  if (isObject(answer)) {
    for (const path of paths.item) {
      const inner = at(answer, path);
      if (isObject(inner)) return { found: true, object: inner };
    }
    if (isRecord(answer)) return { found: true, object: answer };
    const wrapped = Object.values(answer).filter(isObject).filter(isRecord);
    if (wrapped.length === 1 && wrapped[0]) return { found: true, object: wrapped[0] };
  }
  const list = findList(answer, paths, isRecord);
  if (!list.found) return list;
  const [only] = list.rows;
  if (list.rows.length === 1 && isObject(only)) return { found: true, object: only };
  return { found: false, reason: `it holds ${list.rows.length} records instead of one` };
}

/** Null where a list is expected is how some serializers write an empty one. */
function listAt(answer: JsonObject, path: string): readonly JsonValue[] | undefined {
  const value = at(answer, path);
  if (value === null) return [];
  return Array.isArray(value) ? value : undefined;
}

function totalIn(answer: JsonObject, paths: readonly string[]): number | undefined {
  for (const path of paths) {
    const value = at(answer, path);
    const number = typeof value === "string" && /^\d{1,12}$/.test(value.trim()) ? Number(value) : value;
    if (typeof number === "number" && !isExactNumber(number) && number >= 0) return number;
  }
  return undefined;
}

const names = (members: readonly [string, JsonValue][]): string =>
  members
    .slice(0, 12)
    .map(([name]) => JSON.stringify(name.slice(0, 40)))
    .join(", ");
