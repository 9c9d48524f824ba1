import { type AuthenticationScheme, WindowsAuthError } from "./error.ts";

export interface WindowsHttpRequest {
  method: string;
  /** Path and query, already percent-encoded, beginning with `/`. */
  path: string;
  headers?: Record<string, string>;
  /** Kept until the answer has come, because a handshake may make it necessary to send it again. */
  body?: string | Uint8Array;
  /** Milliseconds for the answer, in place of `timeouts.response`. */
  timeout?: number;
  signal?: AbortSignal;
  /**
   * The request may be sent once more when a reused connection breaks before any answer. Default: GET, HEAD and OPTIONS only.
   */
  idempotent?: boolean;
}

export interface WindowsHttpResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  authentication: {
    scheme: AuthenticationScheme;
    /** Logons that this request took: 0 or 1, seldom 2. */
    handshakes: number;
    /** The request went without credentials over a connection that was logged on already. */
    reused: boolean;
  };
}

/** A request, checked. */
export interface PreparedRequest {
  readonly body: Uint8Array | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly idempotent: boolean;
  readonly method: string;
  readonly path: string;
  readonly signal: AbortSignal | undefined;
  readonly timeout: number;
}

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const visible = /^[\x21-\x7e]+$/;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Headers that this client sets itself; from elsewhere they would break the framing or the logon. */
const reserved: ReadonlySet<string> = new Set([
  "authorization",
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** @throws WindowsAuthError `INVALID_REQUEST` */
export function prepareRequest(request: WindowsHttpRequest, defaultTimeout: number): PreparedRequest {
  const method = request.method.toUpperCase();
  if (!token.test(method) || method === "CONNECT") throw invalid("the method is not one that can be sent");
  if (!request.path.startsWith("/") || !visible.test(request.path) || request.path.includes("#")) {
    throw invalid("the path must begin with / and be percent-encoded");
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    if (!token.test(name)) throw invalid(`"${name.slice(0, 80)}" is not the name of a header`);
    if (reserved.has(name.toLowerCase())) throw invalid(`the header ${name} is set by the client itself`);
    if (!headerValue.test(value)) throw invalid(`the value of the header ${name} has characters that cannot be sent`);
    headers[name] = value;
  }
  const timeout = request.timeout ?? defaultTimeout;
  if (!Number.isInteger(timeout) || timeout < 1 || timeout > 2 ** 31 - 1) {
    throw invalid("the timeout must be a whole number of milliseconds");
  }
  return {
    body: typeof request.body === "string" ? Buffer.from(request.body, "utf8") : request.body,
    headers,
    idempotent: request.idempotent ?? (method === "GET" || method === "HEAD" || method === "OPTIONS"),
    method,
    path: request.path,
    signal: request.signal,
    timeout,
  };
}

const invalid = (message: string) => new WindowsAuthError("INVALID_REQUEST", message);
