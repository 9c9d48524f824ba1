import { z } from "zod";
import { dateField, decimalField, textField } from "./field.ts";
import { productFields } from "./product.ts";

const invoicedLineSchema = z.strictObject({
  /** The number under which the order's line was sent (PO101), where the vendor gives it back. */
  line: textField.optional(),
  ...productFields,
  description: textField.optional(),
  quantity: decimalField,
  /** X12 element 355, or GP's unit. */
  unit: textField.optional(),
  unitPrice: decimalField,
  /** Quantity times price, rounded to cents. */
  amount: decimalField,
});
export type InvoicedLine = z.infer<typeof invoicedLineSchema>;

/** A vendor's invoice (810), free of format. Amounts are positive, of a credit too: `kind` says which it is. */
export const invoiceSchema = z.strictObject({
  number: textField,
  date: dateField,
  kind: z.enum(["invoice", "credit", "debitMemo"]),
  purchaseOrder: textField.optional(),
  /** ISO 4217. */
  currency: textField.optional(),
  paymentTerms: textField.optional(),
  lines: z.array(invoicedLineSchema),
  /** Sum of the lines' amounts. */
  subtotal: decimalField,
  freight: decimalField,
  /** Charges other than freight. */
  miscellaneous: decimalField,
  /** Allowances. */
  discount: decimalField,
  tax: decimalField,
  /** What the vendor asks for. */
  total: decimalField,
  /** Whether it adds up, within one cent a line. */
  check: z.strictObject({
    computed: decimalField,
    difference: decimalField,
    agrees: z.boolean(),
    problems: z.array(z.string()),
  }),
});
export type Invoice = z.infer<typeof invoiceSchema>;
