import { z } from "zod";
import { addUser, changeUser, resetPassword, userProfiles } from "../../app/access/users.ts";
import { answers, instant, password, role, userName } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";
import { withoutAbsent } from "../withoutAbsent.ts";

const user = z
  .object({
    name: z.string(),
    role,
    readsContent: z.boolean().meta({ description: "May read the content of documents." }),
    disabled: z.boolean(),
    passwordTemporary: z.boolean(),
    createdAt: instant,
    createdBy: z.string(),
    lastSignInAt: instant.nullable(),
  })
  .meta({ id: "User" });

const withPassword = z
  .object({
    user,
    password: z.string().optional().meta({ description: "Made here; shown this once, to be changed at sign-in." }),
  })
  .meta({ id: "UserWithPassword" });

const params = z.object({ name: userName });

export const userRoutes: ApiRoutes = (server, context) => {
  const schema = { tags: ["users"] };

  server.get(
    "/users",
    {
      config: { right: "administer" },
      schema: {
        ...schema,
        summary: "Everybody who can sign in",
        operationId: "listUsers",
        response: answers({ 200: z.object({ users: z.array(user) }) }),
      },
    },
    async () => ({ users: await userProfiles(context.application) }),
  );

  server.post(
    "/users",
    {
      config: { right: "administer" },
      schema: {
        ...schema,
        summary: "Add a user, who has to change the password at the first sign-in",
        operationId: "addUser",
        body: z.strictObject({
          name: userName,
          role,
          readsContent: z.boolean().default(false),
          password: password.optional(),
        }),
        response: answers({ 201: withPassword }),
      },
    },
    async (request, reply) => {
      const { password: given, ...wanted } = request.body;
      reply.code(201);
      return addUser(acting(context, request), { ...wanted, ...(given !== undefined && { password: given }) });
    },
  );

  server.patch(
    "/users/:name",
    {
      config: { right: "administer" },
      schema: {
        ...schema,
        summary: "Change what a user may do, disable or enable them",
        operationId: "changeUser",
        params,
        body: z.strictObject({ role, readsContent: z.boolean(), disabled: z.boolean() }).partial(),
        response: answers({ 200: user }),
      },
    },
    async (request) => changeUser(acting(context, request), request.params.name, withoutAbsent(request.body)),
  );

  server.post(
    "/users/:name/password",
    {
      config: { right: "administer" },
      schema: {
        ...schema,
        summary: "Set a new password, which the user has to change; their sessions end",
        operationId: "resetPassword",
        params,
        body: z.strictObject({ password: password.optional() }),
        response: answers({ 200: withPassword }),
      },
    },
    async (request) => resetPassword(acting(context, request), request.params.name, request.body.password),
  );
};
