/**
 * What an answer that is no success means. GP's services answer with a status and, at best, a text; so the status
 * decides first, then the service's own list of errors, then the profile's patterns (dynamics-gp 3.6, 10).
 */
import type { ErrorCode } from "../../errors/registry.ts";
import { isObject, type JsonObject, type JsonValue, parseJson } from "../decode/json.ts";
import { at, placesIn } from "../decode/record.ts";
import type { ErrorPattern, RejectionClass, ServiceProfile } from "../profile/schema.ts";
import type { GpResponse } from "../transport.ts";
import { headerOf, retryAfterOf } from "./headers.ts";

/** The answer behind an error, for the audit: cut, and without what looks like a secret. */
export class GpAnswer extends Error {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly path: string;

  constructor(response: GpResponse, path: string) {
    super(`answer ${response.status} to ${path}`);
    this.name = "GpAnswer";
    this.status = response.status;
    this.contentType = headerOf(response, "content-type") ?? "";
    this.body = keptBody(response.body);
    this.path = path;
  }
}

export interface Refusal {
  /** `notFound` needs a second look: tenant, service or record (see `GpCaller`). */
  kind: ErrorCode | "notFound";
  /** GP's own words, one line; empty where it said nothing. */
  said: string;
  codes: string[];
  /** Milliseconds. */
  retryAfter?: number;
}

const bodyKept = 4000;
const saidLength = 600;

export function judgeRefusal(response: GpResponse, profile: ServiceProfile, now: Date): Refusal {
  const { said, codes } = messageIn(response, profile);
  const retryAfter = retryAfterOf(headerOf(response, "retry-after"), now);
  const refusal = (kind: Refusal["kind"]): Refusal => ({
    kind,
    said,
    codes,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
  switch (response.status) {
    case 401:
      return refusal("GP_LOGON_REFUSED");
    case 403:
      return refusal("GP_ACCESS_DENIED");
    case 404:
      return refusal("notFound");
    case 408:
      return refusal("GP_TIMEOUT");
    case 407:
      return refusal("GP_UNREACHABLE");
    case 405:
    case 501:
      return refusal("GP_SERVICE_NOT_FOUND");
  }
  const sorted = profile.errors.patterns.find((pattern) => fits(pattern, response.status, said, codes));
  if (sorted) return refusal(codeOfClass[sorted.class]);
  if (response.status >= 500) return refusal("GP_SERVER_ERROR");
  if (response.status >= 400) return refusal("GP_REJECTED");
  return refusal("GP_ANSWER_UNREADABLE");
}

const codeOfClass: Readonly<Record<RejectionClass, Refusal["kind"]>> = {
  accessDenied: "GP_ACCESS_DENIED",
  busy: "GP_BUSY",
  companyMismatch: "GP_COMPANY_MISMATCH",
  duplicate: "GP_DUPLICATE",
  itemUnknown: "GP_ITEM_UNKNOWN",
  notFound: "notFound",
  periodClosed: "GP_PERIOD_CLOSED",
  recordLocked: "GP_RECORD_LOCKED",
  rejected: "GP_REJECTED",
  vendorUnknown: "GP_VENDOR_UNKNOWN",
};

function fits(pattern: ErrorPattern, status: number, said: string, codes: readonly string[]): boolean {
  if (pattern.status && !pattern.status.includes(status)) return false;
  if (pattern.codes && !pattern.codes.some((code) => codes.includes(code))) return false;
  return !pattern.text || new RegExp(pattern.text, "iu").test(said);
}

function messageIn(response: GpResponse, profile: ServiceProfile): { said: string; codes: string[] } {
  const text = response.body
    .subarray(0, 64 * 1024)
    .toString("utf8")
    .trim();
  const listed = /^[[{"]/.test(text) ? errorsListed(text, profile) : undefined;
  if (listed) return listed;
  if (/<html|<!doctype|<body|<\?xml/i.test(text)) return { said: oneLine(htmlText(text)), codes: [] };
  return fromText(text);
}

function errorsListed(text: string, profile: ServiceProfile): { said: string; codes: string[] } | undefined {
  let answer: JsonValue;
  try {
    answer = parseJson(text);
  } catch {
    return undefined;
  }
  if (typeof answer === "string") return fromText(answer);
  const entries = isObject(answer)
    ? errorEntries(answer, profile)
    : Array.isArray(answer)
      ? answer.filter(isObject)
      : [];
  const texts: string[] = [];
  const codes: string[] = [];
  for (const entry of entries.slice(0, 20)) {
    const code = placesIn(profile.errors.code)
      .map((place) => at(entry, place))
      .find((value) => typeof value === "string" || typeof value === "number");
    const message = placesIn(profile.errors.message)
      .map((place) => at(entry, place))
      .find((value) => typeof value === "string");
    if (code !== undefined) codes.push(String(code).slice(0, 60));
    if (typeof message === "string") {
      const inner = fromText(message);
      texts.push(inner.said);
      codes.push(...inner.codes);
    }
  }
  return texts.length > 0 || codes.length > 0
    ? { said: oneLine(texts.join("; ") || `error ${codes.join(", ")}`), codes }
    : undefined;
}

function errorEntries(answer: JsonObject, profile: ServiceProfile): JsonObject[] {
  for (const path of profile.errors.list) {
    const list = at(answer, path);
    if (Array.isArray(list)) return list.filter(isObject);
    if (isObject(list)) return [list];
  }
  return [answer];
}

/** eConnect writes `Error Number = 7738  Stored Procedure= ta…  Error Description = <text>`, once per error. */
function fromText(text: string): { said: string; codes: string[] } {
  const errors = [
    ...text.matchAll(/Error Number\s*=\s*(\d{1,7})[\s\S]{0,200}?Error Description\s*=\s*([^\r\n]{0,600})/gi),
  ].slice(0, 20);
  if (errors.length === 0) return { said: oneLine(text), codes: [] };
  const described = errors.map(([, number, description = ""]) => {
    const sentence = description.replace(/\s*Node Identifier Parameters[\s\S]*$/i, "").trim();
    return `${sentence} (error ${number})`;
  });
  return { said: oneLine(described.join("; ")), codes: errors.map(([, number = ""]) => number) };
}

const htmlText = (html: string): string =>
  html
    .replace(/<(script|style)\b[^>]*>[^<]*/gi, " ")
    .replace(/<[^>]{0,2000}>/g, " ")
    .replace(/&nbsp;/g, " ");

function oneLine(text: string): string {
  const line = redacted(text)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return line.length > saidLength ? `${line.slice(0, saidLength)}…` : line;
}

function keptBody(body: Buffer): string {
  const text = redacted(body.subarray(0, bodyKept).toString("utf8")).replaceAll("\0", "");
  return body.length > bodyKept ? `${text}… (${body.length} bytes)` : text;
}

/** Blanks what follows a word for a secret, and Windows authentication tokens. */
function redacted(text: string): string {
  return text
    .replace(
      /("?(?:password|passwd|pwd|secret|token|authorization|api[-_]?key)"?\s*[:=]\s*)("[^"]*"|[^\s,;<}]+)/gi,
      "$1[redacted]",
    )
    .replace(/\b(?:NTLM|Negotiate|Basic|Bearer)\s+[A-Za-z0-9+/=._-]{12,}/g, "[redacted]");
}
