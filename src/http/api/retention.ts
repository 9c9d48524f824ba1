import { z } from "zod";
import { applyRetention, planRetention } from "../../app/applyRetention.ts";
import { archiveFolderInForce } from "../../app/runRetention.ts";
import { answers, instant } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";

const count = z.int().min(0);

const plan = z
  .object({
    readingsBefore: instant,
    messagesBefore: instant,
    contentsBefore: instant,
    pages: count,
    unchanged: count,
    readings: count.meta({ description: "Skipped or unreadable records; their counts stay." }),
    notifications: count,
    alerts: count,
    contents: count.meta({ description: "Bytes of sent files and received messages; their rows stay." }),
    contentBytes: count.meta({ description: "Their size in the database." }),
  })
  .meta({ id: "RetentionPlan" });

export const retentionRoutes: ApiRoutes = (server, context) => {
  const { application } = context;
  const schema = { tags: ["retention"] };

  server.get(
    "/retention",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "What may go now, by the terms in force; changes nothing",
        operationId: "planRetention",
        response: answers({ 200: plan }),
      },
    },
    async () => planRetention(application),
  );

  server.post(
    "/retention",
    {
      config: { right: "administer", rateLimit: { max: 6, timeWindow: "1 minute" } },
      schema: {
        ...schema,
        summary: "Write what may go to an archive on the server, and let it go",
        operationId: "applyRetention",
        response: answers({
          200: z
            .object({
              rows: count,
              archive: z.object({ file: z.string(), digest: z.string() }).nullable(),
              damaged: z.array(z.string()).meta({
                description: "Deliveries and messages whose bytes are damaged; these stay in the database.",
              }),
            })
            .meta({ id: "AppliedRetention" }),
        }),
      },
    },
    async (request) => applyRetention(acting(context, request), await archiveFolderInForce(application)),
  );
};
