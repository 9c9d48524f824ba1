/**
 * An HTTP server that asks for NTLM and checks it, for behaviour that the AD lab's servers cannot be made to show. Sockets,
 * HTTP and TLS are real. It verifies NTProofStr and MIC by the same formulas as the client, so it proves no cryptography:
 * that is what the published vectors and the lab are for.
 */
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import {
  avIds,
  encodeChallengeMessage,
  messageType,
  negotiateFlags,
  parseAuthenticateMessage,
} from "../../src/windows-auth/index.ts";
import { passwordHash, responseKey } from "../../src/windows-auth/ntlm/response.ts";
import type { TestCertificate } from "./certificate.ts";

export const user = "svc";
export const password = "Right-Passw0rd!";

export interface Received {
  readonly body: string;
  readonly connection: number;
  readonly leg: "none" | "type 1" | "type 3" | "basic" | "other";
  readonly method: string;
  readonly path: string;
}

export interface Exchange {
  readonly received: Received;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export interface NtlmServerOptions {
  readonly certificate?: TestCertificate;
  readonly flags?: number;
  /** Takes an exchange out of the server's hands; `true` means that it has been answered. */
  readonly intercept?: (exchange: Exchange) => boolean;
  readonly persistence?: "connection" | "request";
  /** As mod_auth_gssapi 1.6: a second handshake on a logged-on connection is refused. */
  readonly refusesRelogon?: boolean;
}

export interface NtlmServer {
  close(): Promise<void>;
  /** Ends when each connection is gone. */
  connectionsClosed(): Promise<void>;
  readonly connections: number;
  readonly origin: string;
  /** Every request, in the order of arrival. */
  readonly received: readonly Received[];
}

const flags =
  (negotiateFlags.unicode |
    negotiateFlags.ntlm |
    negotiateFlags.extendedSessionSecurity |
    negotiateFlags.targetInformation |
    negotiateFlags.version) >>>
  0;
const serverChallenge = Buffer.from("0123456789abcdef", "hex");

export async function startNtlmServer(options: NtlmServerOptions = {}): Promise<NtlmServer> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  const numbers = new WeakMap<Socket, number>();
  const loggedOn = new WeakSet<Socket>();
  let connections = 0;
  let gone = () => {};

  const challenge = encodeChallengeMessage({
    flags: options.flags ?? flags,
    serverChallenge,
    targetInformation: [
      { id: avIds.netbiosDomainName, value: Buffer.from("DOM", "utf16le") },
      { id: avIds.timestamp, value: Buffer.alloc(8, 1) },
    ],
    targetName: "DOM",
  });

  const ask = (response: ServerResponse, token?: Buffer) => {
    const offer = token === undefined ? ["Negotiate", "NTLM"] : [`NTLM ${token.toString("base64")}`];
    response.writeHead(401, { "WWW-Authenticate": offer, "Content-Length": 0 }).end();
  };

  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { socket } = request;
    const token = Buffer.from(/^NTLM (.*)$/.exec(request.headers.authorization ?? "")?.[1] ?? "", "base64");
    const entry: Received = {
      body: Buffer.concat(chunks).toString(),
      connection: numbers.get(socket) ?? 0,
      leg: legOf(request.headers.authorization, token),
      method: request.method ?? "",
      path: request.url ?? "",
    };
    received.push(entry);
    if (options.intercept?.({ received: entry, request, response })) return;
    const answer = () => {
      response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(entry));
    };
    if (entry.leg === "none") return loggedOn.has(socket) ? answer() : ask(response);
    const relogon = loggedOn.delete(socket);
    if (entry.leg === "type 1") return relogon && options.refusesRelogon ? ask(response) : ask(response, challenge);
    if (entry.leg !== "type 3" || !proves(token)) return ask(response);
    if (options.persistence !== "request") loggedOn.add(socket);
    answer();
  };

  const server =
    options.certificate === undefined
      ? createServer(listener)
      : createTlsServer({ cert: options.certificate.cert, key: options.certificate.key }, listener);
  server.keepAliveTimeout = 0;
  server.on(options.certificate === undefined ? "connection" : "secureConnection", (socket: Socket) => {
    numbers.set(socket, ++connections);
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => {
      sockets.delete(socket);
      if (sockets.size === 0) gone();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  return {
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      if (server.listening) await once(server, "close");
    },
    connectionsClosed: () =>
      new Promise((resolve) => {
        gone = resolve;
        if (sockets.size === 0) resolve();
      }),
    get connections() {
      return connections;
    },
    origin: `${options.certificate === undefined ? "http" : "https"}://localhost:${port}`,
    received,
  };
}

function legOf(authorization: string | undefined, token: Buffer): Received["leg"] {
  if (authorization === undefined) return "none";
  if (authorization.startsWith("Basic ")) return "basic";
  const type = messageType(token);
  return type === 1 ? "type 1" : type === 3 ? "type 3" : "other";
}

function proves(token: Buffer): boolean {
  const message = parseAuthenticateMessage(token);
  if (message.user !== user) return false;
  const proof = createHmac("md5", responseKey(passwordHash(password), message.user, message.domain))
    .update(serverChallenge)
    .update(message.ntChallengeResponse.subarray(16))
    .digest();
  return proof.equals(message.ntChallengeResponse.subarray(0, 16));
}
