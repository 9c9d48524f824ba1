/** What a partner has of a document, as far as the ledger knows: the ground on which a change is a change. */
import type { PurchaseOrder } from "../documents/canonical/purchaseOrder.ts";
import type { Vendor } from "../documents/canonical/vendor.ts";
import type { Change } from "../documents/change/change.ts";
import { purchaseOrderChanges } from "../documents/change/purchaseOrderChanges.ts";
import { vendorChanges } from "../documents/change/vendorChanges.ts";
import { type Delivery, notRefused } from "../ledger/deliveries.ts";
import type { Ledger } from "../ledger/ledger.ts";

export interface PartnerCopy {
  revision: number;
  content: PurchaseOrder | Vendor;
  contentHash: string;
  /** How many revisions after the first were sent, with the one that is to be sent now (BCH05). */
  changes: number;
}

/**
 * The revision that was sent last before the one of this delivery, or may have been, or that a person told them. One whose bytes the partner refused
 * as a whole (997) is none that they have.
 */
export async function partnerCopy(
  transaction: Ledger,
  delivery: Pick<Delivery, "documentId" | "revision">,
): Promise<PartnerCopy | undefined> {
  const sent = await transaction
    .selectFrom("delivery")
    .innerJoin("revision", (join) =>
      join.onRef("revision.documentId", "=", "delivery.documentId").onRef("revision.number", "=", "delivery.revision"),
    )
    .select(["revision.canonical", "revision.number", "revision.contentHash"])
    .where("delivery.documentId", "=", delivery.documentId)
    .where("delivery.revision", "<", delivery.revision)
    .where(({ or, eb }) => or([eb("delivery.state", "in", ["sent", "inDoubt"]), eb("delivery.toldAt", "is not", null)]))
    .where(notRefused)
    .orderBy("delivery.position", "desc")
    .execute();
  const [last] = sent;
  if (last === undefined) return undefined;
  return {
    revision: last.number,
    content: last.canonical as PurchaseOrder | Vendor,
    contentHash: last.contentHash,
    changes: new Set(sent.map(({ number }) => number)).size,
  };
}

/** What is different for the partner, in words. */
export function changesSince(copy: PartnerCopy, type: Delivery["type"], content: PurchaseOrder | Vendor): Change[] {
  // A 997 never changes.
  if (type === "functionalAcknowledgment") return [];
  return type === "vendor"
    ? vendorChanges(copy.content as Vendor, content as Vendor)
    : purchaseOrderChanges(copy.content as PurchaseOrder, content as PurchaseOrder);
}
