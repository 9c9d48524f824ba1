/**
 * What becomes of one record that was read: the heart of the poll, free of any I/O.
 *
 * A record is *changed* where its content differs from the last revision on record, whatever its ModifiedDate says:
 * GP's date has no time, and edits of lines and addresses leave it alone.
 */
import type { PurchaseOrder } from "../documents/canonical/purchaseOrder.ts";
import type { Vendor } from "../documents/canonical/vendor.ts";
import type { ErrorReport } from "../errors/connectorError.ts";
import { canonicalJson } from "../ledger/auditChain.ts";
import { digestOf } from "../ledger/contents.ts";
import type { KnownDocument } from "../ledger/documents.ts";

export type SubjectContent = { type: "vendor"; content: Vendor } | { type: "purchaseOrder"; content: PurchaseOrder };

export type Candidate = {
  key: string;
  /** SHA-256 of the record as GP gave it. */
  sourceDigest: string;
  /** GP's CREATDDT, a calendar date. */
  gpCreated: string | null;
} & SubjectContent;

/** What a link sends; everything else is skipped, with the rule named. */
export interface ReadingRules {
  vendors: { statuses: readonly Vendor["status"][] };
  purchaseOrders: {
    statuses: readonly PurchaseOrder["status"][];
    types: readonly PurchaseOrder["type"][];
    /** Orders dated earlier are left alone. Calendar date. */
    start?: string | undefined;
  };
}

export type Decision =
  | { outcome: "changed"; hash: string }
  | { outcome: "unchanged"; hash: string }
  | { outcome: "skipped"; rule: string }
  | { outcome: "blocked"; error: ErrorReport };

/**
 * @param known what the ledger has of the document, if anything
 */
export function decide(candidate: Candidate, known: KnownDocument | undefined, rules: ReadingRules): Decision {
  const rule =
    candidate.type === "vendor"
      ? vendorRule(candidate.content, rules.vendors)
      : purchaseOrderRule(candidate.content, known, rules.purchaseOrders);
  if (rule !== undefined) return { outcome: "skipped", rule };
  const hash = contentHash(candidate);
  // What was left out before it was sent is for sending again.
  const isOnItsWay = known?.hash === hash && known.state !== "superseded";
  return { outcome: isOnItsWay ? "unchanged" : "changed", hash };
}

function vendorRule(vendor: Vendor, { statuses }: ReadingRules["vendors"]): string | undefined {
  return statuses.includes(vendor.status) ? undefined : `status is ${vendor.status}`;
}

function purchaseOrderRule(
  order: PurchaseOrder,
  known: KnownDocument | undefined,
  { statuses, types, start }: ReadingRules["purchaseOrders"],
): string | undefined {
  if (start !== undefined && order.orderDate < start)
    return `dated ${order.orderDate}, before the link's start ${start}`;
  if (!types.includes(order.type)) return `type is ${order.type}`;
  // The partner has the order: that it is canceled must reach them, whatever states the link sends.
  if (order.status === "canceled" && known?.everSent) return undefined;
  if (!statuses.includes(order.status)) return `status is ${order.status}`;
  if (order.onHold) return "on hold in GP";
  return undefined;
}

/**
 * SHA-256 of what a partner would see. Which of the open states an order is in is not part of it: printing an order
 * makes a New one Released, and nobody wants the order a second time for that.
 */
export function contentHash(candidate: SubjectContent): string {
  const content =
    candidate.type === "purchaseOrder"
      ? { ...candidate.content, status: candidate.content.status === "canceled" ? "canceled" : "open", onHold: false }
      : candidate.content;
  // Below the top level keys are in order, so that equal contents have equal hashes whatever made or stored them.
  return digestOf(canonicalJson({ type: candidate.type, content }));
}
