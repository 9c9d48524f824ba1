import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { ServerTls } from "./serverTls.ts";

export interface Listener {
  url: string;
  /** Number of a TCP connection, counted from 1. */
  connectionOf(socket: Socket): number;
  readonly connections: number;
  /** Ends every connection at once. */
  close(): Promise<void>;
}

export interface ListenOptions {
  host: string;
  port: number;
  idleTimeoutMs?: number;
  tls?: ServerTls;
  /** Called once for a request whose handler threw: a defect of the sandbox. */
  onDefect: (error: unknown) => void;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** An HTTP/1.1 server whose open connections are known, so that it can be closed without waiting for them. */
export async function listen(handler: Handler, options: ListenOptions): Promise<Listener> {
  const sockets = new Set<Socket>();
  const plain = new Set<Socket>();
  const numbers = new WeakMap<Socket, number>();
  let connections = 0;
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    // Both ends may vanish at any time here; that is the sandbox's daily business and no reason to fall over.
    request.on("error", () => {});
    response.on("error", () => {});
    handler(request, response).catch((error: unknown) => {
      options.onDefect(error);
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end();
    });
  };
  const { tls } = options;
  const server =
    tls === undefined
      ? createServer({ keepAlive: true }, serve)
      : createTlsServer({ key: tls.key, cert: tls.certificate, ALPNProtocols: ["http/1.1"] }, serve);
  server.on("tlsClientError", () => {});
  server.keepAliveTimeout = options.idleTimeoutMs ?? 120_000;
  server.headersTimeout = 60_000;
  server.requestTimeout = 300_000;
  if (tls !== undefined) {
    // Below a secured connection lies a plain one, which may end before the handshake does.
    server.on("connection", (socket: Socket) => {
      plain.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => plain.delete(socket));
    });
  }
  server.on(tls === undefined ? "connection" : "secureConnection", (socket: Socket) => {
    connections += 1;
    numbers.set(socket, connections);
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  return {
    url: `${tls === undefined ? "http" : "https"}://${host}:${port}`,
    connectionOf: (socket) => numbers.get(socket) ?? 0,
    get connections() {
      return connections;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of [...sockets, ...plain]) socket.destroy();
      }),
  };
}

/** Cuts a connection without a farewell, as a crashed server or a firewall does. */
export function reset(socket: Socket): void {
  // Only a plain TCP socket can send a reset.
  if ("encrypted" in socket) socket.destroy();
  else socket.resetAndDestroy();
}

export type BodyOutcome = { kind: "read"; body: Buffer } | { kind: "tooLarge" } | { kind: "aborted" };

/** The request body, up to `limit` bytes. What comes past the limit is read and dropped, so that the client sees the answer. */
export function readBody(request: IncomingMessage, limit: number): Promise<BodyOutcome> {
  if (request.destroyed) return Promise.resolve({ kind: "aborted" });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        chunks.length = 0;
        resolve({ kind: "tooLarge" });
        return;
      }
      chunks.push(chunk);
    });
    request.on("end", () => resolve({ kind: "read", body: Buffer.concat(chunks) }));
    request.on("close", () => resolve({ kind: "aborted" }));
    request.on("error", () => resolve({ kind: "aborted" }));
  });
}
