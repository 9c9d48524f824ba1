/**
 * One connection and the logon that is bound to it. A connection is one socket for its whole life: every leg of a handshake
 * goes over that socket or fails, and no other request can slip in between, because one owner uses it at a time.
 */
import { request as httpRequest, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { type AuthenticationLeg, type AuthenticationScheme, WindowsAuthError } from "./error.ts";

export interface Exchange {
  readonly body: Uint8Array | undefined;
  /** With names in any case; `Host`, `Content-Length` and `Authorization` are set here. */
  readonly headers: Readonly<Record<string, string>>;
  readonly leg: AuthenticationLeg;
  readonly authorization: string | undefined;
  readonly maxResponseBytes: number;
  readonly method: string;
  readonly path: string;
  readonly scheme: AuthenticationScheme;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds until the answer must have arrived completely. */
  readonly timeout: number;
}

export interface Answer {
  readonly body: Buffer;
  readonly headers: IncomingMessage["headers"];
  readonly rawHeaders: readonly string[];
  readonly status: number;
}

export interface Connection {
  /** Set while the server is believed to know who is on this connection. */
  authenticated: AuthenticationScheme | undefined;
  /** The server's certificate, DER. */
  readonly certificate: Buffer | undefined;
  close(): void;
  /**
   * Sends one request and reads its answer to the end.
   *
   * @throws WindowsAuthError `CONNECTION_LOST`, `TIMEOUT`, `ABORTED`, `RESPONSE_TOO_LARGE` or `PROTOCOL`. `sent` is true where
   *   the request was a real one, not an empty leg of a handshake, and may have left this machine.
   */
  exchange(exchange: Exchange): Promise<Answer>;
  /** Requests sent over it so far. */
  readonly exchanges: number;
  readonly usable: boolean;
}

export function createConnection(socket: Socket, certificate: Buffer | undefined, host: string): Connection {
  let open = true;
  let exchanges = 0;
  socket.once("close", () => {
    open = false;
  });
  const close = () => {
    open = false;
    socket.destroy();
  };

  return {
    authenticated: undefined,
    certificate,
    close,
    get exchanges() {
      return exchanges;
    },
    get usable() {
      return open && !socket.destroyed && socket.writable;
    },
    exchange(exchange) {
      exchanges++;
      return new Promise<Answer>((resolve, reject) => {
        const { leg, scheme, signal } = exchange;
        const real = !emptyLegs.has(leg);
        let left = false;
        let settled = false;
        const fail = (error: WindowsAuthError) => {
          if (settled) return;
          settled = true;
          finish();
          close();
          reject(error);
        };
        const failure = (code: WindowsAuthError["code"], message: string, cause?: unknown) =>
          fail(new WindowsAuthError(code, message, { cause, leg, scheme, sent: real && left }));
        const timer = setTimeout(
          () => failure("TIMEOUT", `no complete answer within ${exchange.timeout} ms (${describe(exchange)})`),
          exchange.timeout,
        );
        const abort = () => failure("ABORTED", "the request was called off", signal?.reason);
        const finish = () => {
          clearTimeout(timer);
          // An idle connection does not keep a process alive.
          socket.unref();
          signal?.removeEventListener("abort", abort);
        };
        if (signal?.aborted) return abort();
        signal?.addEventListener("abort", abort, { once: true });
        if (!open || socket.destroyed)
          return failure("CONNECTION_LOST", "the connection was closed before the request");

        socket.ref();
        const sending = httpRequest({
          // In place of an agent, which could open a second socket and takes a fifth of the time of a request.
          createConnection: () => socket,
          headers: headersOf(exchange, host),
          maxHeaderSize: 64 * 1024,
          method: exchange.method,
          path: exchange.path,
          setHost: false,
        });
        sending.on("error", (error) => {
          const code = (error as NodeJS.ErrnoException).code ?? "";
          if (code.startsWith("HPE_")) return failure("PROTOCOL", `the answer is not valid HTTP: ${code}`, error);
          failure("CONNECTION_LOST", `the server closed the connection (${describe(exchange)})`, error);
        });
        sending.on("response", (answer) => {
          const chunks: Buffer[] = [];
          let size = 0;
          answer.on("data", (chunk: Buffer) => {
            size += chunk.length;
            if (size > exchange.maxResponseBytes) {
              failure("RESPONSE_TOO_LARGE", `the answer is larger than ${exchange.maxResponseBytes} bytes`);
            } else chunks.push(chunk);
          });
          answer.on("error", (error) =>
            failure("CONNECTION_LOST", `the connection broke within the answer (${describe(exchange)})`, error),
          );
          answer.on("end", () => {
            if (settled) return;
            if (!answer.complete) return failure("CONNECTION_LOST", `the answer is cut short (${describe(exchange)})`);
            settled = true;
            finish();
            resolve({
              body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks),
              headers: answer.headers,
              rawHeaders: answer.rawHeaders,
              status: answer.statusCode ?? 0,
            });
          });
        });
        left = true;
        sending.end(exchange.body);
      });
    },
  };
}

const emptyLegs: ReadonlySet<AuthenticationLeg> = new Set(["probe", "negotiate"]);
const bodiless: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "DELETE"]);

function headersOf({ authorization, body, headers, method }: Exchange, host: string): Record<string, string> {
  const length = body?.length ?? 0;
  return {
    Host: host,
    ...headers,
    ...(authorization === undefined ? {} : { Authorization: authorization }),
    ...(length > 0 || !bodiless.has(method) ? { "Content-Length": String(length) } : {}),
    Connection: "keep-alive",
  };
}

const describe = ({ leg, scheme }: Exchange): string => (scheme === "none" ? leg : `${scheme}, ${leg}`);
