import { z } from "zod";
import { explainReplay } from "../../app/explainReplay.ts";
import { planReplay, planReplayByFilter, type ReplayPlan, startReplay } from "../../app/replay.ts";
import { answers, deliveryState, documentType, errorReport } from "../fields.ts";
import { type ApiRoutes, acting, identityOf } from "../route.ts";
import { withoutAbsent } from "../withoutAbsent.ts";

const mode = z
  .enum(["resend", "rerender"])
  .meta({ description: "`resend`: same bytes, name and control numbers. `rerender`: made anew, with new ones." });

const ids = z
  .array(z.string().max(100))
  .min(1)
  .max(1_000)
  .meta({ description: "Jobs, documents (by identifier or number) and deliveries." });

const filter = z
  .strictObject({
    link: z.string().max(60).optional(),
    job: z.string().max(60).optional().meta({ description: "Delivered by it." }),
    type: documentType.optional(),
    state: deliveryState.optional().meta({ description: "Of the newest delivery of a document." }),
    code: z.string().max(60).optional().meta({ description: "Its error." }),
    from: z.iso.datetime().optional().meta({ description: "Last touched from then on." }),
    to: z.iso.datetime().optional().meta({ description: "Last touched before then." }),
  })
  .meta({ id: "ReplayFilter", description: "Needs a job, a state, a code or the beginning of a time." });

/** Either what is named, or what fits. */
const chosen = { ids: ids.optional(), filter: filter.optional(), mode: mode.default("resend") };
const oneOfBoth = ({ ids: named, filter: fits }: { ids?: unknown; filter?: unknown }): boolean =>
  (named === undefined) !== (fits === undefined);
const eitherOr = { error: "name what to replay, or give a filter, and not both", path: ["ids"] };

const effect = z.object({
  delivery: z.string(),
  mapping: z
    .object({ before: z.int().nullable(), now: z.int().nullable() })
    .meta({ description: "Version of the configuration by which the file was made, and would be made now." }),
  difference: z.array(z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() })),
  error: errorReport.optional(),
});

const plan = z
  .object({
    mode,
    filter: z
      .object({
        given: filter,
        total: z.int(),
        refused: z.int(),
        accepted: z.int().meta({ description: "Of the total, what Cleo has or may have: a reason is needed." }),
        doubtful: z.int().meta({ description: "Of these, what Cleo may have, which is not certain." }),
        links: z.array(z.string()),
      })
      .optional()
      .meta({ description: "Of a filter: everything is counted and replayed, the first 200 are listed." }),
    effects: z
      .array(effect)
      .optional()
      .meta({ description: "How files made anew would differ, of the first 50; with the right to read content." }),
    replays: z.array(
      z.object({
        delivery: z.string(),
        link: z.string(),
        document: z.string(),
        type: documentType,
        revision: z.int(),
        state: deliveryState,
        consequence: z.string(),
        sameBytes: z.boolean(),
        file: z.string().nullable(),
        acceptedBefore: z
          .boolean()
          .meta({ description: "Cleo has the document already, or may have it: a reason is needed." }),
        doubtful: z.boolean().meta({ description: "That Cleo has it is not certain." }),
        refused: z.string().optional().meta({ description: "Not replayed, and why." }),
      }),
    ),
  })
  .meta({ id: "ReplayPlan" });

interface Chosen {
  ids?: string[] | undefined;
  filter?: z.output<typeof filter> | undefined;
  mode: z.output<typeof mode>;
}

export const replayRoutes: ApiRoutes = (server, context) => {
  const schema = { tags: ["replays"] };
  const { ledger } = context.application;
  const planOf = ({ ids: named = [], filter: fits, mode: how }: Chosen): Promise<ReplayPlan> =>
    fits ? planReplayByFilter(ledger, withoutAbsent(fits), how) : planReplay(ledger, named, how);

  server.post(
    "/replays/plan",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "What a replay would do; changes nothing",
        operationId: "planReplay",
        body: z
          .strictObject({
            ...chosen,
            explain: z.boolean().default(false).meta({ description: "Tells the effects as well." }),
          })
          .refine(oneOfBoth, eitherOr),
        response: answers({ 200: plan }),
      },
    },
    async (request) => {
      const { explain, ...what } = request.body;
      const planned = await planOf(what);
      if (!explain || !identityOf(request).rights.includes("content")) return planned;
      return { ...planned, effects: await explainReplay(context.application, planned) };
    },
  );

  server.post(
    "/replays",
    {
      config: { right: "operate" },
      schema: {
        ...schema,
        summary: "Replay: one job per link",
        operationId: "startReplay",
        body: z
          .strictObject({
            ...chosen,
            reason: z
              .string()
              .trim()
              .max(500)
              .optional()
              .meta({ description: "Needed where Cleo has accepted a document before; kept in the audit trail." }),
          })
          .refine(oneOfBoth, eitherOr),
        response: answers({
          202: z.object({
            plan,
            jobs: z.array(z.object({ jobId: z.string(), replayOf: z.string().nullable(), link: z.string() })),
          }),
        }),
      },
    },
    async (request, reply) => {
      const { reason, ...what } = request.body;
      const started = await startReplay(acting(context, request), context.service, await planOf(what), reason);
      reply.code(202);
      return started;
    },
  );
};
