import { z } from "zod";
import { dateField, decimalField, textField } from "./field.ts";
import { productFields } from "./product.ts";

/** What the partner says of the order as a whole. Where the lines say otherwise, the lines count. */
export const confirmationAnswers = [
  "accepted",
  "acceptedWithChanges",
  /** Only what differs is told; what is not mentioned is accepted. */
  "exceptionsOnly",
  "counterOffer",
  "rejected",
  "onHold",
  "other",
] as const;

/** What becomes of a part of a line's quantity. */
export const promiseStatuses = [
  "accepted",
  "acceptedWithChanges",
  "quantityChanged",
  "priceChanged",
  "pricePending",
  "rescheduled",
  "datePending",
  "backordered",
  "partlyBackordered",
  "substituted",
  "onHold",
  "shipped",
  "deleted",
  "rejected",
  "other",
] as const;
export type PromiseStatus = (typeof promiseStatuses)[number];

const promiseSchema = z.strictObject({
  status: z.enum(promiseStatuses),
  /** The partner's own code (ACK01). */
  code: textField.optional(),
  quantity: decimalField.optional(),
  unit: textField.optional(),
  date: dateField.optional(),
  /** Whether the goods arrive or leave on that date. */
  dateMeans: z.enum(["delivery", "shipment"]).optional(),
  reference: textField.optional(),
  /** What comes in place of the product ordered. */
  substitute: z.strictObject(productFields).optional(),
});
export type LinePromise = z.infer<typeof promiseSchema>;

const confirmedLineSchema = z.strictObject({
  /** The number under which the line was sent (PO101), where the partner gives it back. */
  line: textField.optional(),
  ...productFields,
  description: textField.optional(),
  /** As ordered, or as it is now offered. */
  quantity: decimalField.optional(),
  /** X12 element 355, or GP's unit. */
  unit: textField.optional(),
  unitPrice: decimalField.optional(),
  /** All that is said of the line; several add up. */
  promises: z.array(promiseSchema),
  note: textField.optional(),
});
export type ConfirmedLine = z.infer<typeof confirmedLineSchema>;

/** A vendor's answer to a purchase order (855), free of its format. */
export const orderConfirmationSchema = z.strictObject({
  purchaseOrder: textField,
  answer: z.enum(confirmationAnswers),
  purpose: z.enum(["original", "cancellation", "replacement", "other"]),
  /** When the vendor made it out. */
  date: dateField.optional(),
  /** The vendor's number of the order. */
  vendorOrder: textField.optional(),
  /** Dates for the lines that name none. */
  deliveryDate: dateField.optional(),
  shipDate: dateField.optional(),
  lines: z.array(confirmedLineSchema),
  note: textField.optional(),
});
export type OrderConfirmation = z.infer<typeof orderConfirmationSchema>;
