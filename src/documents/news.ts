import { isDeepStrictEqual } from "node:util";
import type { PurchaseOrder } from "./canonical/purchaseOrder.ts";
import type { Rendering } from "./render.ts";
import { purchaseOrder850 } from "./toX12/purchaseOrder850.ts";

/**
 * Whether a changed order says anything new in the form that this partner gets: what differs may be a field that no element
 * carries, such as the buyer where no contact is sent. What cannot be written counts as news, so that it is told.
 */
export function isNews({ subject, before, buyer, purpose }: Rendering): boolean {
  if (subject.type !== "purchaseOrder" || before === undefined || purpose !== "replace") return true;
  const { partner, content } = subject;
  if (partner === undefined) return true;
  if (partner.format === "json") return !isDeepStrictEqual(comparable(before.content), comparable(content));
  const was = purchaseOrder850(before.content, purpose, buyer, partner);
  const is = purchaseOrder850(content, purpose, buyer, partner);
  return "problems" in was || "problems" in is || !isDeepStrictEqual(was, is);
}

/** Which of the open states an order is in is no news to anybody. */
function comparable(order: PurchaseOrder): unknown {
  return JSON.parse(JSON.stringify({ ...order, status: order.status === "canceled" ? "canceled" : "open" }));
}
