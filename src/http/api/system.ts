import { z } from "zod";
import { readSystem } from "../../app/readSystem.ts";
import { answers, instant } from "../fields.ts";
import type { ApiRoutes } from "../route.ts";

export const systemRoutes: ApiRoutes = (server, { application, service }) => {
  server.get(
    "/system",
    {
      config: { right: "view" },
      schema: {
        tags: ["system"],
        summary: "Versions, database, and the processes at work",
        operationId: "getSystem",
        response: answers({
          200: z
            .object({
              version: z.string(),
              node: z.string(),
              platform: z.string(),
              database: z.object({ kind: z.string(), version: z.string() }),
              configuration: z.int(),
              schedules: z.enum(["here", "standby", "none"]),
              workers: z.array(
                z.object({
                  id: z.string(),
                  host: z.string(),
                  pid: z.int(),
                  startedAt: instant,
                  heartbeatAt: instant,
                }),
              ),
            })
            .meta({ id: "System" }),
        }),
      },
    },
    async () => readSystem(application, service),
  );
};
