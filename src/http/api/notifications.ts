import { z } from "zod";
import { testNotification } from "../../app/notifications.ts";
import { readNotifications } from "../../app/readNotifications.ts";
import { pageSize } from "../cursor.ts";
import { answers, errorReport, instant } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";
import { withoutAbsent } from "../withoutAbsent.ts";

const state = z.enum(["waiting", "sending", "sent", "failed"]);

const notification = z
  .object({
    id: z.string(),
    event: z.string(),
    channel: z.string(),
    link: z.string().nullable(),
    subject: z.string().nullable(),
    title: z.string(),
    text: z.string(),
    facts: z.array(z.tuple([z.string(), z.string()])),
    state,
    attempts: z.int(),
    nextAttemptAt: instant.nullable(),
    error: errorReport.nullable(),
    createdAt: instant,
    settledAt: instant.nullable(),
  })
  .meta({ id: "Notification" });

/** Messages to people. Who is told of what is part of the configuration (`/configuration/notifications`). */
export const notificationRoutes: ApiRoutes = (server, context) => {
  const schema = { tags: ["notifications"] };

  server.get(
    "/notifications",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "Messages to people, the newest first",
        operationId: "listNotifications",
        querystring: z.object({
          channel: z.string().max(60).optional(),
          state: state.optional(),
          limit: pageSize(50, 500),
        }),
        response: answers({ 200: z.object({ notifications: z.array(notification) }) }),
      },
    },
    async ({ query }) => ({ notifications: await readNotifications(context.application, withoutAbsent(query)) }),
  );

  server.post(
    "/notifications/channels/:name/test",
    {
      config: { right: "administer" },
      schema: {
        ...schema,
        summary: "Send a test message through a channel, and wait for the other side to take it",
        operationId: "testNotificationChannel",
        params: z.object({ name: z.string().max(60) }),
        response: answers({ 200: z.object({ channel: z.string(), kind: z.string(), messageId: z.string() }) }),
      },
    },
    async (request) => testNotification(acting(context, request), request.params.name),
  );
};
