import type { PurchaseOrder } from "../canonical/purchaseOrder.ts";
import type { ExplainedElement } from "./elementOrigins.ts";

/**
 * What a person has to mend where a partner complains about an element of a file of ours: the field of GP behind it, or
 * the setting.
 *
 * @param elements of the file that was sent
 * @param complaint.position of the segment in its set, ST counting as 1
 * @param complaint.ref such as `PO103`; `PO1` where the whole segment is meant
 * @returns such as `POP10110.UOFM of line 1 (ORD 16384)`; `undefined` where nothing outside of the connector stands behind it
 */
export function complaintOrigin(
  elements: readonly ExplainedElement[],
  complaint: { position: number; ref: string },
  order: PurchaseOrder,
): string | undefined {
  const near = elements.filter(({ position, ref }) => position === complaint.position && ref.startsWith(complaint.ref));
  const exact = near.find(({ ref }) => ref === complaint.ref);
  const origin = exact?.origin ?? near.find(({ origin: { path } }) => path !== undefined)?.origin;
  if (origin === undefined) return undefined;
  const index = /^lines\[(\d+)\]/.exec(origin.path ?? "")?.[1];
  const line = index === undefined ? undefined : order.lines[Number(index)];
  const place = line === undefined ? "" : `line ${line.line} (ORD ${line.ord})`;
  if (exact === undefined) return place === "" ? undefined : place;
  const field = origin.gp ?? (origin.setting === undefined ? undefined : `setting ${origin.setting}`);
  if (field === undefined) return place === "" ? undefined : place;
  return place === "" || origin.gp === undefined ? field : `${field} of ${place}`;
}
