import type { GpDraft } from "../../gp/index.ts";
import type { PurchaseOrder } from "../canonical/purchaseOrder.ts";
import type { ShipNotice } from "../canonical/shipNotice.ts";
import { withoutAbsent } from "../fromGp/address.ts";
import type { MatchedQuantity } from "../match/shipment.ts";
import { businessDate } from "./businessDate.ts";

/** Width of the vendor's document number in GP. */
const documentNumberWidth = 20;

/** A purchasing receivings entry (Work) for what a notice brings of one order. Prices are the order's. */
export function receiptDraft(
  notice: ShipNotice,
  order: PurchaseOrder,
  lines: readonly MatchedQuantity[],
  given: { reference: string; batchId: string | undefined },
): GpDraft {
  return withoutAbsent({
    kind: "purchaseReceipt" as const,
    reference: given.reference,
    batchId: given.batchId,
    description: `Cleo 856 for ${order.number}`.slice(0, 30),
    vendorId: order.vendor.id,
    documentNumber: notice.shipment.slice(0, documentNumberWidth),
    date: businessDate(notice.shippedDate ?? notice.date),
    lines: lines.map(({ line, quantity }) =>
      withoutAbsent({
        purchaseOrder: order.number,
        purchaseOrderLine: line.ord,
        itemNumber: line.itemNumber,
        unitOfMeasure: line.unitOfMeasure === "" ? undefined : line.unitOfMeasure,
        quantity,
      }),
    ),
  });
}
