import { type Reference, type ShipmentLevel, type ShipNotice856, shippedTotals } from "../../x12/index.ts";
import type { ShipNotice } from "../canonical/shipNotice.ts";
import { withoutAbsent } from "../fromGp/address.ts";
import { productFromX12 } from "./product.ts";
import { present, type Read, Unusable } from "./reading.ts";

/** BSN01, data element 353. */
const purposes: Readonly<Record<string, ShipNotice["purpose"]>> = {
  "00": "original",
  "01": "cancellation",
  "05": "replacement",
  "06": "original",
  "07": "original",
  "18": "original",
};

/** REF01 of a tracking number: the carrier's own, and the PRO number. */
const trackingQualifiers = new Set(["2I", "CN"]);

/** An 856 in canonical form: the tree of its levels resolved, quantities added up per line of an order (domain: X12 4). */
export function shipNoticeFromX12(notice: ShipNotice856): Read<ShipNotice> {
  const unusable = new Unusable(`856 ${notice.shipment || "without a shipment number"}`);
  const shipment = unusable.text("BSN02", notice.shipment, "the shipment number");
  const purpose = purposes[notice.purpose] ?? "other";
  const totals = shippedTotals(notice);
  if (totals.length === 0 && purpose !== "cancellation")
    unusable.note("SN1", "no level of the notice ships a quantity");
  const lines = totals.map((total) => {
    const name = total.line ?? total.products[0]?.id ?? "an item";
    return withoutAbsent({
      purchaseOrder: present(total.purchaseOrder),
      line: present(total.line),
      ...productFromX12(total.products),
      quantity: unusable.decimal("SN102", total.quantity, `the quantity shipped of ${name}`),
      unit: unusable.text("SN103", total.unit, `the unit of ${name}`),
    });
  });
  const { levels } = notice;
  const carrier = levels.flatMap(({ carriers = [] }) => carriers)[0];
  const dates = [...(notice.dates ?? []), ...levels.flatMap(({ dates = [] }) => dates)];
  const dateOf = (...kinds: string[]) =>
    dates.find(({ kind, date }) => kinds.includes(kind) && date !== undefined)?.date;
  return unusable.unless(
    withoutAbsent({
      shipment,
      purpose,
      date: unusable.text("BSN03", notice.date, "the date of the notice"),
      time: present(notice.time),
      shippedDate: dateOf("011"),
      expectedDate: dateOf("017", "067", "002"),
      carrier: present(carrier?.routing) ?? present(carrier?.id),
      tracking: trackingOf(levels),
      billOfLading: referencesOf(levels).find(({ qualifier }) => qualifier === "BM")?.value,
      packages: present(levels.flatMap(({ packages = [] }) => packages)[0]?.count),
      lines,
    }),
  );
}

const referencesOf = (levels: readonly ShipmentLevel[]): Reference[] =>
  levels.flatMap(({ references = [] }) => references);

/** REF 2I and CN, and the carrier's own package ids (MAN CP). */
function trackingOf(levels: readonly ShipmentLevel[]): string[] {
  const referenced = referencesOf(levels).flatMap(({ qualifier, value }) =>
    trackingQualifiers.has(qualifier) && value !== undefined ? [value] : [],
  );
  const marked = levels.flatMap(({ marks = [] }) =>
    marks.filter(({ qualifier }) => qualifier === "CP").map(({ number }) => number),
  );
  return [...new Set([...referenced, ...marked].map((text) => text.trim()).filter((text) => text !== ""))].slice(0, 50);
}
