/** The words under which a document is found. Pure. */
import type { PurchaseOrder } from "./canonical/purchaseOrder.ts";
import type { Vendor } from "./canonical/vendor.ts";

export const searchTermKinds = ["number", "vendor", "item", "file", "controlNumber"] as const;
export type SearchTermKind = (typeof searchTermKinds)[number];

export interface SearchTerm {
  term: string;
  kind: SearchTermKind;
}

/** Longer texts are no words that anybody types. */
const longest = 100;

/** As words are kept and compared: lower case, one form of each character, no blanks around. */
export function normalizedTerm(text: string): string {
  return text.normalize("NFKC").toLowerCase().trim().slice(0, longest);
}

export function vendorTerms(vendor: Vendor): SearchTerm[] {
  return unique([...numberTerms(vendor.id), ...nameTerms(vendor.name), { term: vendor.id, kind: "vendor" }]);
}

export function purchaseOrderTerms(order: PurchaseOrder): SearchTerm[] {
  return unique([
    ...numberTerms(order.number),
    { term: order.vendor.id, kind: "vendor" },
    ...nameTerms(order.vendor.name),
    ...order.lines
      .flatMap(({ itemNumber, vendorItemNumber }) => [itemNumber ?? "", vendorItemNumber ?? ""])
      .map((term): SearchTerm => ({ term, kind: "item" })),
  ]);
}

/** Of a file that was made for a document. Control numbers are found as they stand in the file, and without zeros. */
export function fileTerms(
  fileName: string,
  controlNumbers: { interchange: number; group: number } | null,
): SearchTerm[] {
  const numbers =
    controlNumbers === null
      ? []
      : [
          String(controlNumbers.interchange).padStart(9, "0"),
          String(controlNumbers.interchange),
          String(controlNumbers.group),
        ];
  return unique([
    { term: fileName, kind: "file" },
    ...numbers.map((term): SearchTerm => ({ term, kind: "controlNumber" })),
  ]);
}

/** A number, and its digits alone: `PO0002075` is also found by `0002075` and `2075`. */
function numberTerms(number: string): SearchTerm[] {
  const digits = /\d+$/.exec(number.trim())?.[0] ?? "";
  return [number, digits, digits.replace(/^0+/, "")].map((term) => ({ term, kind: "number" }));
}

function nameTerms(name: string): SearchTerm[] {
  const words = name.split(/[^\p{L}\p{N}&'-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.map((term) => ({ term, kind: "vendor" }));
}

function unique(terms: readonly SearchTerm[]): SearchTerm[] {
  const found = new Map<string, SearchTerm>();
  for (const { term, kind } of terms) {
    const normalized = normalizedTerm(term);
    if (normalized !== "") found.set(`${kind} ${normalized}`, { term: normalized, kind });
  }
  return [...found.values()];
}
