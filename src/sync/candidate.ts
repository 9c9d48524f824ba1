import { type Link, partnerSettings } from "../configuration/configuration.ts";
import { currencyCode } from "../configuration/partnerSettings.ts";
import { purchaseOrderFromGp } from "../documents/fromGp/purchaseOrder.ts";
import { vendorFromGp } from "../documents/fromGp/vendor.ts";
import type { DecodedRecord, GpPurchaseOrder, GpVendor } from "../gp/index.ts";
import { digestOf } from "../ledger/contents.ts";
import type { Candidate } from "./decide.ts";
import type { Entity } from "./pollRun.ts";

/** A record that was read, in the form in which it is compared and sent. */
export function candidateOf(
  entity: Entity,
  record: Extract<DecodedRecord<GpVendor | GpPurchaseOrder>, { ok: true }>,
  link: Link,
): Candidate {
  const sourceDigest = digestOf(JSON.stringify(record.raw));
  const gpCreated = record.record.createdDate ?? null;
  if (entity === "vendors") {
    const vendor = record.record as GpVendor;
    const partner = partnerSettings(link, vendor.id);
    const content = vendorFromGp(vendor, { currencyCode: (id) => currencyCode(partner, id) });
    return { key: record.key, sourceDigest, gpCreated, type: "vendor", content };
  }
  const order = record.record as GpPurchaseOrder;
  const partner = partnerSettings(link, order.vendorId);
  const content = purchaseOrderFromGp(order, { currencyCode: (id) => currencyCode(partner, id) });
  return { key: record.key, sourceDigest, gpCreated, type: "purchaseOrder", content };
}
