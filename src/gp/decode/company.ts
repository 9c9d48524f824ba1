import type { ServiceProfile } from "../profile/schema.ts";
import { isExactNumber, type JsonObject, type JsonValue } from "./json.ts";
import { at } from "./record.ts";

/** What an answer says about its company. Empty where it says nothing. */
export interface NamedCompany {
  database?: string;
  id?: string;
}

/** The company that a record or an envelope names, at the places of the profile. An id of 0 names none. */
export function companyNamedIn(object: JsonObject, profile: ServiceProfile): NamedCompany {
  const { database, id } = profile.companyCheck.answer;
  const named: NamedCompany = {};
  const databaseText = firstText(object, database);
  const idText = firstText(object, id);
  if (databaseText) named.database = databaseText;
  if (idText && idText !== "0") named.id = idText;
  return named;
}

export function firstText(object: JsonObject, places: readonly string[]): string | undefined {
  for (const place of places) {
    const text = scalar(at(object, place));
    if (text) return text;
  }
  return undefined;
}

function scalar(value: JsonValue | undefined): string | undefined {
  if (typeof value === "string") return value.trim().slice(0, 200);
  if (typeof value === "number") return String(value);
  if (value !== undefined && isExactNumber(value)) return (value as { rawJSON: string }).rawJSON.slice(0, 200);
  return undefined;
}
