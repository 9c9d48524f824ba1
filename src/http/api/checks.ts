/**
 * The fit check. Running one takes as long as GP takes to answer, and whoever waits wants to see each line as it comes: so the
 * answer is a stream of JSON lines, `{"line"}` each, ended by `{"report"}` or `{"error"}`.
 */
import { PassThrough } from "node:stream";
import { z } from "zod";
import { listChecks, readCheck } from "../../app/keptChecks.ts";
import { runCheck } from "../../app/runCheck.ts";
import { type CheckReport, checkStages } from "../../check/report.ts";
import { renderCheckReportHtml } from "../../check/reportHtml.ts";
import { timeZone } from "../../configuration/fields.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { toldError } from "../errorHandler.ts";
import { answers, errorReport } from "../fields.ts";
import { type ApiRoutes, acting, identityOf } from "../route.ts";
import { sendFile } from "../sendFile.ts";

const count = z.int().min(0);
const verdict = z.enum(["fits", "conditions", "notYet"]);
const counts = z.object({ pass: count, warn: count, fail: count, unverified: count });

export const checkLine = z
  .object({
    stage: z.enum(checkStages),
    system: z.enum(["gp", "cleo", "link"]),
    status: z.enum(["pass", "warn", "fail", "unverified"]).meta({
      description: "`unverified`: nothing speaks against it, but it was not exercised.",
    }),
    code: z.string(),
    title: z.string(),
    seen: z.string(),
    meaning: z.string(),
    fix: z.string().optional(),
    owner: z.string().optional(),
  })
  .meta({ id: "CheckLine" });

const fit = z
  .object({
    read: count,
    complete: z.boolean().meta({ description: "Whether these are all that GP has." }),
    total: count.optional(),
    since: z.string().optional(),
    ready: count,
    blocked: count,
    skipped: z.array(z.object({ rule: z.string(), count })),
    causes: z.array(
      z.object({
        code: z.string(),
        message: z.string(),
        field: z.string().optional(),
        element: z.string().optional(),
        count,
        documents: z.array(z.string()),
        fix: z.string(),
        owner: z.string(),
      }),
    ),
    causesOmitted: count.optional(),
  })
  .meta({ id: "EntityFit" });

const report = z
  .object({
    jobId: z.string(),
    link: z.string(),
    gp: z.object({ connection: z.string(), url: z.string(), company: z.string(), version: z.string() }),
    cleo: z.object({ connection: z.string(), url: z.string() }),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime(),
    verdict,
    summary: z.string(),
    counts,
    lines: z.array(checkLine),
    fit: z.object({
      vendors: fit.optional(),
      purchaseOrders: fit.optional(),
      samples: z
        .array(
          z.object({
            document: z.string(),
            vendor: z.string(),
            format: z.enum(["x12", "json"]),
            fileName: z.string(),
            folder: z.string(),
            readable: z.string(),
          }),
        )
        .meta({ description: "Orders as they would be sent; none without the right to read contents." }),
    }),
    calls: z.object({ gp: count, cleo: count }),
    probe: z.object({ folder: z.string(), fileName: z.string() }).optional(),
    error: errorReport.optional(),
  })
  .meta({ id: "CheckReport" });

export const checkRoutes: ApiRoutes = (server, context) => {
  const { application } = context;
  const schema = { tags: ["checks"] };

  server.get(
    "/checks",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "Fit checks that were run, the newest first",
        operationId: "listChecks",
        querystring: z.object({
          link: z.string().max(60).optional(),
          limit: z.coerce.number().pipe(z.int().min(1).max(200)).default(20),
        }),
        response: answers({
          200: z.object({
            checks: z.array(
              z.object({
                jobId: z.string(),
                link: z.string(),
                finishedAt: z.iso.datetime(),
                verdict,
                summary: z.string(),
                counts,
                requestedBy: z.string(),
              }),
            ),
          }),
        }),
      },
    },
    async ({ query: { link, limit } }) => ({ checks: await listChecks(application, { link, limit }) }),
  );

  server.get(
    "/checks/:id",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "The report of a fit check",
        operationId: "getCheck",
        params: z.object({ id: z.string().max(60) }),
        response: answers({ 200: report }),
      },
    },
    async (request) =>
      shown(await mustFind(application, request.params.id), identityOf(request).rights.includes("content")),
  );

  server.get(
    "/checks/:id/report",
    {
      config: { right: "view" },
      schema: {
        ...schema,
        summary: "The report of a fit check as a page that can be passed on; it holds no secret",
        operationId: "downloadCheckReport",
        params: z.object({ id: z.string().max(60) }),
        querystring: z.object({ timeZone: timeZone.default("UTC") }),
        response: answers({ 200: z.unknown().meta({ description: "HTML." }) }),
      },
    },
    async (request, reply) => {
      const found = await mustFind(application, request.params.id);
      const page = renderCheckReportHtml(
        shown(found, identityOf(request).rights.includes("content")),
        request.query.timeZone,
      );
      const fileName = `fit-check-${found.link}-${found.finishedAt.slice(0, 10)}.html`;
      return sendFile(reply, { fileName, contentType: "text/html; charset=utf-8", content: page });
    },
  );

  server.post(
    "/checks",
    {
      config: { right: "operate", rateLimit: { max: 20, timeWindow: "1 minute" } },
      schema: {
        ...schema,
        summary: "Run the fit check on a link; nothing is written unless the probe is asked for",
        description:
          'Answers with JSON lines as they become known: `{"line": CheckLine}` each, then `{"report": CheckReport}` or `{"error": ErrorReport}`.',
        operationId: "runCheck",
        body: z.strictObject({
          link: z.string().max(60).optional().meta({ description: "Needed where there are several." }),
          probeUpload: z.boolean().default(false).meta({
            description: "Writes one marked file into the link's probe folder and removes it.",
          }),
          all: z.boolean().default(false).meta({
            description: "Looks at every order and vendor of GP, not at the newest alone.",
          }),
        }),
        response: answers({ 200: z.unknown().meta({ description: "application/x-ndjson" }) }),
      },
    },
    async (request, reply) => {
      const { link, probeUpload, all } = request.body;
      const stream = new PassThrough();
      const abort = new AbortController();
      // Nobody waits for it any longer.
      stream.once("close", () => abort.abort());
      const tell = (value: object): void => {
        if (!stream.destroyed) stream.write(`${JSON.stringify(value)}\n`);
      };
      const withContent = identityOf(request).rights.includes("content");
      void runCheck(acting(context, request), {
        ...(link !== undefined && { link }),
        ...(probeUpload && { probeUpload: true as const }),
        ...(all && { limit: Number.POSITIVE_INFINITY }),
        signal: abort.signal,
        onLine: (each) => tell({ line: each }),
      })
        .then((done) => tell({ report: shown(done, withContent) }))
        .catch((error: unknown) => tell({ error: toldError(error, context.onError) }))
        .finally(() => stream.end());
      return reply
        .type("application/x-ndjson")
        .serializer((payload: unknown) => payload as string)
        .send(stream as never);
    },
  );
};

async function mustFind(application: Parameters<typeof readCheck>[0], id: string): Promise<CheckReport> {
  const found = await readCheck(application, id);
  if (found === undefined) throw new ConnectorError("JOB_UNKNOWN", `there is no fit check ${JSON.stringify(id)}`);
  return found;
}

/** Samples are documents: they are for whoever may read those. */
function shown(found: CheckReport, withContent: boolean): CheckReport {
  return withContent ? found : { ...found, fit: { ...found.fit, samples: [] } };
}
