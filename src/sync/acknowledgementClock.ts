import { type Link, partnerSettings } from "../configuration/configuration.ts";
import type { PurchaseOrder } from "../documents/canonical/purchaseOrder.ts";
import { type ExpectedAcknowledgement, expectAcknowledgements } from "../ledger/acknowledgements.ts";
import type { Delivery } from "../ledger/deliveries.ts";
import { revisionToTell } from "../ledger/dueDeliveries.ts";
import type { LedgerTransaction } from "../ledger/ledger.ts";

/**
 * Starts the clock for what a partner owes once a file has arrived: that it could be read (997, of X12 only), and that
 * the order is taken (855). Call it in the transaction that records the arrival.
 */
export async function startAcknowledgementClock(
  transaction: LedgerTransaction,
  link: Link,
  delivery: Pick<Delivery, "id" | "type" | "documentId" | "revision">,
  sentAt: Date,
): Promise<void> {
  if (delivery.type !== "purchaseOrder") return;
  const { content } = await revisionToTell(transaction, delivery);
  await expectAcknowledgements(transaction, owedAcknowledgements(link, delivery, content as PurchaseOrder, sentAt));
}

/** What the partner owes for an order that arrived. Pure. */
export function owedAcknowledgements(
  link: Link,
  delivery: Pick<Delivery, "id" | "documentId">,
  order: PurchaseOrder,
  sentAt: Date,
): ExpectedAcknowledgement[] {
  const partner = order.vendor.id;
  const { ackHours, format } = partnerSettings(link, partner);
  return (["997", "855"] as const)
    .filter((kind) => kind !== "997" || format === "x12")
    .map((kind) => {
      const hours = ackHours[kind];
      const dueAt = hours === 0 ? null : new Date(sentAt.getTime() + hours * 3_600_000);
      const { id: deliveryId, documentId: orderId } = delivery;
      return { deliveryId, kind, orderId, link: link.name, partner, sentAt, dueAt };
    });
}
