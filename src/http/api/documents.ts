import { z } from "zod";
import { readDocument } from "../../app/readDocument.ts";
import { searchDocuments } from "../../app/searchDocuments.ts";
import { searchTermKinds } from "../../documents/searchTerms.ts";
import { cursorOf, pageSize } from "../cursor.ts";
import { answers, deliveryState, documentType, errorReport, instant } from "../fields.ts";
import { type ApiRoutes, identityOf } from "../route.ts";
import { withoutAbsent } from "../withoutAbsent.ts";
import { controlNumbers } from "./deliveries.ts";

const place = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("position"), position: z.int() }),
  z.strictObject({ by: z.literal("term"), term: z.string(), kind: z.string(), documentId: z.string() }),
]);

const acknowledgementStates = ["waiting", "accepted", "acceptedWithErrors", "changed", "rejected"] as const;

const acknowledgement = z.object({
  kind: z.enum(["997", "855"]),
  state: z.enum(acknowledgementStates),
  sentAt: instant,
  dueAt: instant.nullable(),
  overdueAt: instant.nullable(),
  answeredAt: instant.nullable(),
  inboundId: z.string().nullable().meta({ description: "The document that answers; it is in the inbox." }),
});

const documentRow = z
  .object({
    id: z.string(),
    link: z.string(),
    type: documentType,
    key: z.string().meta({ description: "The number, as GP has it." }),
    vendorId: z.string().nullable(),
    vendorName: z.string().nullable(),
    firstSeenAt: instant,
    disappearedAt: instant.nullable().meta({ description: "When a sweep found it gone from GP." }),
    revision: z.int(),
    state: deliveryState,
    fileName: z.string().nullable(),
    folder: z.string().nullable(),
    jobId: z.string(),
    deliveryId: z.string(),
    attempts: z.int(),
    nextAttemptAt: instant.nullable(),
    error: errorReport.nullable(),
    acknowledgement: z
      .enum([...acknowledgementStates, "overdue"])
      .nullable()
      .meta({ description: "What the partner's 997 says of the file; null where none is expected." }),
    createdAt: instant,
    settledAt: instant.nullable(),
    matched: z
      .object({ term: z.string(), kind: z.enum(searchTermKinds) })
      .nullable()
      .meta({ description: "The word that was found." }),
  })
  .meta({ id: "DocumentRow" });

const change = z
  .object({
    kind: z.enum(["added", "removed", "changed"]),
    place: z.string().optional().meta({ description: "`line 3`; absent for the document itself." }),
    field: z.string().optional(),
    before: z.string().optional(),
    after: z.string().optional(),
    text: z.string().meta({ description: "All of it in words." }),
  })
  .meta({ id: "Change" });

const attempt = z.object({
  number: z.int(),
  jobId: z.string(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  outcome: z.string().nullable(),
  status: z.int().nullable().meta({ description: "HTTP status of Cleo's answer." }),
});

const documentHistory = z
  .object({
    id: z.string(),
    link: z.string(),
    type: documentType,
    key: z.string(),
    disappearedAt: instant.nullable(),
    contentWithheld: z.boolean().meta({ description: "Contents are left out: the right to read them is missing." }),
    timeline: z.array(z.object({ at: instant, state: z.string(), text: z.string(), jobId: z.string() })),
    revisions: z.array(
      z.object({
        number: z.int(),
        contentHash: z.string(),
        sourceDigest: z
          .string()
          .meta({ description: "SHA-256 of the record as GP gave it; the record itself is not kept." }),
        jobId: z.string(),
        at: instant,
        content: z.record(z.string(), z.unknown()).nullable().meta({ description: "The canonical document." }),
        changes: z.array(change).meta({
          description: "What is different from the revision before, in words; none without the right to contents.",
        }),
      }),
    ),
    deliveries: z.array(
      z.object({
        id: z.string(),
        revision: z.int(),
        state: deliveryState,
        jobId: z.string(),
        replayOf: z.string().nullable(),
        purpose: z.enum(["original", "replace", "cancellation"]).nullable(),
        form: z.enum(["850", "860", "997", "json"]).nullable(),
        comparison: z
          .object({ revision: z.int(), changes: z.array(change) })
          .nullable()
          .meta({
            description:
              "How it differs from the revision that the partner had; no changes without the right to contents.",
          }),
        folder: z.string().nullable(),
        file: z.string().nullable(),
        digest: z.string().nullable(),
        controlNumbers: controlNumbers.nullable(),
        warnings: z.array(z.record(z.string(), z.unknown())).nullable(),
        error: errorReport.nullable(),
        attempts: z.array(attempt),
        acknowledgements: z.array(acknowledgement),
        content: z.string().nullable().meta({ description: "What was sent, as text." }),
      }),
    ),
  })
  .meta({ id: "DocumentHistory" });

export const documentRoutes: ApiRoutes = (server, { application }) => {
  const schema = { tags: ["documents"] };

  server.get(
    "/documents",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "Search documents, the ones touched last first",
        description:
          "`text` finds by the beginning of words: number (also its digits alone), vendor id or name, item, file, control number; or by the whole identifier of a document, delivery or job. With `text`, rows come in the order of the words.",
        operationId: "searchDocuments",
        querystring: z.object({
          text: z.string().max(200).optional(),
          kind: z.enum(searchTermKinds).optional().meta({ description: "Only words of this kind." }),
          link: z.string().max(60).optional(),
          type: documentType.optional(),
          state: deliveryState.optional(),
          job: z.string().max(60).optional(),
          limit: pageSize(50, 200),
          cursor: cursorOf(place).optional(),
        }),
        response: answers({
          200: z
            .object({ documents: z.array(documentRow), next: cursorOf(place).nullable() })
            .meta({ id: "DocumentPage" }),
        }),
      },
    },
    async ({ query: { cursor, job, ...query } }) =>
      searchDocuments(application.ledger, withoutAbsent({ ...query, jobId: job, after: cursor })),
  );

  server.get(
    "/documents/:id",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "A document by identifier or number: timeline, revisions, deliveries, attempts",
        description: "A number may belong to documents of several links or types; all are given.",
        operationId: "getDocument",
        params: z.object({ id: z.string().max(100) }),
        response: answers({ 200: z.object({ documents: z.array(documentHistory) }) }),
      },
    },
    async (request) => {
      const withheld = !identityOf(request).rights.includes("content");
      const documents = await readDocument(application.ledger, request.params.id, { withContent: !withheld });
      return {
        documents: documents.map((document) => ({
          ...document,
          contentWithheld: withheld,
          revisions: document.revisions.map((revision) => ({
            ...revision,
            content: withheld ? null : (revision.content as Record<string, unknown>),
            changes: withheld ? [] : revision.changes,
          })),
          deliveries: document.deliveries.map((delivery) => ({
            ...delivery,
            comparison: delivery.comparison && {
              ...delivery.comparison,
              changes: withheld ? [] : delivery.comparison.changes,
            },
            warnings: delivery.warnings as Record<string, unknown>[] | null,
            content: withheld ? null : delivery.content,
          })),
        })),
      };
    },
  );
};
