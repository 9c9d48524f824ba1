import { z } from "zod";
import { addToken, revokeToken, tokenProfiles } from "../../app/access/tokens.ts";
import { answers, instant, role } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";

const token = z
  .object({
    id: z.string(),
    name: z.string(),
    role,
    readsContent: z.boolean(),
    createdAt: instant,
    createdBy: z.string(),
    expiresAt: instant,
    lastUsedAt: instant.nullable(),
    state: z.enum(["valid", "expired", "revoked"]),
  })
  .meta({ id: "ApiToken" });

export const tokenRoutes: ApiRoutes = (server, context) => {
  const schema = { tags: ["tokens"] };

  server.get(
    "/tokens",
    {
      config: { right: "administer" },
      schema: {
        ...schema,
        summary: "API tokens, the newest first",
        operationId: "listTokens",
        response: answers({ 200: z.object({ tokens: z.array(token) }) }),
      },
    },
    async () => ({ tokens: await tokenProfiles(context.application) }),
  );

  server.post(
    "/tokens",
    {
      config: { right: "administer" },
      schema: {
        ...schema,
        summary: "Make an API token; its text is shown this once",
        operationId: "addToken",
        body: z.strictObject({
          name: z.string().trim().min(1).max(60),
          role,
          readsContent: z.boolean().default(false),
          days: z.int().min(1).max(730).default(90).meta({ description: "How long it holds." }),
        }),
        response: answers({ 201: z.object({ token, text: z.string() }).meta({ id: "NewApiToken" }) }),
      },
    },
    async (request, reply) => {
      reply.code(201);
      return addToken(acting(context, request), request.body);
    },
  );

  server.delete(
    "/tokens/:id",
    {
      config: { right: "administer" },
      schema: {
        ...schema,
        summary: "Revoke an API token",
        operationId: "revokeToken",
        params: z.object({ id: z.string().max(60) }),
        response: answers({ 200: token }),
      },
    },
    async (request) => revokeToken(acting(context, request), request.params.id),
  );
};
