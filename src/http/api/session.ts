import { z } from "zod";
import type { Identity } from "../../app/access/identity.ts";
import { changeOwnPassword, signIn, signOut } from "../../app/access/signIn.ts";
import { answers, instant, nothing, password, role, userName } from "../fields.ts";
import { type ApiRoutes, identityOf } from "../route.ts";
import { clearSessionCookie, readSessionCookie, setSessionCookie } from "../security/sessionCookie.ts";

export const me = z
  .object({
    kind: z.enum(["user", "token"]),
    name: z.string(),
    role,
    rights: z.array(z.enum(["view", "operate", "administer", "content"])),
    passwordTemporary: z.boolean().meta({ description: "Nothing else is allowed before the password was changed." }),
    sessionExpiresAt: instant.nullable(),
  })
  .meta({ id: "Me" });

export function meOf({ kind, name, role, rights, passwordTemporary, session }: Identity): z.output<typeof me> {
  return { kind, name, role, rights: [...rights], passwordTemporary, sessionExpiresAt: session?.expiresAt ?? null };
}

/** Signing in and out, and who one is. */
export const sessionRoutes: ApiRoutes = (server, context) => {
  const { application } = context;

  server.get(
    "/session",
    {
      config: { right: "signedIn", allowsTemporaryPassword: true },
      schema: {
        tags: ["session"],
        summary: "Who is signed in, and what they may do",
        operationId: "getSession",
        response: answers({ 200: me }),
      },
    },
    async (request) => meOf(identityOf(request)),
  );

  server.post(
    "/session",
    {
      config: { right: "public", rateLimit: { max: 20, timeWindow: "1 minute" } },
      schema: {
        tags: ["session"],
        summary: "Sign in: sets the session cookie",
        operationId: "signIn",
        body: z.strictObject({ name: userName, password }),
        response: answers({ 200: me }),
      },
    },
    async (request, reply) => {
      const replaces = readSessionCookie(request, context);
      const { session, identity } = await signIn(application, {
        ...request.body,
        address: request.ip,
        ...(replaces !== undefined && { replaces }),
      });
      setSessionCookie(request, reply, context, session);
      return meOf(identity);
    },
  );

  server.delete(
    "/session",
    {
      config: { right: "signedIn", allowsTemporaryPassword: true },
      schema: {
        tags: ["session"],
        summary: "Sign out: the session ends",
        operationId: "signOut",
        response: answers({ 204: nothing }),
      },
    },
    async (request, reply) => {
      await signOut(application, identityOf(request));
      clearSessionCookie(request, reply, context);
      reply.code(204);
      return null;
    },
  );

  server.put(
    "/session/password",
    {
      config: {
        right: "signedIn",
        allowsTemporaryPassword: true,
        rateLimit: { max: 20, timeWindow: "1 minute" },
      },
      schema: {
        tags: ["session"],
        summary: "Change one's own password; the other sessions end",
        operationId: "changeOwnPassword",
        body: z.strictObject({ current: password, password }),
        response: answers({ 204: nothing }),
      },
    },
    async (request, reply) => {
      const { current, password: wanted } = request.body;
      await changeOwnPassword(application, identityOf(request), { current, wanted, address: request.ip });
      reply.code(204);
      return null;
    },
  );
};
