import type { ProductId } from "../../x12/index.ts";
import type { Product } from "../canonical/product.ts";
import { withoutAbsent } from "../fromGp/address.ts";

/** Data element 235, by whose number it is. Within a list the earlier qualifier wins. */
const ours = ["BP", "IN", "PI", "CB", "SK"];
const theirs = ["VP", "VN", "VA", "VC"];
const gtins = ["UP", "UK", "EN", "UA", "UI"];

/** The numbers of a product by whose they are; other qualifiers (colour, size, maker's part) identify nothing here. */
export function productFromX12(products: readonly ProductId[] | undefined): Product {
  const first = (qualifiers: readonly string[]): string | undefined =>
    qualifiers
      .map((qualifier) => products?.find((each) => each.qualifier === qualifier && each.id.trim() !== "")?.id.trim())
      .find((id) => id !== undefined);
  return withoutAbsent({ itemNumber: first(ours), vendorItemNumber: first(theirs), gtin: first(gtins) });
}
