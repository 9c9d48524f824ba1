import type { FastifyReply, FastifyRequest } from "fastify";
import type { ApiContext } from "../route.ts";

/**
 * The cookie that carries a session: out of reach of scripts, never sent from another site, and only over TLS where there
 * is any. The prefix `__Host-` lets no other host of the domain plant one.
 */
const secureName = "__Host-ml-connector";
const plainName = "ml-connector";

export function readSessionCookie(request: FastifyRequest, context: ApiContext): string | undefined {
  return request.cookies[isSecure(request, context) ? secureName : plainName];
}

export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  context: ApiContext,
  session: string,
): void {
  const secure = isSecure(request, context);
  reply.setCookie(secure ? secureName : plainName, session, { httpOnly: true, sameSite: "strict", path: "/", secure });
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply, context: ApiContext): void {
  const secure = isSecure(request, context);
  reply.clearCookie(secure ? secureName : plainName, { httpOnly: true, sameSite: "strict", path: "/", secure });
}

/** Whether the person's browser speaks TLS, with us or with the proxy before us. */
export function isSecure(request: FastifyRequest, { publicUrl }: ApiContext): boolean {
  return publicUrl === undefined ? request.protocol === "https" : publicUrl.protocol === "https:";
}
