import { z } from "zod";
import { planReplay, startReplay } from "../../app/replay.ts";
import { answers, deliveryState, documentType } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";

const mode = z
  .enum(["resend", "rerender"])
  .meta({ description: "`resend`: same bytes, name and control numbers. `rerender`: made anew, with new ones." });

const ids = z
  .array(z.string().max(100))
  .min(1)
  .max(1_000)
  .meta({ description: "Jobs, documents (by identifier or number) and deliveries." });

const plan = z
  .object({
    mode,
    replays: z.array(
      z.object({
        delivery: z.string(),
        document: z.string(),
        type: documentType,
        revision: z.int(),
        state: deliveryState,
        consequence: z.string(),
        sameBytes: z.boolean(),
        file: z.string().nullable(),
        acceptedBefore: z.boolean().meta({ description: "Cleo has the document already: a reason is needed." }),
        refused: z.string().optional().meta({ description: "Not replayed, and why." }),
      }),
    ),
  })
  .meta({ id: "ReplayPlan" });

export const replayRoutes: ApiRoutes = (server, context) => {
  const schema = { tags: ["replays"] };

  server.post(
    "/replays/plan",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "What a replay would do; changes nothing",
        operationId: "planReplay",
        body: z.strictObject({ ids, mode: mode.default("resend") }),
        response: answers({ 200: plan }),
      },
    },
    async ({ body }) => planReplay(context.application.ledger, body.ids, body.mode),
  );

  server.post(
    "/replays",
    {
      config: { right: "operate" },
      schema: {
        ...schema,
        summary: "Replay: one job per link",
        operationId: "startReplay",
        body: z.strictObject({
          ids,
          mode: mode.default("resend"),
          reason: z
            .string()
            .trim()
            .max(500)
            .optional()
            .meta({ description: "Needed where Cleo has accepted a document before; kept in the audit trail." }),
        }),
        response: answers({
          202: z.object({
            plan,
            jobs: z.array(z.object({ jobId: z.string(), replayOf: z.string().nullable(), link: z.string() })),
          }),
        }),
      },
    },
    async (request, reply) => {
      const { ids, mode, reason } = request.body;
      const plan = await planReplay(context.application.ledger, ids, mode);
      const jobs = await startReplay(acting(context, request), context.service, plan, reason);
      reply.code(202);
      return { plan, jobs };
    },
  );
};
