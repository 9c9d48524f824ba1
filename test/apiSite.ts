/** The HTTP face over an application, asked without a socket, as a program with a token or as a browser with a session. */
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import { addToken } from "../src/app/access/tokens.ts";
import type { Application } from "../src/app/application.ts";
import { type Service, startService } from "../src/app/service.ts";
import { buildServer, type ServerOptions } from "../src/http/server.ts";
import type { Role } from "../src/ledger/accessSchema.ts";

let addresses = 0;

/** All of 127.0.0.0/8 is this machine; the limits count each address for itself. */
const nextAddress = (): string => `127.0.${(++addresses >> 8) & 255}.${addresses & 255}`;

export interface Answer {
  status: number;
  headers: LightMyRequestResponse["headers"];
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects.
  json: any;
}

export type Ask = (method: string, url: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;

export interface ApiSite {
  server: FastifyInstance;
  service: Service;
  /** What went wrong without being anybody's error. */
  defects: unknown[];
  /** Asks as nobody, with whatever headers are given. */
  ask: Ask;
  /** Asks with a token of this role. */
  as(role: Role, options?: { readsContent?: boolean }): Promise<Ask>;
  /** A browser at an address of its own on this machine: keeps its cookies, and sends what the console sends. */
  browser(options?: { remoteAddress?: string; headers?: Record<string, string> }): Ask;
  close(): Promise<void>;
}

export async function openApiSite(
  application: Application,
  options: Partial<Pick<ServerOptions, "host" | "publicUrl" | "setupCode" | "consoleDirectory">> = {},
): Promise<ApiSite> {
  const defects: unknown[] = [];
  const onError = (error: unknown): void => void defects.push(error);
  const service = await startService(application, { roles: new Set(["api"]), onError });
  const server = await buildServer({
    host: "127.0.0.1",
    port: 0,
    application,
    service,
    version: "0.0.0-test",
    onError,
    ...options,
  });
  const send = async (request: InjectOptions): Promise<Answer & { cookies: LightMyRequestResponse["cookies"] }> => {
    const response = await server.inject(request);
    const text = response.body;
    const isJson = String(response.headers["content-type"]).startsWith("application/json;");
    return {
      status: response.statusCode,
      headers: response.headers,
      text,
      json: isJson && text !== "" ? JSON.parse(text) : undefined,
      cookies: response.cookies,
    };
  };
  const request = (method: string, url: string, body: unknown, headers: Record<string, string>): InjectOptions => ({
    method: method as "GET",
    url,
    headers: { host: "127.0.0.1:8480", ...headers },
    remoteAddress: nextAddress(),
    ...(body !== undefined && { payload: body as object }),
  });
  return {
    server,
    service,
    defects,
    ask: (method, url, body, headers = {}) => send(request(method, url, body, headers)),
    async as(role, { readsContent = false } = {}) {
      const { text } = await addToken(application, { name: `test-${role}`, role, readsContent, days: 1 });
      return (method, url, body, headers = {}) =>
        send(request(method, url, body, { authorization: `Bearer ${text}`, ...headers }));
    },
    browser({ remoteAddress = nextAddress(), headers: usual = {} } = {}) {
      const jar = new Map<string, string>();
      return async (method, url, body, headers = {}) => {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
        const given = { "x-requested-with": "console", ...(cookie !== "" && { cookie }), ...usual, ...headers };
        const answer = await send({ ...request(method, url, body, given), remoteAddress });
        for (const { name, value } of answer.cookies) {
          if (value === "") jar.delete(name);
          else jar.set(name, value);
        }
        return answer;
      };
    },
    async close() {
      await server.close();
      await service.stop();
    },
  };
}
