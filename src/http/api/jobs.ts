import { z } from "zod";
import { cancelJob } from "../../app/cancelJob.ts";
import { jobPage, withProgress } from "../../app/listJobs.ts";
import { readJob } from "../../app/readJob.ts";
import { cursorOf, pageSize } from "../cursor.ts";
import { answers, deliveryState, documentType, errorReport, instant } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";
import { withoutAbsent } from "../withoutAbsent.ts";

const kind = z.enum(["poll", "replay", "receive", "check", "collect", "retention"]);
const state = z.enum(["queued", "running", "succeeded", "failed"]);
const count = z.int().min(0);

export const job = z
  .object({
    id: z.string(),
    kind,
    link: z.string(),
    state,
    parameters: z.record(z.string(), z.unknown()),
    requestedBy: z.string(),
    requestedAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    notBefore: instant.nullable().meta({ description: "A running job rests until then." }),
    replayOf: z.string().nullable(),
    error: errorReport.nullable(),
    progress: z.object({
      read: z.object({ vendors: count, purchaseOrders: count }),
      changed: count,
      skipped: count,
      blocked: count.meta({ description: "What waits for a person now: blocked, in doubt, or behind a doubt." }),
      deliveries: z
        .partialRecord(deliveryState, count)
        .meta({ description: "What the job delivers, by the state it is in now." }),
    }),
  })
  .meta({ id: "Job" });

/** A job without its numbers. */
export const endedJob = job.omit({ progress: true, parameters: true, replayOf: true }).meta({ id: "JobSummary" });

export const clockSetBack = z.boolean().meta({
  description: "The clock was set back since: the times are those of the clock as it was, and may lie ahead.",
});

const outcome = z.enum(["sent", "unchanged", "skipped", "blocked", "waiting", "superseded"]);

export const pollReport = z
  .object({
    jobId: z.string(),
    link: z.string(),
    state,
    read: z.object({ vendors: count, purchaseOrders: count }),
    outcomes: z.record(outcome, count).meta({ description: "Adds up to what was read." }),
    documents: z.array(
      z.object({
        id: z.string().nullable(),
        type: documentType,
        key: z.string(),
        revision: z.int().nullable(),
        outcome,
        file: z.string().nullable(),
        missedByPolls: z.boolean().optional(),
        rule: z.string().optional(),
        error: errorReport.optional(),
      }),
    ),
    documentsOmitted: count.optional(),
    disappeared: count.optional(),
    disappearedDocuments: z.array(z.object({ id: z.string(), type: documentType, key: z.string() })).optional(),
    missedByPolls: count.optional(),
    error: errorReport.optional(),
  })
  .meta({ id: "PollReport" });

const jobDetail = z
  .object({
    job,
    report: pollReport.optional().meta({ description: "Of a poll." }),
    deliveries: z
      .array(
        z.object({
          id: z.string(),
          documentId: z.string(),
          type: documentType,
          key: z.string(),
          revision: z.int(),
          state: deliveryState,
          fileName: z.string().nullable(),
          error: errorReport.nullable(),
        }),
      )
      .optional()
      .meta({ description: "Of a replay." }),
    refused: z
      .array(z.object({ why: z.string(), deliveries: count }))
      .optional()
      .meta({ description: "Of a replay: what was not put up, by the reason; it had changed since the plan." }),
  })
  .meta({ id: "JobDetail" });

const place = z.strictObject({ requestedAt: instant, id: z.string() });
const params = z.object({ id: z.string().max(60) });

export const jobRoutes: ApiRoutes = (server, context) => {
  const { ledger } = context.application;
  const schema = { tags: ["jobs"] };

  server.get(
    "/jobs",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "What was run, the newest first",
        operationId: "listJobs",
        querystring: z.object({
          link: z.string().max(60).optional(),
          kind: kind.optional(),
          state: state.optional(),
          limit: pageSize(50, 200),
          cursor: cursorOf(place).optional(),
        }),
        response: answers({
          200: z.object({ jobs: z.array(job), next: cursorOf(place).nullable() }).meta({ id: "JobPage" }),
        }),
      },
    },
    async ({ query: { cursor, ...query } }) => shown(await jobPage(ledger, withoutAbsent({ ...query, after: cursor }))),
  );

  server.get(
    "/jobs/:id",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "A job with what came of every record that it read",
        operationId: "getJob",
        params,
        querystring: z.object({
          records: z.coerce
            .number()
            .pipe(z.int().min(0).max(10_000))
            .default(200)
            .meta({ description: "So many records or deliveries are listed at most; all are counted." }),
        }),
        response: answers({ 200: jobDetail }),
      },
    },
    async ({ params: { id }, query: { records } }) => {
      const detail = await readJob(ledger, id, records);
      const { jobs } = shown({ jobs: await withProgress(ledger, [detail.job]) });
      return { ...detail, job: jobs[0] as (typeof jobs)[number] };
    },
  );

  server.post(
    "/jobs/:id/cancellation",
    {
      config: { right: "operate" },
      schema: {
        ...schema,
        summary: "Cancel a poll, a replay or a reading of the Cleo folders that waits, rests or runs",
        operationId: "cancelJob",
        params,
        response: answers({ 200: job }),
      },
    },
    async (request) => {
      const canceled = await cancelJob(acting(context, request), request.params.id);
      const { jobs } = shown({ jobs: await withProgress(ledger, [canceled]) });
      return jobs[0] as (typeof jobs)[number];
    },
  );
};

/** Parameters are whatever the kind of job takes. */
export function shown<Page extends { jobs: { parameters: object }[] }>(page: Page) {
  return {
    ...page,
    jobs: page.jobs.map((each) => ({ ...each, parameters: each.parameters as Record<string, unknown> })),
  } as Omit<Page, "jobs"> & {
    jobs: (Omit<Page["jobs"][number], "parameters"> & { parameters: Record<string, unknown> })[];
  };
}
