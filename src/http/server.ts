import Fastify, { type FastifyInstance } from "fastify";

export interface ServerOptions {
  host: string;
  port: number;
  version: string;
  /** Whether the database answers. */
  ready: () => Promise<boolean>;
}

/** The HTTP face: for now what a service supervisor asks, without any document or secret in it. */
export async function startServer(options: ServerOptions): Promise<{ url: string; close: () => Promise<void> }> {
  const server: FastifyInstance = Fastify({ logger: false, bodyLimit: 1_024 });
  server.get("/health", async () => ({ status: "up", version: options.version }));
  server.get("/ready", async (_request, reply) => {
    const ready = await options.ready().catch(() => false);
    return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "database unavailable" });
  });
  const url = await server.listen({ host: options.host, port: options.port });
  return { url, close: () => server.close() };
}
