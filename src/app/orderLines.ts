import type { PurchaseOrder } from "../documents/canonical/purchaseOrder.ts";
import type { Ledger } from "../ledger/ledger.ts";

/** A line of an order as a person tells it from the others. */
export interface OrderLine {
  line: number;
  /** GP's line key, by which the connector knows it. */
  ord: number;
  item: string | null;
  description: string | null;
  quantity: string;
  unit: string;
}

/** The lines of the newest revision of an order; none where it is not on record. */
export async function orderLines(ledger: Ledger, orderId: string): Promise<OrderLine[]> {
  const row = await ledger
    .selectFrom("document")
    .innerJoin("revision", (join) =>
      join.onRef("revision.documentId", "=", "document.id").onRef("revision.number", "=", "document.latestRevision"),
    )
    .select("revision.canonical")
    .where("document.id", "=", orderId)
    .executeTakeFirst();
  const order = row?.canonical as PurchaseOrder | undefined;
  return (order?.lines ?? []).map(({ line, ord, itemNumber, description, quantity, unitOfMeasure }) => ({
    line,
    ord,
    item: itemNumber ?? null,
    description: description ?? null,
    quantity,
    unit: unitOfMeasure,
  }));
}
