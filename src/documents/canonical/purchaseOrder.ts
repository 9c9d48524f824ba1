import { z } from "zod";
import { addressField, dateField, decimalField, textField } from "./field.ts";

export const purchaseOrderStatuses = ["new", "released", "changeOrder", "received", "closed", "canceled"] as const;
export const purchaseOrderTypes = ["standard", "dropShip", "blanket", "dropShipBlanket"] as const;

export const purchaseOrderLineSchema = z.strictObject({
  /** The line's number for life, sent as PO101: see `stableLineNumber`. */
  line: z.int().positive(),
  /** GP's key of the line (POP10110.ORD). */
  ord: z.int(),
  itemNumber: textField.optional(),
  vendorItemNumber: textField.optional(),
  description: textField.optional(),
  /** What is still wanted: ordered less canceled. */
  quantity: decimalField,
  quantityCanceled: decimalField.optional(),
  /** GP's unit of measure, free text such as `Each`. */
  unitOfMeasure: z.string(),
  /** Per unit of measure, in the order's currency. */
  unitCost: decimalField,
  extendedCost: decimalField,
  promisedDate: dateField.optional(),
  requestedDate: dateField.optional(),
  promisedShipDate: dateField.optional(),
  releaseByDate: dateField.optional(),
  site: textField.optional(),
  costCenter: textField.optional(),
  comment: textField.optional(),
  shipTo: addressField.optional(),
});
export type PurchaseOrderLine = z.infer<typeof purchaseOrderLineSchema>;

/** A purchase order free of GP's storage and of any outgoing format. Keys stand in the order in which JSON files show them. */
export const purchaseOrderSchema = z.strictObject({
  number: textField,
  type: z.enum(purchaseOrderTypes),
  status: z.enum(purchaseOrderStatuses),
  onHold: z.boolean(),
  orderDate: dateField,
  promisedDate: dateField.optional(),
  requestedDate: dateField.optional(),
  promisedShipDate: dateField.optional(),
  /** ISO 4217 where it is known, else GP's currency id. */
  currency: textField.optional(),
  vendor: z.strictObject({
    id: textField,
    name: z.string(),
    address: addressField.optional(),
  }),
  shipTo: addressField.optional(),
  billTo: textField.optional(),
  buyer: textField.optional(),
  confirmWith: textField.optional(),
  paymentTerms: textField.optional(),
  shippingMethod: textField.optional(),
  freeOnBoard: z.enum(["origin", "destination"]).optional(),
  contractNumber: textField.optional(),
  comment: textField.optional(),
  lines: z.array(purchaseOrderLineSchema),
  totals: z.strictObject({
    subtotal: decimalField,
    tradeDiscount: decimalField.optional(),
    freight: decimalField.optional(),
    miscellaneous: decimalField.optional(),
    tax: decimalField.optional(),
    total: decimalField,
  }),
});
export type PurchaseOrder = z.infer<typeof purchaseOrderSchema>;

/** GP steps ORD by this much between lines entered one after the other (POP10110). */
const ordStep = 16_384;

/**
 * The number under which a line is sent, for as long as it lives: 1, 2, 3 for lines entered in order, ORD itself for
 * a line inserted between them. GP's own LineNumber renumbers the lines after an insertion, and a partner that
 * matches its answer by PO101 would then answer for another line.
 */
export function stableLineNumber(ord: number): number {
  return ord > 0 && ord % ordStep === 0 ? ord / ordStep : ord;
}
