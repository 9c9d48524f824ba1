import type { PurchaseOrder } from "../documents/canonical/purchaseOrder.ts";
import type { Delivery } from "./deliveries.ts";
import type { Ledger } from "./ledger.ts";

/** A file of ours that an acknowledgement may be about. */
export interface SentFile {
  delivery: Delivery;
  /** The order as it was sent. */
  content: PurchaseOrder;
}

/**
 * The files that a control number was given to, on the way to a partner: ISA13 (`interchange`) or GS06 (`group`).
 *
 * @param receiver the partner's interchange id (ISA08 of ours); its qualifier is not compared, as answers often have another
 * @param usage ISA15, where it is known
 */
export async function filesWithNumber(
  ledger: Ledger,
  wanted: { link: string; kind: "interchange" | "group"; number: number; receiver: string; usage: string | null },
): Promise<SentFile[]> {
  const rows = await ledger
    .selectFrom("controlNumber")
    .innerJoin("delivery", "delivery.id", "controlNumber.deliveryId")
    .innerJoin("revision", (join) =>
      join.onRef("revision.documentId", "=", "delivery.documentId").onRef("revision.number", "=", "delivery.revision"),
    )
    .selectAll("delivery")
    .select(["revision.canonical", "controlNumber.receiver", "controlNumber.usage"])
    .where("controlNumber.kind", "=", wanted.kind)
    .where("controlNumber.number", "=", wanted.number)
    .where("delivery.link", "=", wanted.link)
    .where("delivery.type", "=", "purchaseOrder")
    .execute();
  const own = rows.filter(({ receiver }) => receiver.slice(receiver.indexOf(":") + 1).trim() === wanted.receiver);
  const same = own.filter(({ usage }) => wanted.usage === null || usage === wanted.usage);
  return same.map(({ canonical, receiver: _, usage: __, ...delivery }) => ({
    delivery,
    content: canonical as PurchaseOrder,
  }));
}
