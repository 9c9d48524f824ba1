import { z } from "zod";
import { readAlerts } from "../../app/readAlerts.ts";
import { pageSize } from "../cursor.ts";
import { answers, instant } from "../fields.ts";
import type { ApiRoutes } from "../route.ts";
import { withoutAbsent } from "../withoutAbsent.ts";

export const alert = z
  .object({
    id: z.string(),
    key: z.string(),
    code: z.string(),
    link: z.string().nullable(),
    subject: z.string().nullable(),
    message: z.string(),
    fix: z.string(),
    owner: z.string(),
    count: z.int().min(1),
    firstAt: instant,
    lastAt: instant,
    clearedAt: instant.nullable(),
  })
  .meta({ id: "Alert" });

export const alertRoutes: ApiRoutes = (server, { application }) => {
  server.get(
    "/alerts",
    {
      config: { right: "view" },
      schema: {
        tags: ["alerts"],
        summary: "Alerts, open ones first: one per cause, cleared when the cause is gone",
        operationId: "listAlerts",
        querystring: z.object({
          link: z.string().max(60).optional(),
          state: z.enum(["open", "cleared", "all"]).default("open"),
          limit: pageSize(100, 500),
        }),
        response: answers({ 200: z.object({ alerts: z.array(alert) }) }),
      },
    },
    async ({ query }) => ({ alerts: await readAlerts(application, withoutAbsent(query)) }),
  );
};
