import { z } from "zod";
import { addressField, textField } from "./field.ts";

/** A vendor free of GP's storage. Keys stand in the order in which JSON files show them. */
export const vendorSchema = z.strictObject({
  id: textField,
  name: z.string(),
  shortName: textField.optional(),
  checkName: textField.optional(),
  status: z.enum(["active", "inactive", "temporary"]),
  onHold: z.boolean(),
  class: textField.optional(),
  /** ISO 4217 where it is known, else GP's currency id. */
  currency: textField.optional(),
  paymentTerms: textField.optional(),
  shippingMethod: textField.optional(),
  accountNumber: textField.optional(),
  taxId: textField.optional(),
  /** Which of `addresses` GP uses for what, by code. */
  addressCodes: z.strictObject({
    primary: textField.optional(),
    purchase: textField.optional(),
    shipFrom: textField.optional(),
    remitTo: textField.optional(),
  }),
  addresses: z.array(addressField),
  comments: z.array(textField),
});
export type Vendor = z.infer<typeof vendorSchema>;
