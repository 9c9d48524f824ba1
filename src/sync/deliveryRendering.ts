/** What a delivery is rendered from, and how it differs from what the partner has. */
import type { OutgoingAcknowledgment } from "../documents/canonical/acknowledgment.ts";
import type { PurchaseOrder } from "../documents/canonical/purchaseOrder.ts";
import type { Vendor } from "../documents/canonical/vendor.ts";
import type { Purpose } from "../documents/file/json.ts";
import type { Rendering } from "../documents/render.ts";
import { type Delivery, wasSentBefore } from "../ledger/deliveries.ts";
import type { DeliveredRevision } from "../ledger/dueDeliveries.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Comparison } from "../ledger/schema.ts";
import type { LinkResources } from "./linkResources.ts";
import { changesSince, partnerCopy } from "./partnerCopy.ts";
import { renderingFor } from "./rendering.ts";

export interface DeliveryRendering {
  rendering: Rendering;
  /** Absent where the partner has nothing of the document. */
  comparison?: Comparison;
  /** Whether the partner's copy was made from the same content. */
  sameContent: boolean;
}

export async function renderingOf(
  ledger: Ledger,
  resources: Pick<LinkResources, "link" | "company">,
  delivery: Delivery,
  told: DeliveredRevision,
  now: Date,
): Promise<DeliveryRendering> {
  const given = { revision: delivery.revision, jobId: told.jobId, now };
  if (delivery.type === "functionalAcknowledgment") {
    const { type, key } = delivery;
    const document = { type, key, content: told.content as OutgoingAcknowledgment };
    return { rendering: renderingFor(resources, document, { ...given, purpose: "original" }), sameContent: false };
  }
  // Nothing can have been sent before the first revision of a document: it need not be looked for.
  const isFirst = delivery.revision === 1 && delivery.replayOf === null;
  const before: Purpose = !isFirst && (await wasSentBefore(ledger, delivery)) ? "replace" : "original";
  const copy = isFirst ? undefined : await partnerCopy(ledger, delivery);
  const compared = copy && {
    comparison: {
      revision: copy.revision,
      changes: changesSince(copy, delivery.type, told.content as PurchaseOrder | Vendor),
    },
  };
  const sameContent = copy?.contentHash === told.contentHash;
  if (delivery.type === "vendor") {
    const document = { key: delivery.key, type: "vendor", content: told.content as Vendor } as const;
    return { rendering: renderingFor(resources, document, { ...given, purpose: before }), ...compared, sameContent };
  }
  const order = told.content as PurchaseOrder;
  const had = copy && { content: copy.content as PurchaseOrder, changes: copy.changes };
  const canceled = order.status === "canceled";
  // GP leaves no quantities in a canceled order; what is canceled is what the partner has.
  const content: PurchaseOrder = canceled && had ? { ...had.content, status: "canceled" } : order;
  const document = { key: delivery.key, type: "purchaseOrder", content } as const;
  const rendering = renderingFor(resources, document, {
    ...given,
    purpose: canceled ? "cancellation" : before,
    ...(had && { before: had }),
  });
  return { rendering, ...compared, sameContent };
}
