import { z } from "zod";
import {
  approveDraft,
  type DraftView,
  listDraftInbox,
  mapDraftLines,
  readDraft,
  rejectDraft,
  replayDraft,
} from "../../app/drafts.ts";
import { draftKinds } from "../../gp/draft/draft.ts";
import { type DraftState, draftStates } from "../../ledger/draftState.ts";
import { pageSize } from "../cursor.ts";
import { answers, errorReport, instant, nothing } from "../fields.ts";
import { type ApiRoutes, acting, identityOf } from "../route.ts";
import { withoutAbsent } from "../withoutAbsent.ts";

export const draftState = z.enum(draftStates as [DraftState, ...DraftState[]]);
export const draftKind = z.enum(draftKinds);

export const unmatchedLine = z.object({ index: z.int(), text: z.string() });

export const orderLine = z.object({
  line: z.int(),
  ord: z.int(),
  item: z.string().nullable(),
  description: z.string().nullable(),
  quantity: z.string(),
  unit: z.string(),
});

const draft = z
  .object({
    id: z.string(),
    link: z.string(),
    inboundId: z.string(),
    orderId: z.string().nullable(),
    orderNumber: z.string().nullable(),
    partner: z.string(),
    kind: draftKind,
    reference: z.string().meta({ description: "Ours, by which it is found again in GP." }),
    number: z.string(),
    state: draftState,
    problems: z.array(errorReport).meta({ description: "What speaks against entering it." }),
    unmatched: z.array(unmatchedLine),
    attempts: z.int(),
    nextAttemptAt: instant.nullable(),
    error: errorReport.nullable(),
    gpNumber: z.string().nullable(),
    jobId: z.string(),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    decision: z.string().nullable(),
    createdAt: instant,
    settledAt: instant.nullable(),
  })
  .meta({ id: "Draft" });

const draftView = draft
  .extend({
    content: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: "What would be entered in GP; `null` without the right to read content." }),
    tries: z.array(
      z.object({
        number: z.int(),
        jobId: z.string(),
        startedAt: instant,
        finishedAt: instant.nullable(),
        outcome: z.string().nullable(),
        error: errorReport.nullable(),
      }),
    ),
    inbound: z
      .object({
        id: z.string(),
        messageId: z.string(),
        type: z.string(),
        state: z.string(),
        summary: z.string().nullable(),
        receivedAt: instant,
      })
      .nullable(),
    orderLines: z.array(orderLine),
    remainingQuantities: z.enum(["verified", "unverified"]).nullable().meta({
      description:
        "Of what GP has: whether what was left to receive was known of every line when it was entered. `null` where it was not asked.",
    }),
  })
  .meta({ id: "DraftView" });

const reason = z.string().trim().max(500).meta({ description: "Kept in the audit trail." });
const params = z.object({ id: z.string().max(60) });

export const draftRoutes: ApiRoutes = (server, context) => {
  const { ledger } = context.application;
  const schema = { tags: ["drafts"] };

  server.get(
    "/drafts",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "What partners' documents would enter in GP; without `state`, what needs somebody",
        operationId: "listDrafts",
        querystring: z.object({
          link: z.string().max(60).optional(),
          state: draftState.optional(),
          kind: draftKind.optional(),
          order: z.string().max(60).optional(),
          limit: pageSize(50, 500),
        }),
        response: answers({ 200: z.object({ drafts: z.array(draft) }) }),
      },
    },
    async ({ query: { state, ...query } }) => ({
      drafts: await listDraftInbox(ledger, { ...withoutAbsent(query), ...(state && { states: [state] }) }),
    }),
  );

  server.get(
    "/drafts/:id",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "A draft with its tries, its document, and the lines of its order",
        operationId: "getDraft",
        params,
        response: answers({ 200: draftView }),
      },
    },
    async (request) =>
      shown(await readDraft(ledger, request.params.id), identityOf(request).rights.includes("content")),
  );

  for (const { path, operationId, summary, decide } of [
    {
      path: "approval",
      operationId: "approveDraft",
      summary: "Let a draft go into GP; what speaks against it is overruled with a reason",
      decide: approveDraft,
    },
    {
      path: "replay",
      operationId: "replayDraft",
      summary: "Try a draft again that GP did not take",
      decide: replayDraft,
    },
  ]) {
    server.post(
      `/drafts/:id/${path}`,
      {
        config: { right: "operate" },
        schema: {
          ...schema,
          summary,
          operationId,
          params,
          body: z.strictObject({ reason: reason.optional() }),
          response: answers({ 200: draft }),
        },
      },
      async (request) => decide(acting(context, request), request.params.id, request.body.reason),
    );
  }

  server.post(
    "/drafts/:id/rejection",
    {
      config: { right: "operate" },
      schema: {
        ...schema,
        summary: "Keep a draft out of GP",
        operationId: "rejectDraft",
        params,
        body: z.strictObject({ reason: reason.min(3) }),
        response: answers({ 200: draft }),
      },
    },
    async (request) => rejectDraft(acting(context, request), request.params.id, request.body.reason),
  );

  server.put(
    "/drafts/:id/lines",
    {
      config: { right: "operate" },
      schema: {
        ...schema,
        summary: "Say which line of the order a line of the partner is; `null` leaves it out",
        operationId: "mapDraftLines",
        params,
        body: z.strictObject({
          lines: z
            .array(z.strictObject({ index: z.int().min(0), line: z.int().nullable() }))
            .min(1)
            .max(1_000),
        }),
        response: answers({ 204: nothing }),
      },
    },
    async (request, reply) => {
      await mapDraftLines(acting(context, request), request.params.id, request.body.lines);
      reply.code(204);
      return null;
    },
  );
};

function shown(view: DraftView, withContent: boolean) {
  const { content, orderLines, ...rest } = view;
  return {
    ...rest,
    content: withContent ? { ...content } : null,
    orderLines: withContent ? orderLines : [],
  };
}
