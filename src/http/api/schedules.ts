import { z } from "zod";
import { previewSchedule } from "../../app/previewSchedule.ts";
import { listSchedules, pauseSchedules, resumeSchedules } from "../../app/schedules.ts";
import { timeZone } from "../../configuration/fields.ts";
import { scheduleKinds, scheduleSubjects } from "../../sync/plannedSchedules.ts";
import { answers, instant } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";
import { withoutAbsent } from "../withoutAbsent.ts";
import { clockSetBack } from "./jobs.ts";

const entity = z.enum(scheduleSubjects);

const schedule = z
  .object({
    link: z.string(),
    entity,
    kind: z.enum(scheduleKinds),
    schedule: z.string(),
    timeZone: z.string(),
    enabled: z.boolean(),
    paused: z.object({ pausedAt: instant, pausedBy: z.string(), reason: z.string().nullable() }).nullable(),
    next: z.array(instant).meta({ description: "The next five times." }),
    last: z
      .object({
        jobId: z.string(),
        state: z.enum(["queued", "running", "succeeded", "failed"]),
        requestedAt: instant,
        requestedBy: z.string(),
        finishedAt: instant.nullable(),
        clockSetBack,
      })
      .nullable(),
  })
  .meta({ id: "Schedule" });

const params = z.object({ name: z.string().max(60) });
const changed = z.object({ changed: z.array(entity) });

export const scheduleRoutes: ApiRoutes = (server, context) => {
  const { application } = context;
  const schema = { tags: ["schedules"] };

  server.get(
    "/schedules",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "Every schedule with its next five times, its last run, and whether it is paused",
        operationId: "listSchedules",
        querystring: z.object({ link: z.string().max(60).optional() }),
        response: answers({ 200: z.object({ schedules: z.array(schedule) }) }),
      },
    },
    async ({ query }) => ({ schedules: await listSchedules(application, withoutAbsent(query)) }),
  );

  server.get(
    "/schedules/preview",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "The next five times that a schedule means, as it is being written",
        operationId: "previewSchedule",
        querystring: z.object({ schedule: z.string().max(200), timeZone }),
        response: answers({
          200: z
            .discriminatedUnion("ok", [
              z.object({ ok: z.literal(true), schedule: z.string(), next: z.array(instant) }),
              z.object({ ok: z.literal(false), fault: z.string() }),
            ])
            .meta({ id: "SchedulePreview" }),
        }),
      },
    },
    async ({ query: { schedule, timeZone } }) => previewSchedule(schedule, timeZone, application.clock()),
  );

  server.post(
    "/links/:name/schedules/pause",
    {
      config: { right: "operate" },
      schema: {
        ...schema,
        summary: "Pause the schedules of a link; what is running goes on",
        operationId: "pauseSchedules",
        params,
        body: z.strictObject({ entity: entity.optional(), reason: z.string().trim().max(500).optional() }),
        response: answers({ 200: changed }),
      },
    },
    async (request) => ({
      changed: await pauseSchedules(acting(context, request), {
        link: request.params.name,
        ...withoutAbsent(request.body),
      }),
    }),
  );

  server.post(
    "/links/:name/schedules/resume",
    {
      config: { right: "operate" },
      schema: {
        ...schema,
        summary: "Resume the schedules of a link",
        operationId: "resumeSchedules",
        params,
        body: z.strictObject({ entity: entity.optional() }),
        response: answers({ 200: changed }),
      },
    },
    async (request) => ({
      changed: await resumeSchedules(acting(context, request), {
        link: request.params.name,
        ...withoutAbsent(request.body),
      }),
    }),
  );
};
