import { z } from "zod";
import { type Decimal, parseDecimal } from "../../decimal/decimal.ts";

/** An exact decimal in normal form, as text (Invariant 10). */
export const decimalField = z.custom<Decimal>((value) => typeof value === "string" && parseDecimal(value) === value);

/** A calendar date of the site, `YYYY-MM-DD`. */
export const dateField = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A text that GP had something in. */
export const textField = z.string().min(1);

export const addressField = z.strictObject({
  code: textField.optional(),
  name: textField.optional(),
  contact: textField.optional(),
  lines: z.array(textField),
  city: textField.optional(),
  state: textField.optional(),
  postalCode: textField.optional(),
  country: textField.optional(),
  countryCode: textField.optional(),
  phone: textField.optional(),
  fax: textField.optional(),
  email: textField.optional(),
});
export type Address = z.infer<typeof addressField>;
