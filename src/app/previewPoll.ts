/** A poll that writes nothing: what would be sent, skipped or blocked, on the real data of GP. */
import type { Configuration, Link } from "../configuration/configuration.ts";
import type { DecodedRecord, GpPurchaseOrder, GpVendor } from "../gp/index.ts";
import type { KnownDocument } from "../ledger/documents.ts";
import { knownDocuments } from "../ledger/documents.ts";
import { readWatermark } from "../ledger/watermarks.ts";
import type { LinkResources } from "../sync/linkResources.ts";
import type { Entity } from "../sync/pollRun.ts";
import { tryRecord } from "../sync/trial.ts";
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
  const trial = tryRecord(resources, entity, record, { known, now: clock() });
  switch (trial.outcome) {
    case "ready":
      return { ...document, revision: trial.revision, outcome: "sent", file: trial.file.fileName };
    case "blocked":
      return { ...document, revision: trial.revision ?? document.revision, outcome: "blocked", error: trial.error };
    case "skipped":
      return { ...document, outcome: "skipped", rule: trial.rule };
    case "unchanged":
      return { ...document, outcome: "unchanged" };
  }
}
