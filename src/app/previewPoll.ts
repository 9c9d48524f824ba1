/** A poll that writes nothing: what would be sent, skipped or blocked, on the real data of GP. */
import type { Configuration, Link } from "../configuration/configuration.ts";
import { render } from "../documents/render.ts";
import type { DecodedRecord, GpPurchaseOrder, GpVendor } from "../gp/index.ts";
import type { KnownDocument } from "../ledger/documents.ts";
import { knownDocuments } from "../ledger/documents.ts";
import { readWatermark } from "../ledger/watermarks.ts";
import { candidateOf } from "../sync/candidate.ts";
import { decide } from "../sync/decide.ts";
import type { LinkResources } from "../sync/linkResources.ts";
import type { Entity } from "../sync/pollRun.ts";
import { renderingFor } from "../sync/rendering.ts";
import { pollWindow, queryOf } from "../sync/window.ts";
import type { Application } from "./application.ts";
import { createLinkOpener } from "./linkOpener.ts";
import { entitiesOf } from "./pollNow.ts";
import { documentsListed, type PolledDocument, type PollReport } from "./pollReport.ts";

export async function previewPoll(
  application: Application,
  configuration: Configuration,
  links: readonly Link[],
  { only, full }: { only?: Entity | undefined; full: boolean },
): Promise<PollReport[]> {
  const opener = createLinkOpener(application, configuration);
  try {
    const reports: PollReport[] = [];
    for (const link of links)
      reports.push(await previewLink(application, await opener.open(link.name), entitiesOf(link, only), full));
    return reports;
  } finally {
    await opener.close();
  }
}

async function previewLink(
  application: Application,
  resources: LinkResources,
  wanted: readonly Entity[],
  full: boolean,
): Promise<PollReport> {
  const report: PollReport = {
    jobId: "dry-run",
    link: resources.link.name,
    state: "succeeded",
    read: { vendors: 0, purchaseOrders: 0 },
    outcomes: { sent: 0, unchanged: 0, skipped: 0, blocked: 0, waiting: 0, superseded: 0 },
    documents: [],
  };
  for (const entity of wanted) {
    const watermark = await readWatermark(application.ledger, resources.link.name, entity);
    const rules = { overlapDays: resources.overlapDays, byRowTimestamp: resources.gp.selectsByRowTimestamp(entity) };
    const query = queryOf(full ? {} : pollWindow(watermark, rules));
    const pages = entity === "vendors" ? resources.gp.vendors(query) : resources.gp.purchaseOrders(query);
    for await (const page of pages) {
      const records: readonly DecodedRecord<GpVendor | GpPurchaseOrder>[] = page.records;
      const keys = records.flatMap((record) => (record.ok ? [record.key] : []));
      const type = entity === "vendors" ? "vendor" : "purchaseOrder";
      const known = await application.ledger
        .transaction()
        .execute((transaction) => knownDocuments(transaction, resources.link.name, type, keys));
      for (const record of records) {
        const document = preview(application, resources, entity, record, record.ok ? known.get(record.key) : undefined);
        report.read[entity] += 1;
        report.outcomes[document.outcome] += 1;
        if (report.documents.length < documentsListed) report.documents.push(document);
        else report.documentsOmitted = (report.documentsOmitted ?? 0) + 1;
      }
    }
  }
  return report;
}

function preview(
  { clock }: Application,
  resources: LinkResources,
  entity: Entity,
  record: DecodedRecord<GpVendor | GpPurchaseOrder>,
  known: KnownDocument | undefined,
): PolledDocument {
  const type = entity === "vendors" ? "vendor" : "purchaseOrder";
  const document = {
    id: known?.id ?? null,
    type,
    key: record.key ?? "",
    revision: known?.revision ?? null,
    file: null,
  } as const;
  if (!record.ok) return { ...document, outcome: "blocked", error: record.problem.report() };
  const candidate = candidateOf(entity, record, resources.link);
  const decision = decide(candidate, known, resources.rules);
  if (decision.outcome === "skipped") return { ...document, outcome: "skipped", rule: decision.rule };
  if (decision.outcome === "blocked") return { ...document, outcome: "blocked", error: decision.error };
  if (decision.outcome === "unchanged") return { ...document, outcome: "unchanged" };
  const revision = (known?.revision ?? 0) + 1;
  const rendering = renderingFor(resources, candidate, {
    revision,
    jobId: "dry-run",
    purpose: known?.everSent ? "replace" : "original",
    now: clock(),
  });
  // Control numbers are given only to what is sent; trial numbers do for the check.
  const rendered = render(rendering, { interchange: 1, group: 1, set: "0001" });
  if (rendered.ok) return { ...document, revision, outcome: "sent", file: rendered.file.fileName };
  const [error] = rendered.problems;
  return { ...document, revision, outcome: "blocked", ...(error && { error }) };
}
