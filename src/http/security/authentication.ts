import type { FastifyRequest } from "fastify";
import type { Identity } from "../../app/access/identity.ts";
import { identifySession } from "../../app/access/signIn.ts";
import { identifyToken } from "../../app/access/tokens.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import type { ApiContext } from "../route.ts";
import { foreignness } from "./origin.ts";
import { readSessionCookie } from "./sessionCookie.ts";

const needs = {
  view: "to view",
  operate: "to operate: an operator or an administrator has it",
  administer: "to administer",
  content: "to read the content of documents",
} as const;

/**
 * Lets a request through to its route, or refuses it, before its body is read. Runs for every route below `/api`.
 *
 * @param options.inUse whether this counts as use of the session, which an idle one ends without
 * @throws {ConnectorError} NOT_SIGNED_IN, RIGHT_MISSING, PASSWORD_TEMPORARY, REQUEST_FOREIGN
 */
export async function authenticate(
  request: FastifyRequest,
  context: ApiContext,
  { inUse = true }: { inUse?: boolean } = {},
): Promise<void> {
  const { right, allowsTemporaryPassword } = request.routeOptions.config;
  if (right === "public") return;
  const identity = await identify(request, context, inUse);
  request.identity = identity;
  if (identity.passwordTemporary && !allowsTemporaryPassword) {
    throw new ConnectorError("PASSWORD_TEMPORARY", "the password was set by somebody else and has to be changed first");
  }
  if (right === "signedIn") return;
  // A route without a right is let through to nobody; the server does not start with one.
  if (right === undefined || !identity.rights.includes(right)) {
    const missing = right === undefined ? "that nobody has" : needs[right];
    throw new ConnectorError("RIGHT_MISSING", `${identity.name} lacks the right ${missing}`);
  }
}

async function identify(request: FastifyRequest, context: ApiContext, inUse: boolean): Promise<Identity> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const text = /^bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1];
    const identity = text === undefined ? undefined : await identifyToken(context.application, text);
    if (identity !== undefined) return identity;
    throw new ConnectorError("NOT_SIGNED_IN", "the API token is unknown, expired or revoked");
  }
  const session = readSessionCookie(request, context);
  const identity = session === undefined ? undefined : await identifySession(context.application, session, inUse);
  if (identity === undefined) throw new ConnectorError("NOT_SIGNED_IN", "nobody is signed in here, or no longer");
  if (request.method !== "GET" && request.method !== "HEAD") {
    const foreign = foreignness(request.headers, context.publicUrl);
    if (foreign !== undefined) throw new ConnectorError("REQUEST_FOREIGN", `the request was refused: ${foreign}`);
  }
  return identity;
}
