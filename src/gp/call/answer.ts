/** The body of a successful answer as JSON, or why it is none. */

import { isObject, type JsonValue, parseJson } from "../decode/json.ts";
import { at } from "../decode/record.ts";
import type { ServiceProfile } from "../profile/schema.ts";
import type { GpResponse } from "../transport.ts";
import { headerOf } from "./headers.ts";

export type Answer = { readable: true; value: JsonValue } | { readable: false; reason: string };

export function readAnswer(response: GpResponse): Answer {
  const no = (reason: string): Answer => ({ readable: false, reason });
  const text = textOf(response);
  if (text === undefined)
    return no("its bytes are not in the character set that it declares (UTF-8 where it declares none)");
  if (text === "") return no("it is empty");
  if (text.startsWith("<"))
    return no(`it is not JSON but ${/<html|<!doctype html/i.test(text.slice(0, 500)) ? "an HTML page" : "XML"}`);
  try {
    return { readable: true, value: parseJson(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return no("it is not valid JSON");
    if (error instanceof RangeError) return no("it is nested too deeply");
    throw error;
  }
}

/** A service may report errors with the status 200: a list of errors that is not empty is a refusal all the same. */
export function holdsErrors(value: JsonValue, profile: ServiceProfile): boolean {
  if (!isObject(value)) return false;
  return profile.errors.list.some((path) => {
    const list = at(value, path);
    return Array.isArray(list) && list.length > 0;
  });
}

/**
 * The text of a body, or `undefined` where bytes do not fit the character set. Replacing them in silence would change
 * names and addresses for good.
 */
function textOf(response: GpResponse): string | undefined {
  const declared = /charset="?([\w.:-]{1,40})/i.exec(headerOf(response, "content-type") ?? "")?.[1];
  const marked = response.body[0] === 0xff && response.body[1] === 0xfe ? "utf-16le" : undefined;
  try {
    return new TextDecoder(marked ?? declared ?? "utf-8", { fatal: true }).decode(response.body).trim();
  } catch {
    return undefined;
  }
}
