import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { type LiveEvent, openLiveFeed } from "../../app/liveFeed.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { answers } from "../fields.ts";
import { type ApiContext, type ApiRoutes, identityOf } from "../route.ts";
import { authenticate } from "../security/authentication.ts";

/** Watchers of one process, and of one user or token: a page that is left open many times over takes no more. */
const mostWatchers = 200;
const mostOfOne = 8;
/** Bytes that a watcher may lag behind before it is let go; its browser comes again and gets the present state. */
const longestLag = 1_048_576;
const heartbeat = 15_000;

/** `GET /api/events`: server-sent events, so that nothing has to be asked for again and again. */
export const eventRoutes: ApiRoutes = (server, context) => {
  const { application, onError } = context;
  const feed = openLiveFeed({ ledger: application.ledger, clock: application.clock, onError });
  const watching = new Map<string, number>();
  const streams = new Set<() => void>();
  server.addHook("preClose", async () => {
    for (const end of [...streams]) end();
    feed.close();
  });

  server.get(
    "/events",
    {
      config: { right: "view" },
      schema: {
        tags: ["events"],
        summary: "Server-sent events: `jobs` (an array of Job) and `counters`, on every change",
        description:
          "The present state comes first, then what changes. A comment comes every 15 seconds. The stream ends with the session.",
        operationId: "watchEvents",
        response: answers({ 200: z.unknown().meta({ description: "text/event-stream" }) }),
      },
    },
    async (request, reply) => {
      const { actor } = identityOf(request);
      const own = watching.get(actor) ?? 0;
      if (own >= mostOfOne || streams.size >= mostWatchers) {
        throw new ConnectorError("REQUEST_TOO_MANY", "too many event streams are open at once", { retryAfter: 30_000 });
      }
      watching.set(actor, own + 1);
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        // A proxy that collects what it passes on would hold events back.
        "x-accel-buffering": "no",
      });
      const write = (text: string): void => {
        if (raw.writableLength > longestLag) end();
        else raw.write(text);
      };
      const forget = feed.watch((event: LiveEvent) => {
        write(`event: ${event.event}\ndata: ${JSON.stringify(shown(event))}\n\n`);
      });
      const beating = setInterval(() => {
        write(": still here\n\n");
        void stillAllowed(request, context).then((allowed) => {
          if (!allowed) end();
        }, onError);
      }, heartbeat);
      function end(): void {
        if (!streams.delete(end)) return;
        clearInterval(beating);
        forget();
        const left = (watching.get(actor) ?? 1) - 1;
        if (left > 0) watching.set(actor, left);
        else watching.delete(actor);
        raw.end();
      }
      streams.add(end);
      request.raw.once("close", end);
      raw.once("close", end);
      raw.write("retry: 3000\n\n");
    },
  );
};

/** Whether the session or token with which the stream began still holds. */
async function stillAllowed(request: FastifyRequest, context: ApiContext): Promise<boolean> {
  try {
    // A page that is left open is no use of the session.
    await authenticate(request, context, { inUse: false });
    return true;
  } catch (error) {
    if (error instanceof ConnectorError && error.code !== "DATABASE_UNREACHABLE") return false;
    throw error;
  }
}

/** Jobs as every other route shows them: without who holds them and how far inside. */
function shown({ event, data }: LiveEvent): unknown {
  return event === "jobs" ? data.map(({ workerId: _, checkpoint: __, ...job }) => job) : data;
}
