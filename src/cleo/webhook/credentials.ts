/**
 * Whether a webhook request comes from who it says: pure, with the clock passed in. CIC Studio's vault can attach a header, a
 * bearer token, Basic or a query parameter; signing is for those who can script it. A static key authenticates the sender
 * and says nothing about the body; a signature covers both, and its age.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export interface WebhookCredentials {
  authentication: "header" | "bearer" | "basic" | "hmac" | "query";
  /** Carries the key, with `header`. */
  header: string;
  /** Carries the key, with `query`. */
  parameter: string;
  /** With `basic`. */
  username?: string | undefined;
  toleranceSeconds: number;
}

export interface PresentedCredentials {
  /** Names in small letters. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  query: URLSearchParams;
}

/** What is wrong, for the job log of the Cleo administrator; never what was presented. `undefined`: nothing. */
export type CredentialFault = string | undefined;

export const signatureHeader = "X-ML-Connector-Signature";
export const timestampHeader = "X-ML-Connector-Timestamp";

/**
 * What can be said before the body is read: with a static key everything, with a signature that it is there and young.
 *
 * @param keys those that are in force; during a change of keys two
 */
export function headerFault(
  settings: WebhookCredentials,
  keys: readonly string[],
  { headers, query }: PresentedCredentials,
  now: Date,
): CredentialFault {
  const authorization = single(headers.authorization);
  switch (settings.authentication) {
    case "header": {
      const given = single(headers[settings.header.toLowerCase()]);
      if (given === undefined) return `the header ${settings.header} is missing`;
      return matches(given, keys) ? undefined : `the key in ${settings.header} is wrong`;
    }
    case "bearer": {
      const given = /^bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
      if (given === undefined) return "the header Authorization with a bearer token is missing";
      return matches(given, keys) ? undefined : "the bearer token is wrong";
    }
    case "basic": {
      const given = /^basic +([A-Za-z0-9+/=_-]+)$/i.exec(authorization ?? "")?.[1];
      if (given === undefined) return "the header Authorization with Basic credentials is missing";
      const accepted = keys.map((key) => `${settings.username ?? ""}:${key}`);
      return matches(Buffer.from(given, "base64").toString("utf8"), accepted)
        ? undefined
        : "the user name or password is wrong";
    }
    case "query": {
      const given = query.get(settings.parameter);
      if (given === null) return `the parameter ${settings.parameter} is missing in the address`;
      return matches(given, keys) ? undefined : `the key in the parameter ${settings.parameter} is wrong`;
    }
    case "hmac": {
      if (single(headers[signatureHeader.toLowerCase()]) === undefined)
        return `the header ${signatureHeader} is missing`;
      return timestampFault(single(headers[timestampHeader.toLowerCase()]), settings.toleranceSeconds, now);
    }
  }
}

/**
 * Whether the body is what was signed: `sha256=` and the hexadecimal or base64 HMAC-SHA256 of the timestamp, a point and
 * the body as it was sent, before any decompression. A copy of a signed request is worth nothing once its timestamp is too
 * old, and until then gets the first one's receipt.
 */
export function signatureFault(
  keys: readonly string[],
  { headers }: Pick<PresentedCredentials, "headers">,
  body: Uint8Array,
): CredentialFault {
  const given = (single(headers[signatureHeader.toLowerCase()]) ?? "").replace(/^sha256=/i, "");
  const signature = Buffer.from(given, /^[0-9a-f]{64}$/i.test(given) ? "hex" : "base64");
  const timestamp = single(headers[timestampHeader.toLowerCase()]) ?? "";
  const right = keys.map((key) => createHmac("sha256", key).update(`${timestamp.trim()}.`).update(body).digest());
  const found = right.filter((each) => each.length === signature.length && timingSafeEqual(each, signature));
  return found.length > 0 ? undefined : "the signature does not fit the body, the timestamp and the secret";
}

function timestampFault(given: string | undefined, toleranceSeconds: number, now: Date): CredentialFault {
  const text = given?.trim() ?? "";
  const milliseconds = /^\d{9,11}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (text === "" || Number.isNaN(milliseconds)) {
    return `the header ${timestampHeader} must hold the seconds since 1970, or an ISO 8601 instant`;
  }
  const off = Math.round(Math.abs(now.getTime() - milliseconds) / 1000);
  if (off <= toleranceSeconds) return undefined;
  return `the timestamp is ${off} seconds off; ${toleranceSeconds} are allowed`;
}

/** Compares with every key, in a time that tells nothing of any. */
function matches(given: string, keys: readonly string[]): boolean {
  const digest = (text: string) => createHash("sha256").update(text, "utf8").digest();
  const presented = digest(given);
  return keys.filter((key) => timingSafeEqual(presented, digest(key))).length > 0;
}

function single(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
