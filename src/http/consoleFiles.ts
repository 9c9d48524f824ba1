import { existsSync } from "node:fs";
import { join } from "node:path";
import files from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { ConnectorError } from "../errors/connectorError.ts";

/** Where `npm run build:console` puts the console. */
export const builtConsole = join(import.meta.dirname, "../../console/dist");

/**
 * Serves the console as it was built. Files under `assets/` carry a hash of their content in their name and may be kept for
 * ever; the page itself is asked for anew. Every other address is the page's own business, which it reads itself.
 */
export async function serveConsole(server: FastifyInstance, directory = builtConsole): Promise<void> {
  const built = existsSync(join(directory, "index.html"));
  if (built) {
    await server.register(files, {
      root: directory,
      wildcard: false,
      index: "index.html",
      setHeaders(reply, path) {
        const kept = path.includes("/assets/") || path.includes("\\assets\\");
        reply.header("cache-control", kept ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  }
  server.setNotFoundHandler(async (request, reply) => {
    const { pathname } = new URL(request.url, "http://local");
    const isPage = request.method === "GET" && !/^\/(api|webhooks)(\/|$)/.test(pathname) && !/\.\w+$/.test(pathname);
    if (isPage && built) return reply.header("cache-control", "no-cache").sendFile("index.html");
    if (isPage && pathname === "/") {
      return reply
        .type("text/plain; charset=utf-8")
        .send("ml-connector is running. The console is not built: npm run build:console\n");
    }
    throw new ConnectorError("ROUTE_UNKNOWN", `there is nothing at ${request.method} ${pathname.slice(0, 200)}`);
  });
}
