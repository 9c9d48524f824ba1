import { timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { signIn } from "../../app/access/signIn.ts";
import { createFirstAdministrator, needsFirstAdministrator } from "../../app/access/users.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { fingerprint } from "../../secrets/bearerSecret.ts";
import { answers, password, userName } from "../fields.ts";
import type { ApiContext, ApiRoutes } from "../route.ts";
import { isLoopback } from "../security/origin.ts";
import { readSessionCookie, setSessionCookie } from "../security/sessionCookie.ts";
import { me, meOf } from "./session.ts";

/** Creating the first administrator: open to everybody, once, and closed for good after that. */
export const setupRoutes: ApiRoutes = (server, context) => {
  const { application } = context;

  server.get(
    "/setup",
    {
      config: { right: "public" },
      schema: {
        tags: ["session"],
        summary: "Whether the first administrator has to be created",
        operationId: "getSetup",
        response: answers({
          200: z
            .object({
              needed: z.boolean(),
              codeNeeded: z.boolean(),
              session: z.boolean().meta({ description: "The browser brings a session, which may have ended." }),
            })
            .meta({ id: "Setup" }),
        }),
      },
    },
    async (request) => ({
      needed: await needsFirstAdministrator(application),
      codeNeeded: !isFromThisMachine(request, context),
      session: readSessionCookie(request, context) !== undefined,
    }),
  );

  server.post(
    "/setup",
    {
      config: { right: "public", rateLimit: { max: 10, timeWindow: "1 minute" } },
      schema: {
        tags: ["session"],
        summary: "Create the first administrator, and sign in",
        operationId: "createFirstAdministrator",
        body: z.strictObject({
          name: userName,
          password,
          code: z.string().max(100).optional().meta({
            description: "The setup code that `ml-connector start` printed; not needed on the machine itself.",
          }),
        }),
        response: answers({ 201: me }),
      },
    },
    async (request, reply) => {
      const { name, password: given, code } = request.body;
      if (!(await needsFirstAdministrator(application))) {
        throw new ConnectorError("SETUP_DONE", "the first administrator was created already");
      }
      if (!isFromThisMachine(request, context)) checkCode(code, context.setupCode);
      await createFirstAdministrator(application, { name, password: given });
      const { session, identity } = await signIn(application, { name, password: given, address: request.ip });
      setSessionCookie(request, reply, context, session);
      reply.code(201);
      return meOf(identity);
    },
  );
};

/** From a browser here, and not from a proxy here that speaks for somebody elsewhere. */
function isFromThisMachine({ socket, headers }: FastifyRequest, { publicUrl }: ApiContext): boolean {
  const address = socket.remoteAddress?.replace(/^::ffff:/, "") ?? "";
  const forwarded = Object.keys(headers).some((name) => name.startsWith("x-forwarded-") || name === "forwarded");
  return isLoopback(address) && !forwarded && publicUrl === undefined;
}

function checkCode(given: string | undefined, expected: string | undefined): void {
  // Hashes are of one length, which the comparison needs.
  const same = (one: string, other: string) => timingSafeEqual(Buffer.from(one), Buffer.from(other));
  const spelled = (given ?? "").trim().toUpperCase();
  if (expected === undefined || !same(fingerprint(spelled), fingerprint(expected))) {
    throw new ConnectorError("SETUP_CODE_WRONG", "the setup code is missing or wrong", { at: { field: "code" } });
  }
}
