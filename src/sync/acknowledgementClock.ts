import { type Link, partnerSettings } from "../configuration/configuration.ts";
import type { PurchaseOrder } from "../documents/canonical/purchaseOrder.ts";
import { expectAcknowledgement } from "../ledger/acknowledgements.ts";
import type { Delivery } from "../ledger/deliveries.ts";
import type { LedgerTransaction } from "../ledger/ledger.ts";

/**
 * Starts the clock for what a partner owes once a file has arrived: that it could be read (997, of X12 only), and that
 * the order is taken (855). Call it in the transaction that records the arrival.
 */
export async function startAcknowledgementClock(
  transaction: LedgerTransaction,
  link: Link,
  delivery: Pick<Delivery, "id" | "type" | "documentId" | "revision" | "controlNumbers">,
  sentAt: Date,
): Promise<void> {
  if (delivery.type !== "purchaseOrder") return;
  const revision = await transaction
    .selectFrom("revision")
    .select("canonical")
    .where("documentId", "=", delivery.documentId)
    .where("number", "=", delivery.revision)
    .executeTakeFirstOrThrow();
  const partner = (revision.canonical as PurchaseOrder).vendor.id;
  const { ackHours, format } = partnerSettings(link, partner);
  for (const kind of ["997", "855"] as const) {
    if (kind === "997" && format !== "x12") continue;
    const hours = ackHours[kind];
    const dueAt = hours === 0 ? null : new Date(sentAt.getTime() + hours * 3_600_000);
    const { id: deliveryId, documentId: orderId } = delivery;
    await expectAcknowledgement(transaction, { deliveryId, kind, orderId, link: link.name, partner, sentAt, dueAt });
  }
}
