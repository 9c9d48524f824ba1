import { z } from "zod";
import { dateField, decimalField, textField } from "./field.ts";
import { productFields } from "./product.ts";

const shippedLineSchema = z.strictObject({
  /** The order that the goods are for; absent where the partner's structure leaves it open. */
  purchaseOrder: textField.optional(),
  /** The number under which the line was sent (PO101), where the partner gives it back. */
  line: textField.optional(),
  ...productFields,
  quantity: decimalField,
  /** X12 element 355, or GP's unit. */
  unit: textField,
});
export type ShippedLine = z.infer<typeof shippedLineSchema>;

/** Goods on their way (856), free of format. Quantities are added up per order line over all packages. */
export const shipNoticeSchema = z.strictObject({
  /** The partner's number of the shipment. */
  shipment: textField,
  purpose: z.enum(["original", "cancellation", "replacement", "other"]),
  /** When the notice was made out. */
  date: dateField,
  time: z
    .string()
    .regex(/^\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/)
    .optional(),
  shippedDate: dateField.optional(),
  expectedDate: dateField.optional(),
  /** SCAC or name. */
  carrier: textField.optional(),
  tracking: z.array(textField),
  billOfLading: textField.optional(),
  packages: textField.optional(),
  lines: z.array(shippedLineSchema),
});
export type ShipNotice = z.infer<typeof shipNoticeSchema>;
