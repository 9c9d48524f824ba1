import type { PurchaseOrder } from "../documents/canonical/purchaseOrder.ts";
import type { Vendor } from "../documents/canonical/vendor.ts";
import type { Change } from "../documents/change/change.ts";
import { purchaseOrderChanges } from "../documents/change/purchaseOrderChanges.ts";
import { vendorChanges } from "../documents/change/vendorChanges.ts";
import { ConnectorError, type ErrorReport } from "../errors/connectorError.ts";
import { type Acknowledgement, acknowledgementsOfOrder } from "../ledger/acknowledgements.ts";
import { entriesAbout } from "../ledger/audit.ts";
import { readContent } from "../ledger/contents.ts";
import { deliveryAttempts, documentDeliveries } from "../ledger/deliveries.ts";
import type { DeliveryState } from "../ledger/deliveryState.ts";
import { documentDisappearances } from "../ledger/disappearances.ts";
import { documentRevisions, findDocuments } from "../ledger/documents.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { lastLeftOut } from "../ledger/readings.ts";
import type { Comparison, ControlNumbers, DeliveryForm, DocumentType, Purpose } from "../ledger/schema.ts";
import { deliverySteps, type TimelineStep, toldBy } from "./deliverySteps.ts";
import { orderSteps } from "./orderSteps.ts";

export interface DocumentHistory {
  id: string;
  link: string;
  type: DocumentType;
  key: string;
  /** When a sweep found it gone from GP; null while it is there. */
  disappearedAt: Date | null;
  /** Everything that happened to it, oldest first. */
  timeline: TimelineStep[];
  revisions: {
    number: number;
    contentHash: string;
    /** SHA-256 of the record as GP gave it; the record itself is not kept. */
    sourceDigest: string;
    jobId: string;
    at: Date;
    content: object;
    /** What is different from the revision before. */
    changes: Change[];
  }[];
  deliveries: DeliveryHistory[];
}

export interface DeliveryHistory {
  id: string;
  revision: number;
  state: DeliveryState;
  jobId: string;
  replayOf: string | null;
  /** What the file says it is, and in which form. */
  purpose: Purpose | null;
  form: DeliveryForm | null;
  /** How it differs from the revision that the partner had. */
  comparison: Comparison | null;
  folder: string | null;
  file: string | null;
  digest: string | null;
  controlNumbers: ControlNumbers | null;
  warnings: object[] | null;
  error: ErrorReport | null;
  attempts: {
    number: number;
    jobId: string;
    startedAt: Date;
    finishedAt: Date | null;
    outcome: string | null;
    status: number | null;
  }[];
  /** What the partner owes for the file, and what came: its 997, and for an order an 855. */
  acknowledgements: Pick<
    Acknowledgement,
    "kind" | "state" | "sentAt" | "dueAt" | "overdueAt" | "answeredAt" | "inboundId"
  >[];
  /** What was sent, as text; kept for replay and proof. */
  content: string | null;
}

/**
 * The whole history of a document, or of the documents that share its number.
 *
 * @param options.withContent whether the timeline may say what changed in GP; it does unless told otherwise
 * @throws {ConnectorError} JOB_UNKNOWN
 */
export async function readDocument(
  ledger: Ledger,
  idOrKey: string,
  { withContent = true }: { withContent?: boolean } = {},
): Promise<DocumentHistory[]> {
  const found = await findDocuments(ledger, idOrKey);
  if (found.length === 0) {
    throw await absence(ledger, idOrKey);
  }
  return Promise.all(found.map((document) => historyOf(ledger, document, withContent)));
}

/** A record that was read and left out has made no document: whoever looks for it learns why. */
async function absence(ledger: Ledger, key: string): Promise<ConnectorError> {
  const none = `there is no document ${JSON.stringify(key.slice(0, 60))}`;
  const leftOut = await lastLeftOut(ledger, key);
  if (leftOut === undefined) return new ConnectorError("JOB_UNKNOWN", none);
  const { jobId, outcome, cause } = leftOut;
  const why = cause === null ? "" : `: ${"rule" in cause ? cause.rule : cause.message}`;
  return new ConnectorError("JOB_UNKNOWN", `${none}, since it was ${outcome} when it was last read${why}`, {
    fix: `\`ml-connector jobs show ${jobId}\` is the poll that read it.`,
  });
}

async function historyOf(
  ledger: Ledger,
  document: Awaited<ReturnType<typeof findDocuments>>[number],
  withContent: boolean,
): Promise<DocumentHistory> {
  const revisions = await documentRevisions(ledger, document.id);
  const deliveries: DeliveryHistory[] = [];
  const timeline: TimelineStep[] = revisions.map((revision, index) => ({
    at: revision.createdAt,
    state: revision.number === 1 ? "seen" : "changed",
    text: revisionText(document.type, revision, revisions[index - 1], withContent),
    jobId: revision.jobId,
  }));
  const disappearances = await documentDisappearances(ledger, document.id);
  for (const { foundAt, jobId, returnedAt, returnedJobId } of disappearances) {
    timeline.push({ at: foundAt, state: "disappeared", text: "gone from GP: deleted, or moved to history", jobId });
    if (returnedAt && returnedJobId) {
      timeline.push({ at: returnedAt, state: "returned", text: "in GP again", jobId: returnedJobId });
    }
  }
  const acknowledgements = await acknowledgementsOfOrder(ledger, document.id);
  const stored = await documentDeliveries(ledger, document.id);
  const entries = await entriesAbout(
    ledger,
    stored.map(({ id }) => id),
    toldBy,
  );
  for (const delivery of stored) {
    const attempts = await deliveryAttempts(ledger, delivery.id);
    const bytes = delivery.contentDigest === null ? undefined : await readContent(ledger, delivery.contentDigest);
    deliveries.push({
      id: delivery.id,
      revision: delivery.revision,
      state: delivery.state,
      jobId: delivery.jobId,
      replayOf: delivery.replayOf,
      purpose: delivery.purpose,
      form: delivery.form,
      comparison: delivery.comparison,
      folder: delivery.folder,
      file: delivery.fileName,
      digest: delivery.contentDigest,
      controlNumbers: delivery.controlNumbers,
      warnings: delivery.warnings,
      error: delivery.error,
      attempts: attempts.map(({ number, jobId, startedAt, finishedAt, outcome, status }) => ({
        number,
        jobId,
        startedAt,
        finishedAt,
        outcome,
        status,
      })),
      acknowledgements: acknowledgements
        .filter(({ deliveryId }) => deliveryId === delivery.id)
        .map(({ kind, state, sentAt, dueAt, overdueAt, answeredAt, inboundId }) => ({
          kind,
          state,
          sentAt,
          dueAt,
          overdueAt,
          answeredAt,
          inboundId,
        })),
      // Latin-1 shows every byte of an interchange; a JSON file is UTF-8.
      content: bytes?.toString(delivery.contentType === "application/json" ? "utf8" : "latin1") ?? null,
    });
    const told = entries.filter(({ subject }) => subject === delivery.id);
    timeline.push(...deliverySteps(delivery, attempts, told, revisions.at(-1)?.number ?? 0));
  }
  timeline.push(...(await orderSteps(ledger, document.id)));
  timeline.sort((a, b) => a.at.getTime() - b.at.getTime());
  const withChanges = revisions.map((revision, index) => revisionOf(document.type, revision, revisions[index - 1]));
  return { ...document, timeline, revisions: withChanges, deliveries };
}

type Revision = Awaited<ReturnType<typeof documentRevisions>>[number];

/** A timeline names at most so many changes of a revision; the revision itself has all of them. */
const changesNamed = 5;

function revisionText(
  type: DocumentType,
  revision: Revision,
  before: Revision | undefined,
  withContent: boolean,
): string {
  if (type === "functionalAcknowledgment") return "the partner's group was read: it is answered";
  if (before === undefined) return "seen in GP for the first time";
  const { number, gpCreated } = revision;
  const reused = gpCreated !== null && before.gpCreated !== null && gpCreated !== before.gpCreated;
  const changes = (withContent ? changesOf(type, revision, before) : []).map((change) => change.text);
  const more = changes.length > changesNamed ? `; and ${changes.length - changesNamed} more` : "";
  const what = changes.length === 0 ? "" : `: ${changes.slice(0, changesNamed).join("; ")}${more}`;
  const text =
    revision.contentHash === before.contentHash
      ? `for sending again: revision ${number}`
      : `changed in GP: revision ${number}${what}`;
  return reused ? `${text}; created on ${gpCreated}: GP has used the number again for another record` : text;
}

function changesOf(type: DocumentType, revision: Revision, before: Revision | undefined): Change[] {
  if (before === undefined || type === "functionalAcknowledgment") return [];
  return type === "vendor"
    ? vendorChanges(before.canonical as Vendor, revision.canonical as Vendor)
    : purchaseOrderChanges(before.canonical as PurchaseOrder, revision.canonical as PurchaseOrder);
}

function revisionOf(type: DocumentType, revision: Revision, before: Revision | undefined) {
  const { number, contentHash, sourceDigest, jobId, createdAt, canonical } = revision;
  const changes = changesOf(type, revision, before);
  return { number, contentHash, sourceDigest, jobId, at: createdAt, content: canonical, changes };
}
