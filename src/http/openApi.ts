import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";

/** Lets the server describe its own routes; `server.swagger()` is then the OpenAPI document. */
export async function describeRoutes(server: FastifyInstance, version: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "ml-connector",
        version,
        description:
          "What the console and the command line can do. docs/api.md explains signing in, errors and paging.",
      },
      components: {
        securitySchemes: {
          token: {
            type: "http",
            scheme: "bearer",
            description: "An API token, made in the console or by `tokens add`.",
          },
          session: { type: "apiKey", in: "cookie", name: "ml-connector", description: "The console's own session." },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
    // Only the API is described: the console's files and the health endpoints are not part of it.
    transform: (route) => {
      if (!route.url.startsWith("/api/") || (route.schema as { hide?: boolean } | undefined)?.hide) {
        return { schema: { hide: true }, url: route.url };
      }
      const described = jsonSchemaTransform(route);
      const { right } = route.route.config ?? {};
      return {
        ...described,
        schema: {
          ...described.schema,
          ...(right === "public" && { security: [] }),
          ...(right !== undefined && { "x-right": right }),
        },
      };
    },
    transformObject: jsonSchemaTransformObject,
  });
}
