/** What an answer or a failure means, in one place, without I/O. Statuses per RFC 9110; see docs/cleo.md for the table. */
import { ConnectorError, type ErrorDetails, type ErrorLocation } from "../errors/connectorError.ts";
import { type Answer, excerptOf, type Failure, presentable } from "./exchange.ts";

export interface Place extends ErrorLocation {
  url: string;
}

/** The error of an answer outside an upload, or of one that says that an upload was not stored. */
export function refusalOf(answer: Answer, at: Place, now: Date): ConnectorError {
  const { status } = answer;
  const details: ErrorDetails = { at, cause: causeOf(answer), ...waitOf(answer, now) };
  const said = `Cleo answered ${status}${saying(answer)}`;
  switch (true) {
    case status === 401:
      return new ConnectorError("CLEO_ACCESS_REVOKED", `${said} to a token it had just given`, details);
    case status === 403:
      return new ConnectorError("CLEO_FOLDER_FORBIDDEN", `${said} for ${placeName(at)}`, details);
    case status === 404 || status === 410:
      return new ConnectorError("CLEO_FOLDER_NOT_FOUND", `${said} for ${placeName(at)}`, details);
    case status === 409 || status === 412:
      return new ConnectorError("CLEO_NAME_TAKEN", `${said}: ${placeName(at)} exists already`, details);
    case status === 413 || status === 415:
      return new ConnectorError("CLEO_FILE_REFUSED", `${said} for ${placeName(at)}`, details);
    case status === 429:
      return new ConnectorError("CLEO_THROTTLED", said, details);
    case status === 408 || status >= 500:
      return new ConnectorError("CLEO_SERVER_ERROR", said, details);
    case status >= 300 && status < 400:
      return new ConnectorError("CLEO_REDIRECTED", `${said} and points to ${target(answer, at.url)}`, details);
    case status >= 400:
      return new ConnectorError("CLEO_REQUEST_REFUSED", `${said} for ${placeName(at)}`, details);
    default:
      return new ConnectorError("CLEO_ANSWER_UNREADABLE", `${said}, which this transport does not expect`, details);
  }
}

/** The error of an exchange in which no answer came, where that does no harm or nothing was sent. */
export function failureError(failure: Failure, at: Place): ConnectorError {
  const host = new URL(at.url).host;
  if (failure.reason === "tls") {
    return new ConnectorError("CLEO_TLS", `${failure.detail ?? tlsFault(failure.code, host)} (${failure.code})`, {
      at,
    });
  }
  if (failure.reason === "proxy") {
    return new ConnectorError("CLEO_PROXY", `the proxy gave no way to ${host} (${failure.code})`, { at });
  }
  const what = {
    unreachable: `${host} could not be reached`,
    timeout: `${host} did not answer in time`,
    broken: `the connection to ${host} broke off`,
  }[failure.reason];
  return new ConnectorError("CLEO_UNREACHABLE", `${what} (${failure.code})`, { at });
}

/** The error of an upload whose body may have arrived. */
export function doubtOf(result: Answer | Failure, at: Place, now: Date): ConnectorError {
  if (result.kind === "failure") {
    const what = result.reason === "timeout" ? "no answer came in time" : "the connection broke off";
    return new ConnectorError("CLEO_OUTCOME_UNKNOWN", `${placeName(at)} was sent, but ${what} (${result.code})`, {
      at,
    });
  }
  const html = isHtml(result) && result.status < 300 ? " with a page of HTML, often a proxy's or a login page" : "";
  return new ConnectorError(
    "CLEO_OUTCOME_UNKNOWN",
    `${placeName(at)} was sent, and Cleo answered ${result.status}${html || saying(result)}: it may or may not have been taken`,
    { at, cause: causeOf(result), ...waitOf(result, now) },
  );
}

/**
 * Whether an upload that got this answer is certainly not stored: a client error says so, except 408, which a gateway
 * may give after it has passed the body on, and of the redirections those that ask for the same request elsewhere.
 */
export function certainlyNotStored(status: number): boolean {
  return (status >= 400 && status < 500 && status !== 408) || status === 301 || status === 307 || status === 308;
}

export function isHtml(answer: Answer): boolean {
  return (
    /^\s*text\/html\b/i.test(answer.headers["content-type"] ?? "") ||
    /^\s*<(?:!doctype html|html)\b/i.test(excerptOf(answer))
  );
}

/** Milliseconds that `Retry-After` asks for, as seconds or as a date (RFC 9110, 10.2.3); at most a day. */
export function retryAfterOf(answer: Answer, now: Date): number | undefined {
  const text = answer.headers["retry-after"]?.trim();
  if (!text) return undefined;
  const wait = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), 86_400_000);
}

/** An answer as JSON; `undefined` where it is none. */
export function jsonOf(answer: Answer): unknown {
  if (!answer.complete) return undefined;
  try {
    return JSON.parse(answer.body.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Kept as `cause`: what the reader of the audit needs to tell Cleo's own answer from a proxy's. */
function causeOf(answer: Answer): { status: number; contentType: string | undefined; excerpt: string } {
  return { status: answer.status, contentType: answer.headers["content-type"], excerpt: excerptOf(answer) };
}

/** Cleo's own words where its answer is JSON with a message (Harmony: `message`; OAuth 2.0: `error_description`). */
export function saying(answer: Answer): string {
  const json = jsonOf(answer);
  if (typeof json !== "object" || json === null) return isHtml(answer) ? " with a page of HTML" : "";
  const { message, error_description: description, error } = json as Record<string, unknown>;
  const text = [message, description, error].find((each) => typeof each === "string" && each !== "");
  return text === undefined
    ? ""
    : ` (${String(text)
        .replace(/[\s\p{Cc}]+/gu, " ")
        .slice(0, 200)})`;
}

function waitOf(answer: Answer, now: Date): { retryAfter?: number } {
  const retryAfter = retryAfterOf(answer, now);
  return retryAfter === undefined ? {} : { retryAfter };
}

function placeName(at: Place): string {
  return at.file ? `\`${at.file}\`` : presentable(at.url);
}

function target(answer: Answer, from: string): string {
  const { location } = answer.headers;
  return location !== undefined && URL.canParse(location, from)
    ? presentable(new URL(location, from).href)
    : "no address";
}

function tlsFault(code: string, host: string): string {
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID" || code === "HOSTNAME_MISMATCH")
    return `the certificate of ${host} is for another name`;
  if (code === "CERT_HAS_EXPIRED") return `the certificate of ${host} has expired`;
  if (/SELF_SIGNED|UNABLE_TO|DEPTH_ZERO/.test(code))
    return `the certificate of ${host} comes from an authority that is not trusted`;
  return `no secure connection to ${host} could be made`;
}
