import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Identity } from "../app/access/identity.ts";
import type { Right } from "../app/access/rights.ts";
import type { Application } from "../app/application.ts";
import type { Service } from "../app/service.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /**
     * What the route needs. `public`: nothing; `signedIn`: any session, whatever its rights. Every route under `/api` names
     * it; the server does not start with one that does not.
     */
    right?: Right | "signedIn" | "public";
    /** May be used with a password that somebody else has set. */
    allowsTemporaryPassword?: true;
    /** May be called by any host name: whoever calls is no browser, and proves itself otherwise. */
    anyHost?: true;
  }
  interface FastifyRequest {
    /** Who asks; absent on public routes. */
    identity: Identity | undefined;
  }
}

/** What the routes work with. */
export interface ApiContext {
  application: Application;
  service: Service;
  version: string;
  /** How the server is reached from outside, where that is known (`--public-url`). */
  publicUrl?: URL;
  /** Needed to create the first administrator, unless the request comes from this machine. */
  setupCode?: string;
  /** Takes what is no one's error but the program's. */
  onError: (error: unknown) => void;
}

export type ApiServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Adds the routes of one resource, below `/api`. */
export type ApiRoutes = (server: ApiServer, context: ApiContext) => void;

/** Who asks, on a route that is not public. */
export function identityOf(request: FastifyRequest): Identity {
  if (request.identity === undefined) throw new Error("a public route has no identity");
  return request.identity;
}

/** The application, with whoever asks as the one who acts. */
export function acting({ application }: ApiContext, request: FastifyRequest): Application {
  return { ...application, actor: identityOf(request).actor };
}
