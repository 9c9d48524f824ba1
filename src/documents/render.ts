/**
 * From a canonical document to the bytes of a file: the one place where format, partner and purpose meet. Pure: the
 * same input gives the same bytes.
 */
import { createHash } from "node:crypto";
import { writtenVersions } from "../configuration/partnerSchema.ts";
import type { PartnerSettings } from "../configuration/partnerSettings.ts";
import { ConnectorError, type ErrorReport } from "../errors/connectorError.ts";
import type { OutgoingAcknowledgment } from "./canonical/acknowledgment.ts";
import type { PurchaseOrder } from "./canonical/purchaseOrder.ts";
import type { Vendor } from "./canonical/vendor.ts";
import { fileName } from "./file/fileName.ts";
import { type Purpose, purchaseOrderFile, vendorFile } from "./file/json.ts";
import { type GivenNumbers, type Identity, interchangeOf, type OutgoingSet } from "./toX12/interchange.ts";
import type { BuyingCompany } from "./toX12/party.ts";
import { purchaseOrder850 } from "./toX12/purchaseOrder850.ts";
import { purchaseOrder860 } from "./toX12/purchaseOrder860.ts";

export type Subject =
  | { type: "vendor"; key: string; content: Vendor; folder: string; receiver: string }
  | {
      type: "purchaseOrder";
      key: string;
      content: PurchaseOrder;
      folder: string;
      /** Absent where neither the vendor nor `default` is set up as a partner. */
      partner: PartnerSettings | undefined;
    }
  | {
      type: "functionalAcknowledgment";
      key: string;
      content: OutgoingAcknowledgment;
      partner: PartnerSettings;
    };

export interface Rendering {
  subject: Subject;
  buyer: BuyingCompany;
  us: Identity | undefined;
  revision: number;
  /** The job that created the revision. */
  jobId: string;
  purpose: Purpose;
  /** The order as the partner has it, where one was sent before, and how many changes of it there were with this one. */
  before?: { content: PurchaseOrder; changes: number };
  /** Local date and time at the site, for the envelope. */
  sentAt: { date: string; time: string };
}

export interface RenderedBytes {
  bytes: Uint8Array;
  folder: string;
  fileName: string;
  contentType: string;
  form: "850" | "860" | "997" | "json";
  warnings: readonly object[];
}

export type RenderResult = { ok: true; file: RenderedBytes } | { ok: false; problems: ErrorReport[] };

/** The envelope pair whose control numbers a rendering takes; `undefined` where it takes none. */
export function numberedPair(rendering: Rendering): { sender: string; receiver: string; usage: string } | undefined {
  const { subject, us } = rendering;
  if (subject.type === "vendor" || subject.partner === undefined) return undefined;
  if (subject.type === "purchaseOrder" && subject.partner.format !== "x12") return undefined;
  const { isa, usage } = subject.partner;
  if (us === undefined || isa === undefined) return undefined;
  return {
    sender: `${us.isa.qualifier}:${us.isa.id}`,
    receiver: `${isa.qualifier}:${isa.id}`,
    usage,
  };
}

/** For a file that is made to see whether it can be: numbers are given only to what is sent. */
export const trialNumbers = { interchange: 1, group: 1, set: "0001" } as const;

/** @param numbers what {@link numberedPair} asked for, or {@link trialNumbers} */
export function render(rendering: Rendering, numbers: GivenNumbers | undefined): RenderResult {
  const { subject } = rendering;
  switch (subject.type) {
    case "vendor":
      return renderVendor(rendering, subject);
    case "purchaseOrder":
      return renderPurchaseOrder(rendering, subject, numbers);
    case "functionalAcknowledgment":
      return renderAcknowledgment(rendering, subject, numbers);
    default:
      return subject satisfies never;
  }
}

function renderVendor(rendering: Rendering, subject: Extract<Subject, { type: "vendor" }>): RenderResult {
  const bytes = vendorFile(subject.content, headerOf(rendering, subject.receiver));
  return { ok: true, file: named(rendering, bytes, "json", subject.folder, []) };
}

function renderPurchaseOrder(
  rendering: Rendering,
  subject: Extract<Subject, { type: "purchaseOrder" }>,
  numbers: GivenNumbers | undefined,
): RenderResult {
  const { buyer, us, purpose, sentAt } = rendering;
  const order = subject.content;
  const at = { company: buyer.database, document: order.number };
  const { partner } = subject;
  if (partner === undefined) {
    return refused(
      new ConnectorError("PARTNER_UNKNOWN", `vendor ${order.vendor.id} has no partner settings`, {
        at: { ...at, field: `partners.${order.vendor.id}` },
      }),
    );
  }
  const folder = partner.folder ?? subject.folder;
  if (purpose !== "original" && partner.change === "none") {
    return refused(
      new ConnectorError(
        "PARTNER_TAKES_NO_CHANGES",
        `${order.number} was ${purpose === "cancellation" ? "canceled" : "changed"} after it was sent`,
        {
          at: { ...at, field: `partners.${partner.vendor}.change` },
        },
      ),
    );
  }
  if (partner.format === "json") {
    if (order.lines.length === 0) {
      return refused(
        new ConnectorError("DOCUMENT_NO_LINES", `${order.number} has no lines`, { at: { ...at, field: "Lines" } }),
      );
    }
    const bytes = purchaseOrderFile(order, headerOf(rendering, order.vendor.id));
    return { ok: true, file: named(rendering, bytes, "json", folder, []) };
  }
  const { isa, gs } = partner;
  if (isa === undefined || gs === undefined || us === undefined || numbers === undefined)
    return withoutIdentity(us, partner, at);
  const outgoing = outgoingSet(rendering, order, partner);
  if ("problems" in outgoing) return { ok: false, problems: outgoing.problems };
  const written = interchangeOf(outgoing, us, { ...partner, isa, gs }, numbers, sentAt, at);
  if ("problems" in written) return { ok: false, problems: written.problems };
  return { ok: true, file: named(rendering, written.bytes, outgoing.set, folder, written.warnings) };
}

/** In the version of what it answers, where that is one that we write. */
function renderAcknowledgment(
  rendering: Rendering,
  { key, content, partner }: Extract<Subject, { type: "functionalAcknowledgment" }>,
  numbers: GivenNumbers | undefined,
): RenderResult {
  const { buyer, us, sentAt } = rendering;
  const at = { company: buyer.database, document: key };
  const { isa, gs, send997 } = partner;
  if (isa === undefined || gs === undefined || us === undefined || numbers === undefined)
    return withoutIdentity(us, partner, at);
  if (send997 === undefined) {
    const message = `997s to ${partner.vendor} are not wanted any more`;
    return refused(
      new ConnectorError("PARTNER_UNKNOWN", message, { at: { ...at, field: `partners.${partner.vendor}.send997` } }),
    );
  }
  const version = writtenVersions.find((each) => each === content.version) ?? partner.version;
  const outgoing: OutgoingSet = { set: "997", document: content.acknowledgment };
  const written = interchangeOf(outgoing, us, { ...partner, isa, gs, version }, numbers, sentAt, at);
  if ("problems" in written) return { ok: false, problems: written.problems };
  return { ok: true, file: named(rendering, written.bytes, "997", send997.folder, written.warnings) };
}

function withoutIdentity(
  us: Identity | undefined,
  { vendor }: PartnerSettings,
  at: { company: string; document: string },
): RenderResult {
  const field = us === undefined ? "us" : `partners.${vendor}.isa`;
  return refused(
    new ConnectorError("PARTNER_UNKNOWN", `${vendor} has no interchange identity (isa and gs) for X12`, {
      at: { ...at, field },
    }),
  );
}

/** An 850, or the 860 that leads from what the partner has to what the order is now. */
function outgoingSet(
  { buyer, purpose, before, sentAt }: Rendering,
  order: PurchaseOrder,
  partner: PartnerSettings,
): OutgoingSet | { problems: ErrorReport[] } {
  const after = purchaseOrder850(order, purpose, buyer, partner);
  if ("problems" in after) return after;
  if (before === undefined || purpose === "original" || partner.change !== "change860") return { set: "850", ...after };
  const former = purchaseOrder850(before.content, purpose, buyer, partner);
  // What the partner has was written once; where today's settings cannot write it, the whole order is sent anew.
  if ("problems" in former) return { set: "850", ...after };
  const change = { canceled: purpose === "cancellation", sequence: before.changes, date: sentAt.date };
  return { set: "860", document: purchaseOrder860(former.document, after.document, change) };
}

const fileTypes = { vendor: "VENDOR", purchaseOrder: "PO", functionalAcknowledgment: "997" } as const;

function headerOf({ buyer, revision, jobId, purpose }: Rendering, receiver: string) {
  return { company: buyer.database, receiver, revision, jobId, purpose };
}

function named(
  { buyer, revision, subject }: Rendering,
  bytes: Uint8Array,
  form: RenderedBytes["form"],
  folder: string,
  warnings: readonly object[],
): RenderedBytes {
  const extension = form === "json" ? "json" : "x12";
  return {
    bytes,
    folder,
    fileName: fileName({
      type: fileTypes[subject.type],
      database: buyer.database,
      key: subject.key,
      revision,
      digest: createHash("sha256").update(bytes).digest("hex"),
      extension,
    }),
    contentType: extension === "x12" ? "application/edi-x12" : "application/json",
    form,
    warnings,
  };
}

function refused(error: ConnectorError): RenderResult {
  return { ok: false, problems: [error.report()] };
}
