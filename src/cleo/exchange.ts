/**
 * One request and what came of it. The question that matters for a write is whether the other side can have seen the body:
 * the body is handed over by a generator, so that a failure before its first piece is known to have sent nothing.
 * Redirects are never followed, as they would carry credentials and documents elsewhere; the host name in a certificate
 * is always checked.
 */
import type { Readable } from "node:stream";
import { Agent, type Dispatcher, ProxyAgent, request } from "undici";
import { otherKey, type Trust, trustOptions } from "./trust.ts";

export type Purpose = "token" | "login" | "upload" | "rename" | "list" | "download" | "remove";

/** What is kept about each exchange for the audit. Holds no credential and no document. */
export interface ExchangeRecord {
  purpose: Purpose;
  method: string;
  /** Without values of query parameters that name a secret. */
  url: string;
  /** Absent where no answer came. */
  status?: number;
  failure?: Failure["reason"];
  startedAt: Date;
  /** Milliseconds. */
  duration: number;
  bytesSent: number;
  bytesReceived: number;
  /** First 500 characters of an answer that is no success; never of a token answer that is one. */
  excerpt?: string;
}

export type Observer = (record: ExchangeRecord) => void;

export interface Request {
  purpose: Purpose;
  method: string;
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array;
  /** Largest answer that is read; more is cut off and marked. */
  largestAnswer?: number;
}

export interface Answer {
  kind: "answer";
  status: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** False where the answer was cut off or broke off. */
  complete: boolean;
}

export interface Failure {
  kind: "failure";
  reason: "unreachable" | "tls" | "proxy" | "timeout" | "broken";
  /** False where certainly no byte of the body left. */
  bodySent: boolean;
  /** Code of the operating system or of TLS, such as `ECONNREFUSED`. */
  code: string;
  /** What was found in place of a pinned key. */
  detail?: string;
}

export type Exchange = (request: Request) => Promise<Answer | Failure>;

export interface ExchangeOptions {
  /** Requests at the same time. */
  concurrency: number;
  timeoutSeconds: number;
  observe?: Observer | undefined;
  now: () => Date;
  /** Replaces the own connections, for example by a proxy's. */
  dispatcher?: Dispatcher | undefined;
  trust?: Trust | undefined;
  /** Address of an HTTP proxy through which everything is tunnelled (RFC 9110, 9.3.6); it sees host names only. */
  proxy?: string | undefined;
}

const defaultLargestAnswer = 1_048_576;
const excerptLength = 500;
/** Each piece that leaves shows that the line is alive, and starts the wait for the answer anew. */
const pieceSize = 65_536;
/** Bytes a second below which an upload is given up. */
const slowestLine = 8_192;

export function createExchange(options: ExchangeOptions): { exchange: Exchange; close: () => Promise<void> } {
  const { timeoutSeconds, observe, now } = options;
  const timeout = timeoutSeconds * 1000;
  const own = options.dispatcher === undefined ? connections(timeout, options) : undefined;
  const dispatcher = options.dispatcher ?? (own as Dispatcher);

  const exchange: Exchange = async (asked) => {
    const startedAt = now();
    const sent = { begun: false };
    const result = await perform(asked, dispatcher, timeout, sent);
    observe?.({
      purpose: asked.purpose,
      method: asked.method,
      url: presentable(asked.url),
      ...(result.kind === "answer" ? { status: result.status } : { failure: result.reason }),
      startedAt,
      duration: now().getTime() - startedAt.getTime(),
      bytesSent: sent.begun ? (asked.body?.byteLength ?? 0) : 0,
      bytesReceived: result.kind === "answer" ? result.body.byteLength : 0,
      ...(result.kind === "answer" && result.status >= 300 && { excerpt: excerptOf(result) }),
    });
    return result;
  };
  return { exchange, close: async () => own?.close() };
}

async function perform(
  asked: Request,
  dispatcher: Dispatcher,
  timeout: number,
  sent: { begun: boolean },
): Promise<Answer | Failure> {
  const { body } = asked;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    sent.begun = true;
    for (let start = 0; body && start < body.byteLength; start += pieceSize) {
      yield body.subarray(start, start + pieceSize);
    }
  }
  let response: Dispatcher.ResponseData;
  try {
    response = await request(asked.url, {
      dispatcher,
      method: asked.method as Dispatcher.HttpMethod,
      headers: { ...asked.headers, ...(body && { "content-length": String(body.byteLength) }) },
      ...(body && { body: pieces() as unknown as Readable }),
      headersTimeout: timeout,
      bodyTimeout: timeout,
      // A server that trickles an answer byte by byte passes the two limits above for ever.
      signal: AbortSignal.timeout(Math.ceil(timeout * 2 + ((body?.byteLength ?? 0) / slowestLine) * 1000)),
    });
  } catch (error) {
    return failureOf(error, body !== undefined && sent.begun);
  }
  const read = await readBody(response, asked.largestAnswer ?? defaultLargestAnswer);
  return { kind: "answer", status: response.statusCode, headers: plainHeaders(response.headers), ...read };
}

/** The status is known and final even if the body then breaks off. */
async function readBody(
  response: Dispatcher.ResponseData,
  largest: number,
): Promise<{ body: Buffer; complete: boolean }> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of response.body as AsyncIterable<Buffer>) {
      const room = largest - size;
      if (piece.length > room) {
        pieces.push(piece.subarray(0, room));
        return { body: Buffer.concat(pieces), complete: false };
      }
      pieces.push(piece);
      size += piece.length;
    }
    return { body: Buffer.concat(pieces), complete: true };
  } catch {
    return { body: Buffer.concat(pieces), complete: false };
  }
}

function connections(timeout: number, { concurrency, trust = {}, proxy }: ExchangeOptions): Dispatcher {
  const connect = { timeout: Math.min(timeout, 20_000), ...trustOptions(trust) };
  const manners = {
    connections: concurrency,
    pipelining: 1,
    allowH2: false,
    // Shorter than servers keep an idle connection, as a write on one just closed leaves its outcome in doubt.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 30_000,
  };
  if (proxy === undefined) return new Agent({ ...manners, connect });
  return new ProxyAgent({ ...manners, uri: proxy, proxyTunnel: true, requestTls: connect });
}

const unreachable = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
]);
const timeouts = new Set([
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "ETIMEDOUT",
  "TimeoutError",
  "UND_ERR_ABORTED",
  "ABORT_ERR",
]);
const proxyCodes = /^UND_ERR_PRX/;
const tlsCodes =
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$|CRL_)/;

function failureOf(error: unknown, bodySent: boolean): Failure {
  const code = codeOf(error);
  const tunnel = /^Proxy response \((\d{3})\)/.exec(error instanceof Error ? error.message : "");
  if (tunnel || proxyCodes.test(code)) {
    return { kind: "failure", reason: "proxy", bodySent, code: tunnel?.[1] ?? code };
  }
  if (tlsCodes.test(code)) {
    const detail = code === otherKey && error instanceof Error ? error.message : undefined;
    return { kind: "failure", reason: "tls", bodySent, code, ...(detail !== undefined && { detail }) };
  }
  if (unreachable.has(code)) return { kind: "failure", reason: "unreachable", bodySent, code };
  if (timeouts.has(code)) return { kind: "failure", reason: "timeout", bodySent, code };
  return { kind: "failure", reason: "broken", bodySent, code };
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const { code, name } = error as { code?: unknown; name?: string };
  return typeof code === "string" ? code : (name ?? "unknown");
}

function plainHeaders(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

/** First 500 characters of an answer's text, on one line. */
export function excerptOf(answer: Answer): string {
  return answer.body
    .subarray(0, excerptLength * 4)
    .toString("utf8")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, excerptLength);
}

const secretParameter = /key|token|password|secret|signature|^sig$|^code$/i;

/** The address without values of parameters that name a secret. */
export function presentable(address: string): string {
  const url = new URL(address);
  for (const name of new Set(url.searchParams.keys())) {
    if (secretParameter.test(name)) url.searchParams.set(name, "[secret]");
  }
  return url.search === "" ? `${url.origin}${url.pathname}` : `${url.origin}${url.pathname}${decodedSearch(url)}`;
}

function decodedSearch(url: URL): string {
  return url.search.replaceAll("%5Bsecret%5D", "[secret]");
}
