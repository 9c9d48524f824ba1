/**
 * From a canonical document to the bytes of a file: the one place where format, partner and purpose meet. Pure: the
 * same input gives the same bytes.
 */
import { createHash } from "node:crypto";
import type { PartnerSettings } from "../configuration/partnerSettings.ts";
import { ConnectorError, type ErrorReport } from "../errors/connectorError.ts";
import type { PurchaseOrder } from "./canonical/purchaseOrder.ts";
import type { Vendor } from "./canonical/vendor.ts";
import { fileName } from "./file/fileName.ts";
import { type Purpose, purchaseOrderFile, vendorFile } from "./file/json.ts";
import { type GivenNumbers, type Identity, interchange850 } from "./toX12/interchange850.ts";
import type { BuyingCompany } from "./toX12/party.ts";
import { purchaseOrder850 } from "./toX12/purchaseOrder850.ts";

export type Subject =
  | { type: "vendor"; key: string; content: Vendor; folder: string; receiver: string }
  | {
      type: "purchaseOrder";
      key: string;
      content: PurchaseOrder;
      folder: string;
      /** Absent where neither the vendor nor `default` is set up as a partner. */
      partner: PartnerSettings | undefined;
    };

export interface Rendering {
  subject: Subject;
  buyer: BuyingCompany;
  us: Identity | undefined;
  revision: number;
  /** The job that created the revision. */
  jobId: string;
  purpose: Purpose;
  /** Local date and time at the site, for the envelope. */
  sentAt: { date: string; time: string };
}

export interface RenderedBytes {
  bytes: Uint8Array;
  folder: string;
  fileName: string;
  contentType: string;
  warnings: readonly object[];
}

export type RenderResult = { ok: true; file: RenderedBytes } | { ok: false; problems: ErrorReport[] };

/** The envelope pair whose control numbers a rendering takes; `undefined` where it takes none. */
export function numberedPair(rendering: Rendering): { sender: string; receiver: string; usage: string } | undefined {
  const { subject, us } = rendering;
  if (subject.type !== "purchaseOrder" || subject.partner?.format !== "x12") return undefined;
  const { isa, usage } = subject.partner;
  if (us === undefined || isa === undefined) return undefined;
  return {
    sender: `${us.isa.qualifier}:${us.isa.id}`,
    receiver: `${isa.qualifier}:${isa.id}`,
    usage,
  };
}

/** @param numbers what {@link numberedPair} asked for; trial numbers do for a check without a send */
export function render(rendering: Rendering, numbers: GivenNumbers | undefined): RenderResult {
  const { subject } = rendering;
  return subject.type === "vendor"
    ? renderVendor(rendering, subject)
    : renderPurchaseOrder(rendering, subject, numbers);
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
  if (isa === undefined || gs === undefined || us === undefined || numbers === undefined) {
    const field = us === undefined ? "us" : `partners.${partner.vendor}.isa`;
    return refused(
      new ConnectorError("PARTNER_UNKNOWN", `${partner.vendor} has no interchange identity (isa and gs) for X12`, {
        at: { ...at, field },
      }),
    );
  }
  const mapped = purchaseOrder850(order, purpose, buyer, partner);
  if ("problems" in mapped) return { ok: false, problems: mapped.problems };
  const written = interchange850(mapped.document, us, { ...partner, isa, gs }, numbers, sentAt, buyer.database);
  if ("problems" in written) return { ok: false, problems: written.problems };
  return { ok: true, file: named(rendering, written.bytes, "x12", folder, written.warnings) };
}

function headerOf({ buyer, revision, jobId, purpose }: Rendering, receiver: string) {
  return { company: buyer.database, receiver, revision, jobId, purpose };
}

function named(
  { buyer, revision, subject }: Rendering,
  bytes: Uint8Array,
  extension: "x12" | "json",
  folder: string,
  warnings: readonly object[],
): RenderedBytes {
  return {
    bytes,
    folder,
    fileName: fileName({
      type: subject.type === "vendor" ? "VENDOR" : "PO",
      database: buyer.database,
      key: subject.key,
      revision,
      digest: createHash("sha256").update(bytes).digest("hex"),
      extension,
    }),
    contentType: extension === "x12" ? "application/edi-x12" : "application/json",
    warnings,
  };
}

function refused(error: ConnectorError): RenderResult {
  return { ok: false, problems: [error.report()] };
}
