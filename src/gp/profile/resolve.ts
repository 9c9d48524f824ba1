/**
 * A site's profile is the built-in one with overrides: objects merge key by key, lists and single values replace,
 * `null` takes an optional part away (`resources: { purchaseOrders: null }`).
 */
import { z } from "zod";
import { ConnectorError } from "../../errors/connectorError.ts";
import { sba } from "./sba.ts";
import { profileSchema, type ServiceProfile } from "./schema.ts";

const builtIn: Readonly<Record<string, ServiceProfile>> = { sba };

export type ProfileOverrides = { extends: string; name?: string; [key: string]: unknown };
/** The name of a built-in profile, or `{ extends, ...overrides }`. */
export type ProfileSetting = string | ProfileOverrides;

/**
 * The whole profile that a setting describes.
 *
 * @throws {ConnectorError} `GP_PROFILE_INVALID` naming every wrong key, with the nearest right one
 */
export function resolveProfile(setting: unknown): ServiceProfile {
  if (typeof setting === "string") return named(setting);
  if (!isPlain(setting)) throw invalid([{ path: "", message: "must be a profile's name or an object with `extends`" }]);
  const { extends: base, ...overrides } = setting;
  if (typeof base !== "string") throw invalid([{ path: "extends", message: "must name a built-in profile: sba" }]);
  const merged = merge(named(base), overrides);
  const parsed = profileSchema.safeParse(
    isPlain(merged) ? { ...merged, name: overrides.name ?? `${base}+site` } : merged,
  );
  if (!parsed.success) throw invalid(parsed.error.issues.flatMap((issue) => explain(issue, merged)));
  checkSegments(parsed.data);
  return parsed.data;
}

function named(name: string): ServiceProfile {
  const profile = Object.hasOwn(builtIn, name) ? builtIn[name] : undefined;
  if (!profile) {
    throw invalid([
      { path: "", message: `there is no profile ${quoted(name)}; built in: ${Object.keys(builtIn).join(", ")}` },
    ]);
  }
  return profile;
}

function checkSegments(profile: ServiceProfile): void {
  const { costCenter, account } = profile;
  if (costCenter.source === "accountSegment" && !account.segments.includes(costCenter.segment)) {
    const message = `${quoted(costCenter.segment)} is none of account.segments (${account.segments.join(", ")})`;
    throw invalid([{ path: "costCenter.segment", message }]);
  }
}

const depthLimit = 12;

function merge(base: unknown, override: unknown, depth = 0): unknown {
  if (override === undefined) return base;
  if (override === null) return undefined;
  if (!isPlain(override) || depth > depthLimit) return override;
  // A union's members do not mix: another source of the cost center brings its own keys.
  const start = isPlain(base) && (override.source === undefined || override.source === base.source) ? base : {};
  const merged: Record<string, unknown> = { ...start };
  for (const [key, value] of Object.entries(override)) {
    const result = merge(Object.hasOwn(start, key) ? start[key] : undefined, value, depth + 1);
    if (result === undefined) delete merged[key];
    else Object.defineProperty(merged, key, { value: result, enumerable: true, writable: true, configurable: true });
  }
  return merged;
}

interface Fault {
  path: string;
  message: string;
}

function explain(issue: z.core.$ZodIssue, input: unknown): Fault[] {
  const path = issue.path.map(String);
  if (issue.code !== "unrecognized_keys") return [{ path: path.join("."), message: issue.message }];
  const siblings = validKeysAt(issue.path, input);
  return issue.keys.map((key) => {
    const near = nearest(key, siblings);
    return { path: [...path, key].join("."), message: `is not a key here${near ? `; did you mean \`${near}\`?` : ""}` };
  });
}

/** The keys that the schema knows at a path; empty where the way leads through a union. */
function validKeysAt(path: readonly PropertyKey[], _input: unknown): string[] {
  let schema: unknown = profileSchema;
  for (const step of path) {
    const inner = unwrap(schema);
    if (!(inner instanceof z.ZodObject)) return [];
    schema = inner.shape[String(step)];
  }
  const inner = unwrap(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

const unwrap = (schema: unknown): unknown => (schema instanceof z.ZodOptional ? unwrap(schema.unwrap()) : schema);

function nearest(key: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(key.toLowerCase(), candidate.toLowerCase()) }))
    .sort((left, right) => left.distance - right.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(2, Math.floor(best.candidate.length / 3)) ? best.candidate : undefined;
}

function editDistance(left: string, right: string): number {
  if (left.length > 60) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

function invalid(faults: readonly Fault[]): ConnectorError {
  const shown = faults.slice(0, 10).map(({ path, message }) => (path ? `\`${path}\` ${message}` : message));
  const rest = faults.length > 10 ? `; and ${faults.length - 10} more` : "";
  const field = faults[0]?.path ? `profile.${faults[0].path}` : "profile";
  return new ConnectorError("GP_PROFILE_INVALID", `the service profile does not fit: ${shown.join("; ")}${rest}`, {
    at: { field },
  });
}

const quoted = (text: string): string => JSON.stringify(text.slice(0, 60));

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
