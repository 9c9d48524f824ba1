/**
 * The HTTP face: the API below `/api`, the console's files, and what a service supervisor asks.
 *
 * In the order in which a request meets them: security headers; the guard of `Host`; the rate limit; who asks, and whether they
 * may (both before the body is read); the body's size and form; the handler, which calls one operation of `app/`.
 */
import { Server as HttpsServer } from "node:https";
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
import { isLoopback, isOwnHost } from "./security/origin.ts";
import { isSecure } from "./security/sessionCookie.ts";
import type { ServerCertificate } from "./serverCertificate.ts";
import { cleoWebhook } from "./webhooks/cleo.ts";

export interface ServerOptions extends ApiContext {
  host: string;
  port: number;
  /** Without it the server speaks plain HTTP. */
  tls?: ServerCertificate;
  consoleDirectory?: string;
}

/** Requests of one address in a minute: far more than the console makes, and few enough to keep a runaway script in check. */
const requestsPerMinute = 1_200;

/** @throws what `listen` says where the port cannot be had */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const server = await buildServer(options);
  const url = await server.listen({ host: options.host, port: options.port });
  const renewCertificate = renewal(server, options);
  const timer = setInterval(renewCertificate, renewEvery).unref();
  return {
    url,
    renewCertificate,
    async close() {
      clearInterval(timer);
      await server.close();
    },
  };
}

export interface RunningServer {
  url: string;
  /** Takes a certificate that was renewed in its files; done by itself from time to time. */
  renewCertificate(): void;
  close(): Promise<void>;
}

/** Milliseconds between two looks at the certificate's files. */
const renewEvery = 60_000;

/** New connections get the new certificate. Files that cannot be used, half-written ones too, leave the former one in use. */
function renewal(server: FastifyInstance, { tls, onError }: ServerOptions): () => void {
  let inUse = tls;
  return () => {
    if (inUse === undefined || !(server.server instanceof HttpsServer)) return;
    try {
      const { cert, key } = inUse;
      const found = inUse.again();
      if (found.cert !== cert || found.key !== key) {
        server.server.setSecureContext({ cert: found.cert, key: found.key });
      }
      inUse = found;
    } catch (error) {
      onError(error);
    }
  };
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
    // A browser would hold it against whatever else this machine serves.
    if (isSecure(request, options) && !isLoopback(request.hostname))
      reply.header("strict-transport-security", "max-age=31536000");
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
