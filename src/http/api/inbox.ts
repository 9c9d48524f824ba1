import { z } from "zod";
import { mapConfirmationLines } from "../../app/inbox/mapConfirmationLines.ts";
import { planRetry } from "../../app/inbox/planRetry.ts";
import { inboundContent, listInbound, readInbound } from "../../app/inbox/readInbox.ts";
import { retryInbound } from "../../app/inbox/retryInbound.ts";
import { settleInbound } from "../../app/inbox/settleInbound.ts";
import { type InboundState, inboundStates } from "../../ledger/inboundState.ts";
import { pageSize } from "../cursor.ts";
import { answers, errorReport, instant } from "../fields.ts";
import { type ApiRoutes, acting, identityOf } from "../route.ts";
import { sendFile } from "../sendFile.ts";
import { withoutAbsent } from "../withoutAbsent.ts";
import { draftKind, draftState, orderLine, unmatchedLine } from "./drafts.ts";

const messageState = z.enum(["received", "read", "quarantined", "ignored"]);
const source = z.enum(["webhook", "folder"]);
const documentState = z.enum(inboundStates as [InboundState, ...InboundState[]]);

const inboundDocument = z.object({
  id: z.string(),
  type: z.string().meta({ description: "855, 856, 810, 997, TA1, ..." }),
  partner: z.string().nullable(),
  sender: z.string().nullable(),
  interchangeNumber: z.string().nullable(),
  orders: z.array(z.string()),
  state: documentState,
  summary: z.string().nullable(),
  waitsFor: z.string().nullable(),
  error: errorReport.nullable(),
  nextAttemptAt: instant.nullable(),
});

const summary = z.object({
  id: z.string(),
  link: z.string(),
  source,
  state: messageState,
  fileName: z.string().nullable(),
  format: z.enum(["x12", "json"]).nullable(),
  size: z.int(),
  receivedAt: instant,
  duplicates: z.int(),
  error: errorReport.nullable(),
  jobId: z.string().nullable(),
});

const anything = z.record(z.string(), z.unknown());
const withheld = "`null` without the right to read content.";

const message = summary
  .extend({
    folder: z.string().nullable(),
    eventId: z.string().nullable(),
    contentDigest: z.string(),
    content: z
      .string()
      .nullable()
      .meta({ description: `As it came. ${withheld}` }),
    documents: z.array(
      inboundDocument.extend({
        number: z.int(),
        key: z.string(),
        document: anything.nullable().meta({ description: `As it was read. ${withheld}` }),
        notes: z.array(anything),
        detail: anything.nullable().meta({ description: `What came of it. ${withheld}` }),
        drafts: z
          .array(
            z.object({
              id: z.string(),
              kind: draftKind,
              number: z.string(),
              state: draftState,
              open: z.boolean(),
            }),
          )
          .meta({ description: "What it asks GP for. One that is open is decided, and the document with it." }),
        linesToMap: z
          .object({ orderNumber: z.string(), unmatched: z.array(unmatchedLine), orderLines: z.array(orderLine) })
          .nullable()
          .meta({ description: `Of a confirmation in review: what its lines can be. ${withheld}` }),
      }),
    ),
  })
  .meta({ id: "InboundMessage" });

export const inboxRoutes: ApiRoutes = (server, context) => {
  const { ledger } = context.application;
  const schema = { tags: ["inbox"] };
  const params = z.object({ id: z.string().max(60) });

  server.get(
    "/inbox",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "What was received, the latest first",
        operationId: "listInbox",
        querystring: z.object({
          link: z.string().max(60).optional(),
          state: messageState.optional(),
          source: source.optional(),
          documentState: documentState.optional(),
          type: z.string().max(10).optional(),
          order: z.string().max(60).optional().meta({ description: "Number of a purchase order that it names." }),
          limit: pageSize(50, 500),
        }),
        response: answers({
          200: z.object({
            messages: z.array(
              summary.extend({ documents: z.array(inboundDocument) }).meta({ id: "InboundMessageSummary" }),
            ),
          }),
        }),
      },
    },
    async ({ query }) => ({ messages: await listInbound(ledger, withoutAbsent(query)) }),
  );

  server.get(
    "/inbox/:id",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "A message with its documents, by its identifier or that of a document in it",
        operationId: "getInboundMessage",
        params,
        response: answers({ 200: message }),
      },
    },
    async (request) => {
      const found = await readInbound(ledger, request.params.id);
      const mayRead = identityOf(request).rights.includes("content");
      return {
        ...found,
        content: mayRead ? found.content : null,
        documents: found.documents.map((each) => ({
          ...each,
          document: mayRead ? (each.document as Record<string, unknown>) : null,
          notes: each.notes as Record<string, unknown>[],
          detail: mayRead ? (each.detail as Record<string, unknown> | null) : null,
          linesToMap: mayRead ? each.linesToMap : null,
        })),
      };
    },
  );

  server.get(
    "/inbox/:id/file",
    {
      config: { right: "content" },
      schema: {
        ...schema,
        summary: "The bytes of a message as they came",
        operationId: "downloadInboundMessage",
        params,
        response: answers({ 200: z.unknown().meta({ description: "The bytes." }) }),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const content = await inboundContent(ledger, id);
      return sendFile(reply, { fileName: id, contentType: "application/octet-stream", content });
    },
  );

  server.post(
    "/inbox/retries/plan",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "What carrying out again would mean, for messages, documents in them and drafts; changes nothing",
        operationId: "planInboundRetry",
        body: z.strictObject({ ids: z.array(z.string().max(60)).min(1).max(200) }),
        response: answers({
          200: z.object({
            retries: z.array(
              z
                .object({
                  id: z.string(),
                  what: z.enum(["message", "document", "draft"]),
                  type: z.string().nullable(),
                  state: z.string(),
                  consequence: z.string(),
                  reasonNeeded: z.boolean(),
                  refused: z.string().optional(),
                })
                .meta({ id: "PlannedRetry" }),
            ),
          }),
        }),
      },
    },
    async ({ body }) => ({ retries: await planRetry(ledger, body.ids) }),
  );

  server.post(
    "/inbox/retries",
    {
      config: { right: "operate" },
      schema: {
        ...schema,
        summary: "Carry out again what waits, failed or is in quarantine; with a reason, also what is settled",
        operationId: "retryInbound",
        body: z.strictObject({
          ids: z.array(z.string().max(60)).min(1).max(200),
          reason: z.string().trim().max(500).optional(),
        }),
        response: answers({
          202: z.object({
            retried: z.array(
              z.object({
                id: z.string(),
                message: z.string(),
                what: z.enum(["message", "document"]),
                jobId: z.string().nullable(),
              }),
            ),
          }),
        }),
      },
    },
    async (request, reply) => {
      const { ids, reason } = request.body;
      const wake = context.service.runtime?.worker.wake ?? (() => {});
      reply.code(202);
      return { retried: await retryInbound(acting(context, request), wake, ids, reason) };
    },
  );

  server.post(
    "/inbox/:id/settlement",
    {
      config: { right: "operate" },
      schema: {
        ...schema,
        summary: "Settle what waits for a person and has no draft: done by hand, or nothing to be done",
        operationId: "settleInbound",
        params,
        body: z.strictObject({
          state: z.enum(["done", "ignored"]).meta({ description: "What is in quarantine can only be ignored." }),
          reason: z.string().trim().min(3).max(500),
        }),
        response: answers({
          200: z.object({
            settled: z.array(
              z.object({
                id: z.string(),
                message: z.string(),
                before: documentState,
                state: z.enum(["done", "ignored"]),
              }),
            ),
          }),
        }),
      },
    },
    async (request) => {
      const { state, reason } = request.body;
      return { settled: await settleInbound(acting(context, request), request.params.id, state, reason) };
    },
  );

  server.put(
    "/inbox/:id/lines",
    {
      config: { right: "operate" },
      schema: {
        ...schema,
        summary: "Say which line of the order a line of a confirmation is; `null` leaves it out",
        operationId: "mapConfirmationLines",
        params,
        body: z.strictObject({
          lines: z
            .array(z.strictObject({ index: z.int().min(0), line: z.int().nullable() }))
            .min(1)
            .max(1_000),
        }),
        response: answers({ 202: z.object({ jobId: z.string() }) }),
      },
    },
    async (request, reply) => {
      const wake = context.service.runtime?.worker.wake ?? (() => {});
      reply.code(202);
      return mapConfirmationLines(acting(context, request), wake, request.params.id, request.body.lines);
    },
  );
};
