import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";

export interface Received {
  method: string;
  /** Path with query, as sent. */
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string | object;
  /** What happens in place of a whole answer, after the request was read. */
  fault?: "reset" | "silence" | "breakOff";
}

export interface ScriptedServer {
  url: string;
  received: Received[];
  /** Of `token` requests: the forms as sent. */
  forms: () => Record<string, string>[];
  close(): Promise<void>;
}

type Script = (request: Received, count: number) => Reply | undefined;

/**
 * A server that answers as the test says. Unless the script answers them, `POST /api/authentication` gives the tokens
 * `token-1`, `token-2`, ... without a refresh token, and every other request 200.
 */
export async function startScriptedServer(
  script: Script,
  tls?: { key: string; cert: string },
): Promise<ScriptedServer> {
  const received: Received[] = [];
  let tokens = 0;
  const listener: RequestListener = (request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("error", () => {});
    request.on("end", () => {
      const one: Received = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(pieces).toString("utf8"),
      };
      received.push(one);
      const isToken = one.path === "/api/authentication";
      const count = received.filter((each) => each.path === one.path && each.method === one.method).length;
      const reply = script(one, count) ?? (isToken ? { body: { access_token: `token-${++tokens}` } } : {});
      answer(reply, response);
    });
  };
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? "https://localhost" : "http://127.0.0.1"}:${port}`,
    received,
    forms: () =>
      received
        .filter(({ path }) => path === "/api/authentication")
        .map(({ body }) => Object.fromEntries(new URLSearchParams(body))),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function answer(reply: Reply, response: ServerResponse): void {
  if (reply.fault === "silence") return;
  if (reply.fault === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  const text = typeof reply.body === "object" ? JSON.stringify(reply.body) : (reply.body ?? "");
  const type = typeof reply.body === "object" ? { "content-type": "application/json" } : {};
  response.writeHead(reply.status ?? 200, {
    ...type,
    ...reply.headers,
    ...(reply.fault && { "content-length": "9999" }),
  });
  if (reply.fault === "breakOff") {
    response.write(text);
    setImmediate(() => response.socket?.destroy());
    return;
  }
  response.end(text);
}
