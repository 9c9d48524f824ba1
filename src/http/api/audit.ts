import { Readable } from "node:stream";
import { z } from "zod";
import { exportTrail, exportTrailCsv, pageOfTrail, readTrailEntry, verifyTrail } from "../../app/auditTrail.ts";
import { pageSize } from "../cursor.ts";
import { answers, instant } from "../fields.ts";
import type { ApiRoutes } from "../route.ts";
import { sendFile } from "../sendFile.ts";
import { withoutAbsent } from "../withoutAbsent.ts";

const auditEntry = z
  .object({
    position: z.int(),
    at: z.string(),
    actor: z.string(),
    action: z.string(),
    jobId: z.string().nullable(),
    link: z.string().nullable(),
    subject: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
    previousHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: "AuditEntry" });

const filter = z.object({
  job: z.string().max(60).optional(),
  link: z.string().max(60).optional(),
  subject: z.string().max(100).optional(),
  action: z.string().max(60).optional().meta({ description: "Such as `delivery.sent`." }),
  actor: z.string().max(100).optional().meta({ description: "Such as `user:alice`, `schedule`, `worker`." }),
  from: instant.optional(),
  until: instant.optional(),
});

const filterOf = ({ job, ...rest }: z.output<typeof filter>) => withoutAbsent({ ...rest, jobId: job });

export const auditRoutes: ApiRoutes = (server, { application }) => {
  const { ledger } = application;
  const schema = { tags: ["audit"] };

  server.get(
    "/audit",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "The audit trail, the newest entries first",
        operationId: "listAudit",
        querystring: filter.extend({
          limit: pageSize(50, 500),
          before: z.coerce.number().pipe(z.int().min(1)).optional().meta({ description: "From `next`." }),
        }),
        response: answers({
          200: z.object({ entries: z.array(auditEntry), next: z.int().nullable() }).meta({ id: "AuditPage" }),
        }),
      },
    },
    async ({ query: { before, limit, ...query } }) => {
      const page = await pageOfTrail(ledger, filterOf(query), withoutAbsent({ before, limit }));
      return { ...page, entries: page.entries.map(shown) };
    },
  );

  server.get(
    "/audit/:position",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "One entry of the trail",
        operationId: "getAuditEntry",
        params: z.object({ position: z.coerce.number().pipe(z.int().min(1)) }),
        response: answers({ 200: auditEntry }),
      },
    },
    async (request) => shown(await readTrailEntry(ledger, request.params.position)),
  );

  server.post(
    "/audit/verification",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "Recompute the hash chain of the whole trail",
        operationId: "verifyAudit",
        response: answers({
          200: z
            .object({
              ok: z.boolean(),
              entries: z.int(),
              head: z.string(),
              line: z.int().optional().meta({ description: "Where the chain breaks." }),
              reason: z.string().optional(),
            })
            .meta({ id: "TrailVerdict" }),
        }),
      },
    },
    async () => verifyTrail(ledger),
  );

  server.get(
    "/audit/export.jsonl",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "The whole trail, to be proven anywhere by `ml-connector audit verify FILE`",
        operationId: "exportAudit",
        response: answers({ 200: z.unknown().meta({ description: "JSON Lines." }) }),
      },
    },
    async (_request, reply) =>
      sendFile(reply, {
        fileName: "audit.jsonl",
        contentType: "application/jsonl; charset=utf-8",
        content: Readable.from(exportTrail(ledger)),
      }),
  );

  server.get(
    "/audit/export.csv",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "Entries for a spreadsheet, safe against formulas",
        operationId: "exportAuditCsv",
        querystring: filter,
        response: answers({ 200: z.unknown().meta({ description: "CSV." }) }),
      },
    },
    async (request, reply) =>
      sendFile(reply, {
        fileName: "audit.csv",
        contentType: "text/csv; charset=utf-8",
        content: Readable.from(exportTrailCsv(ledger, filterOf(request.query))),
      }),
  );
};

function shown<Entry extends { detail: object }>(entry: Entry) {
  return { ...entry, detail: entry.detail as Record<string, unknown> };
}
