import { type Link, partnerSettings } from "../../configuration/configuration.ts";
import type { PartnerSettings } from "../../configuration/partnerSettings.ts";
import type { PurchaseOrder } from "../../documents/canonical/purchaseOrder.ts";
import { ConnectorError, type ErrorReport } from "../../errors/connectorError.ts";
import type { InboundDocument } from "../../ledger/inboundDocuments.ts";
import type { Ledger } from "../../ledger/ledger.ts";

/** A purchase order that an inbound document names, as the ledger has it. */
export interface OrderOnRecord {
  id: string;
  number: string;
  /** As GP has it, by the last reading. */
  latest: PurchaseOrder;
  /** As the partner has it, and the delivery that took it there; absent where nothing was sent yet. */
  sent: { content: PurchaseOrder; deliveryId: string } | undefined;
  /** GP vendor id. */
  vendor: string;
  settings: PartnerSettings;
}

/** The order of this number, blanks and small letters forgiven. */
export async function orderOnRecord(ledger: Ledger, link: Link, number: string): Promise<OrderOnRecord | undefined> {
  const given = number.trim();
  const found = await ledger
    .selectFrom("document")
    .innerJoin("revision", (join) =>
      join.onRef("revision.documentId", "=", "document.id").onRef("revision.number", "=", "document.latestRevision"),
    )
    .select(["document.id", "document.key", "revision.canonical"])
    .where("document.link", "=", link.name)
    .where("document.type", "=", "purchaseOrder")
    .where("document.key", "in", [given, given.toUpperCase()])
    .limit(1)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const sent = await ledger
    .selectFrom("delivery")
    .innerJoin("revision", (join) =>
      join.onRef("revision.documentId", "=", "delivery.documentId").onRef("revision.number", "=", "delivery.revision"),
    )
    .select(["delivery.id as deliveryId", "revision.canonical as content"])
    .where("delivery.documentId", "=", found.id)
    .where("delivery.state", "in", ["sent", "inDoubt", "sending"])
    .orderBy("delivery.position", "desc")
    .limit(1)
    .executeTakeFirst();
  const latest = found.canonical as PurchaseOrder;
  return {
    id: found.id,
    number: found.key,
    latest,
    sent: sent && { content: sent.content as PurchaseOrder, deliveryId: sent.deliveryId },
    vendor: latest.vendor.id,
    settings: partnerSettings(link, latest.vendor.id),
  };
}

/** What a document that waits for an order waits for. */
export const waitsForOrder = (number: string): string => `purchaseOrder:${number.trim().toUpperCase()}`;
/** What an invoice waits for whose goods were not announced yet. */
export const waitsForShipment = (number: string): string => `shipment:${number.trim().toUpperCase()}`;

/**
 * What speaks against a document being about this order at all: it comes from somebody else, is meant for somebody else,
 * or is a test. A vendor must not be able to ship or invoice another one's order.
 */
export function strangeness(
  document: Pick<InboundDocument, "sender" | "receiver" | "partner" | "usage" | "format">,
  order: Pick<OrderOnRecord, "number" | "vendor" | "settings">,
  link: Pick<Link, "us" | "name">,
): ErrorReport[] {
  const at = { link: link.name, document: order.number };
  const problems: ErrorReport[] = [];
  const { isa, usage } = order.settings;
  if (document.format === "x12" && document.sender !== null && isa !== undefined && document.sender !== isa.id.trim()) {
    const message = `${order.number} is an order to ${order.vendor}, whose interchange id is ${isa.id}; this came from ${document.sender}`;
    problems.push(new ConnectorError("ANSWER_PARTNER_MISMATCH", message, { at: { ...at, element: "ISA06" } }).report());
  } else if (document.partner !== null && document.partner !== order.vendor && document.format === "json") {
    const message = `${order.number} is an order to ${order.vendor}; this came from ${document.partner}`;
    problems.push(new ConnectorError("ANSWER_PARTNER_MISMATCH", message, { at }).report());
  }
  if (document.receiver !== null && link.us !== undefined && document.receiver !== link.us.isa.id.trim()) {
    const message = `it is addressed to ${document.receiver}; our interchange id is ${link.us.isa.id}`;
    problems.push(new ConnectorError("ANSWER_PARTNER_MISMATCH", message, { at: { ...at, element: "ISA08" } }).report());
  }
  if (document.usage !== null && (document.usage === "T" || document.usage === "P") && document.usage !== usage) {
    const words = { T: "a test", P: "production" } as const;
    const message = `it is marked as ${words[document.usage]} (ISA15 ${document.usage}), while ${order.vendor} is set up for ${words[usage]}`;
    problems.push(new ConnectorError("ANSWER_USAGE_DIFFERS", message, { at: { ...at, element: "ISA15" } }).report());
  }
  return problems;
}
