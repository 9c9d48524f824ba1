import { z } from "zod";
import { readable, readDelivery, readSentFile } from "../../app/deliveryContent.ts";
import { settleByHand } from "../../app/settleByHand.ts";
import { tellByHand } from "../../app/tellByHand.ts";
import { answers, deliveryState, documentType, errorReport, instant } from "../fields.ts";
import { type ApiRoutes, acting } from "../route.ts";
import { sendFile } from "../sendFile.ts";

export const controlNumbers = z
  .object({
    sender: z.string(),
    receiver: z.string(),
    usage: z.string(),
    interchange: z.int(),
    group: z.int(),
    set: z.string(),
  })
  .meta({ id: "ControlNumbers", description: "X12 numbers as written: ISA13, GS06, ST02." });

const delivery = z
  .object({
    id: z.string(),
    documentId: z.string(),
    revision: z.int(),
    link: z.string(),
    type: documentType,
    key: z.string(),
    state: deliveryState,
    jobId: z.string(),
    replayOf: z.string().nullable(),
    replayJobId: z.string().nullable(),
    purpose: z.string().nullable(),
    folder: z.string().nullable(),
    fileName: z.string().nullable(),
    contentType: z.string().nullable(),
    contentDigest: z.string().nullable().meta({ description: "SHA-256 of the bytes, hexadecimal." }),
    controlNumbers: controlNumbers.nullable(),
    attempts: z.array(
      z.object({
        number: z.int(),
        jobId: z.string(),
        startedAt: instant,
        finishedAt: instant.nullable(),
        outcome: z.string().nullable(),
        status: z.int().nullable(),
      }),
    ),
    nextAttemptAt: instant.nullable(),
    error: errorReport.nullable(),
  })
  .meta({ id: "Delivery" });

const params = z.object({ id: z.string().max(60) });

export const deliveryRoutes: ApiRoutes = (server, context) => {
  const { ledger } = context.application;
  const schema = { tags: ["documents"], params };

  server.get(
    "/deliveries/:id",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "A delivery with its attempts",
        operationId: "getDelivery",
        response: answers({ 200: delivery }),
      },
    },
    async (request) => readDelivery(ledger, request.params.id),
  );

  server.get(
    "/deliveries/:id/file",
    {
      config: { right: "content" },
      schema: {
        ...schema,
        summary: "The file exactly as it is sent",
        operationId: "downloadDelivery",
        response: answers({ 200: z.unknown().meta({ description: "The bytes." }) }),
      },
    },
    async (request, reply) => {
      const { fileName, contentType, bytes } = await readSentFile(ledger, request.params.id);
      return sendFile(reply, { fileName, contentType, content: bytes });
    },
  );

  server.get(
    "/deliveries/:id/readable",
    {
      config: { right: "content" },
      schema: {
        ...schema,
        summary: "The file for people: segments and elements with their names and meanings",
        operationId: "getReadableDelivery",
        response: answers({
          200: z
            .object({
              format: z.enum(["x12", "json"]),
              text: z.string(),
              view: z.record(z.string(), z.unknown()),
              accepted: z.boolean().meta({ description: "Nothing in it is against the standard." }),
            })
            .meta({ id: "ReadableFile" }),
        }),
      },
    },
    async (request) => {
      const file = readable(await readSentFile(ledger, request.params.id));
      return { ...file, view: file.view as Record<string, unknown> };
    },
  );

  server.post(
    "/deliveries/:id/settlement",
    {
      config: { right: "operate" },
      schema: {
        ...schema,
        summary: "Say whether a file in doubt arrived, after a look into Cleo",
        operationId: "settleDelivery",
        body: z.strictObject({
          arrived: z.boolean(),
          reason: z.string().trim().min(3).max(500).meta({ description: "How you know; kept in the audit trail." }),
        }),
        response: answers({
          200: z.object({
            settled: z.array(
              z.object({
                delivery: z.string(),
                document: z.string(),
                file: z.string().nullable(),
                state: z.enum(["sent", "failed"]),
              }),
            ),
          }),
        }),
      },
    },
    async (request) => ({ settled: await settleByHand(acting(context, request), [request.params.id], request.body) }),
  );

  server.post(
    "/deliveries/:id/told",
    {
      config: { right: "operate" },
      schema: {
        ...schema,
        summary: "Say that a person has told the partner what is blocked: nothing is sent",
        operationId: "tellByHand",
        body: z.strictObject({
          reason: z.string().trim().min(3).max(500).meta({ description: "How; kept in the audit trail." }),
        }),
        response: answers({
          200: z.object({
            told: z.array(z.object({ delivery: z.string(), document: z.string(), revision: z.int() })),
          }),
        }),
      },
    },
    async (request) => ({
      told: await tellByHand(acting(context, request), [request.params.id], request.body.reason),
    }),
  );
};
