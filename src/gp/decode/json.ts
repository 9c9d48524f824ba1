/**
 * JSON as GP's services write it, read without loss: a number that binary floating point would change keeps its source
 * text, and no text holds what a database cannot store.
 */

/** A number kept as its source text; `JSON.stringify` writes exactly that text again (ECMAScript `JSON.rawJSON`). */
export interface ExactNumber {
  readonly rawJSON: string;
}

export type JsonValue = null | boolean | number | string | ExactNumber | JsonValue[] | JsonObject;
export interface JsonObject {
  [name: string]: JsonValue;
}

declare global {
  interface JSON {
    rawJSON(text: string): ExactNumber;
    isRawJSON(value: unknown): value is ExactNumber;
  }
}

const wholeNumber = /^(?:0|-?[1-9]\d{0,14})$/;

/**
 * @throws {SyntaxError} where the text is no JSON
 * @throws {RangeError} where it is nested deeper than the engine's stack holds
 */
export function parseJson(text: string): JsonValue {
  return JSON.parse(text, keepExact);
}

function keepExact(_name: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value === "number") {
    const source = context?.source ?? String(value);
    return wholeNumber.test(source) ? value : JSON.rawJSON(source);
  }
  // PostgreSQL stores neither NUL nor half of a surrogate pair.
  if (typeof value === "string" && (value.includes("\0") || !value.isWellFormed()))
    return value.replaceAll("\0", "").toWellFormed();
  return value;
}

export function isExactNumber(value: JsonValue): value is ExactNumber {
  return JSON.isRawJSON(value);
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);
}

/** An own member, so that names such as `constructor` find nothing. */
export function member(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
