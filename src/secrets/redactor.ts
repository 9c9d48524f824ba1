/**
 * Cleans what leaves the process: log lines, audit details, error output (Invariant 7). Two nets: every secret this process
 * has made or learnt, in each spelling in which it travels; and the places where secrets stand whoever made them, such as
 * an `Authorization` header, a form field `password`, the user part of an address, a private key.
 */
import { concealed, knownSecrets, learnSecret, SecretValue } from "./secretValue.ts";

export interface Redactor {
  /** A text without secrets. */
  text(text: string): string;
  /** A copy of any value made of plain data, errors included, without secrets; cycles and great depth are cut. */
  value(value: unknown): unknown;
  /** Adds a secret that was not made here, such as a token received from another system. */
  learn(secret: string): void;
}

const fieldNames =
  "password|passwd|passphrase|pwd|secret|client_secret|token|access_token|refresh_token|id_token|api_token|api[-_]?key|otp|assertion|ml_connector_key\\w*";
const headerNames = "x-ml-connector-key|x-cleo-otp-code|x-api-key";

const places: readonly (readonly [RegExp, string])[] = [
  [
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
    `-----BEGIN PRIVATE KEY----- ${concealed}`,
  ],
  [/\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?)(?:[A-Za-z][\w-]*[ \t]+)?[^\s"',;]+/gi, `$1${concealed}`],
  [/\b(bearer|basic|negotiate|ntlm)([ \t]+)[A-Za-z0-9+/_.~=-]{8,}/gi, `$1$2${concealed}`],
  [/\b((?:set-)?cookie["']?\s*[:=]\s*["']?)[^\r\n"']+/gi, `$1${concealed}`],
  [/([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@?#]{0,256}:)[^\s/@?#]{1,1024}@/gi, `$1${concealed}@`],
  [
    new RegExp(`\\b(${fieldNames}|${headerNames})(\\\\?["']\\s*[:=]\\s*\\\\?)(["'])(?:(?!\\3)[^\\\\]|\\\\.)*`, "gi"),
    `$1$2$3${concealed}`,
  ],
  // After a colon and a blank stands prose more often than a value ("the password: check it"), except in a header.
  [new RegExp(`\\b(${fieldNames})(\\s*=\\s*|:)(?!["'\\s[])[^\\s&"',;)}]+`, "gi"), `$1$2${concealed}`],
  [new RegExp(`\\b(${headerNames})(\\s*[:=]\\s*)(?!["'\\s[])[^\\r\\n"']+`, "gi"), `$1$2${concealed}`],
  [/([?&;](?:key|code|sig|signature)=)[^&\s"'#]+/gi, `$1${concealed}`],
];

const secretField =
  /^(?:password|passwd|passphrase|pwd|otp|cookie|setcookie|privatekey|webhookkey|masterkey|xmlconnectorkey|xcleootpcode|.*(?:password|secret|token|authorization|apikey|credentials?))$/;

const deepest = 12;
const longestList = 2000;

export function createRedactor(): Redactor {
  let texts: string[] = [];
  let takenAt = -1;

  const known = (): string[] => {
    const { version, texts: current } = knownSecrets();
    if (version !== takenAt) {
      texts = current();
      takenAt = version;
    }
    return texts;
  };

  const text = (input: string): string => {
    let cleaned = input;
    for (const secret of known()) if (cleaned.includes(secret)) cleaned = cleaned.replaceAll(secret, concealed);
    for (const [place, replacement] of places) cleaned = cleaned.replace(place, replacement);
    return cleaned;
  };

  const visit = (value: unknown, depth: number, path: readonly object[]): unknown => {
    if (typeof value === "string") return text(value);
    if (typeof value === "bigint") return value.toString();
    if (typeof value === "function" || typeof value === "symbol") return undefined;
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof SecretValue) return concealed;
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (value instanceof URL) return text(value.href);
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
    if (path.includes(value)) return "[circular]";
    if (depth >= deepest) return "[deeper]";
    const below = [...path, value];
    const next = (inner: unknown): unknown => visit(inner, depth + 1, below);
    if (Array.isArray(value)) return value.slice(0, longestList).map(next);
    if (value instanceof Set) return [...value].slice(0, longestList).map(next);
    const entries: [string, unknown][] =
      value instanceof Map
        ? [...value].map(([key, inner]) => [typeof key === "object" ? "[object]" : String(key), inner])
        : Object.keys(value).map((key) => [key, readMember(value, key)]);
    if (value instanceof Error) {
      for (const key of ["name", "message", "stack", "cause"] as const) {
        const member = readMember(value, key);
        if (member !== undefined) entries.push([key, member]);
      }
    }
    return Object.fromEntries(
      entries.map(([key, inner]) => [text(key), isSecretField(key) && holdsText(inner) ? concealed : next(inner)]),
    );
  };

  return { text, value: (value) => visit(value, 0, []), learn: learnSecret };
}

function readMember(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    return "[unreadable]";
  }
}

function isSecretField(name: string): boolean {
  return secretField.test(name.toLowerCase().replace(/[^a-z]/g, ""));
}

/** A flag such as `otp: true` or a missing token says nothing secret, and helps the reader. */
function holdsText(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== "boolean" && value !== "";
}
