import {
  type PurchaseOrder,
  type PurchaseOrderLine,
  purchaseOrderSchema,
} from "../../src/documents/canonical/purchaseOrder.ts";

/** An order of two lines: 11 phones, promised for January 22nd, and 2.5 feet of wire. */
export function orderOfTwo(
  change: Partial<PurchaseOrder> = {},
  lines: Partial<PurchaseOrderLine>[] = [{}, {}],
): PurchaseOrder {
  const base = [
    {
      line: 1,
      ord: 16384,
      itemNumber: "100XLG",
      vendorItemNumber: "GP-100",
      quantity: "11",
      unitOfMeasure: "Each",
      unitCost: "28.46",
      extendedCost: "313.06",
      promisedDate: "2026-01-22",
    },
    {
      line: 2,
      ord: 32768,
      itemNumber: "WIRE-SCD-0001",
      quantity: "2.5",
      unitOfMeasure: "Foot",
      unitCost: "9.95",
      extendedCost: "24.88",
      promisedDate: "2026-01-22",
    },
  ];
  return purchaseOrderSchema.parse({
    number: "PO2075",
    type: "standard",
    status: "released",
    onHold: false,
    orderDate: "2026-01-15",
    promisedDate: "2026-01-22",
    currency: "USD",
    vendor: { id: "ACETRAVE0001", name: "A Travel Company" },
    lines: lines.map((line, index) => ({ ...(base[index] ?? base[0]), ...line })),
    totals: { subtotal: "337.94", total: "337.94" },
    ...change,
  });
}
