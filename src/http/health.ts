import type { FastifyPluginAsync } from "fastify";
import type { ApiContext } from "./route.ts";

/** What a service supervisor asks, without any document or secret in it. */
export const healthRoutes: FastifyPluginAsync<ApiContext> = async (server, { service, version }) => {
  server.get("/health", { schema: { hide: true } as object }, async () => ({ status: "up", version }));
  server.get("/ready", { schema: { hide: true } as object }, async (_request, reply) => {
    const ready = await service.ready().catch(() => false);
    return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "database unavailable" });
  });
};
