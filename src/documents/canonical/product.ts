import { textField } from "./field.ts";

/** How a partner names a product: by our number, by theirs, by a GTIN. Spread into the schema of a line. */
export const productFields = {
  /** Ours: GP's item number. */
  itemNumber: textField.optional(),
  /** Theirs. */
  vendorItemNumber: textField.optional(),
  /** UPC, EAN or GTIN. */
  gtin: textField.optional(),
};

export interface Product {
  itemNumber?: string | undefined;
  vendorItemNumber?: string | undefined;
  gtin?: string | undefined;
}

/** A product in one phrase, such as `item 100XLG`. */
export function productWords({ itemNumber, vendorItemNumber, gtin }: Product): string | undefined {
  if (itemNumber !== undefined) return `item ${itemNumber}`;
  if (vendorItemNumber !== undefined) return `vendor item ${vendorItemNumber}`;
  return gtin === undefined ? undefined : `GTIN ${gtin}`;
}
