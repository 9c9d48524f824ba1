/**
 * The HTTP face: the API below `/api`, the console's files, and what a service supervisor asks.
 *
 * In the order in which a request meets them: security headers; the guard of `Host`; the rate limit; who asks, and whether they
 * may (both before the body is read); the body's size and form; the handler, which calls one operation of `app/`.
 */
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import Fastify, { type FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { networkOf } from "../app/access/signIn.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { apiRoutes } from "./api/routes.ts";
import { serveConsole } from "./consoleFiles.ts";
import { createErrorHandler } from "./errorHandler.ts";
import { healthRoutes } from "./health.ts";
import { describeRoutes } from "./openApi.ts";
import type { ApiContext, ApiServer } from "./route.ts";
import { authenticate } from "./security/authentication.ts";
import { securityHeaders } from "./security/headers.ts";
import { isOwnHost } from "./security/origin.ts";
import { isSecure } from "./security/sessionCookie.ts";
import { cleoWebhook } from "./webhooks/cleo.ts";

export interface ServerOptions extends ApiContext {
  host: string;
  port: number;
  /** PEM certificate chain and key; without them the server speaks plain HTTP. */
  tls?: { cert: string; key: string };
  consoleDirectory?: string;
}

/** Requests of one address in a minute: far more than the console makes, and few enough to keep a runaway script in check. */
const requestsPerMinute = 1_200;

/** @throws what `listen` says where the port cannot be had */
export async function startServer(options: ServerOptions): Promise<{ url: string; close: () => Promise<void> }> {
  const server = await buildServer(options);
  const url = await server.listen({ host: options.host, port: options.port });
  return { url, close: () => server.close() };
}

/** The server with all its routes, not listening yet. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { publicUrl, tls } = options;
  const server = Fastify({
    logger: false,
    bodyLimit: 65_536,
    // Whoever stands before us on this machine says for whom; nobody else is believed.
    trustProxy: publicUrl === undefined ? false : "loopback",
    forceCloseConnections: true,
    // Whoever dribbles a request is cut off: its head has 15 seconds, the whole of it two minutes.
    requestTimeout: 120_000,
    ...(tls
      ? { https: { cert: tls.cert, key: tls.key, headersTimeout: 15_000 } }
      : { http: { headersTimeout: 15_000 } }),
  }) as unknown as FastifyInstance;
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.setErrorHandler(createErrorHandler(options.onError));
  // Only JSON is read: a form of another site cannot send that.
  server.removeContentTypeParser("text/plain");
  server.decorateRequest("identity", undefined);
  await server.register(helmet, securityHeaders);
  await server.register(cookie);
  server.addHook("onRequest", async (request, reply) => {
    if (isSecure(request, options)) reply.header("strict-transport-security", "max-age=31536000");
    // What Cleo calls, by whatever name, proves itself by its key.
    if (!request.routeOptions.config.anyHost && !isOwnHost(request.headers.host, options.host, publicUrl)) {
      throw new ConnectorError("REQUEST_FOREIGN", "this server is not called by that host name");
    }
  });
  await describeRoutes(server, options.version);
  await server.register(healthRoutes, options);
  await server.register(async (api) => addApi(api, options), { prefix: "/api" });
  await server.register(cleoWebhook, {
    desk: options.service.webhooks,
    clock: options.application.clock,
    onError: options.onError,
  });
  await serveConsole(server, options.consoleDirectory);
  await server.ready();
  return server;
}

async function addApi(api: FastifyInstance, options: ServerOptions): Promise<void> {
  api.addHook("onRoute", ({ url, method, config }) => {
    if (config?.right === undefined) throw new Error(`the route ${method} ${url} does not say which right it needs`);
  });
  await api.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: "1 minute",
    keyGenerator: (request) => networkOf(request.ip),
    errorResponseBuilder: (_request, { ttl, max }) =>
      new ConnectorError("REQUEST_TOO_MANY", `more than ${max} requests came from one address within a minute`, {
        retryAfter: ttl,
      }),
  });
  api.addHook("onRequest", async (request, reply) => {
    reply.header("cache-control", "no-store");
    await authenticate(request, options);
  });
  const typed: ApiServer = api.withTypeProvider<ZodTypeProvider>();
  for (const add of apiRoutes) add(typed, options);
  typed.get("/openapi.json", { config: { right: "public" }, schema: { hide: true } as object }, async () =>
    api.swagger(),
  );
}
