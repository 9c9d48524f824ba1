import { type Product, productWords } from "../canonical/product.ts";
import type { PurchaseOrderLine } from "../canonical/purchaseOrder.ts";

/** What a line of a partner's document says about the order line that it means. */
export type LineClue = Product & { line?: string | undefined };

export type LineMatch =
  | { line: PurchaseOrderLine }
  /** Why a person has to say which line is meant. */
  | { unmatched: string };

/**
 * The order line that is meant: by the number under which it was sent, else by our item number, else by the vendor's,
 * else by GTIN, and only where exactly one open line fits. Never by position: partners leave lines out, split them and
 * sort them (domain: X12 3).
 *
 * @param numbers `theirs`: the partner numbers lines anew, so that a number says nothing
 */
export function matchOrderLine(
  clue: LineClue,
  lines: readonly PurchaseOrderLine[],
  numbers: "ours" | "theirs" = "ours",
): LineMatch {
  const product = productWords(clue);
  if (clue.line !== undefined && numbers === "ours") {
    const named = lines.find(({ line }) => String(line) === withoutZeros(clue.line ?? ""));
    if (named !== undefined) {
      if (!contradicts(clue, named)) return { line: named };
      return {
        unmatched: `it is called line ${named.line}, which is ${productWords(named) ?? "without an item"}, but names ${product}`,
      };
    }
  }
  for (const fits of [
    (line: PurchaseOrderLine) => same(clue.itemNumber, line.itemNumber),
    (line: PurchaseOrderLine) => same(clue.vendorItemNumber, line.vendorItemNumber),
    (line: PurchaseOrderLine) => same(clue.gtin, line.itemNumber) || same(clue.gtin, line.vendorItemNumber),
  ]) {
    const [first, ...others] = lines.filter((line) => line.quantity !== "0" && fits(line));
    if (first === undefined) continue;
    if (others.length === 0) return { line: first };
    const numbersOfAll = [first, ...others].map(({ line }) => line).join(", ");
    return { unmatched: `${product} stands on the lines ${numbersOfAll} of the order` };
  }
  const called = clue.line === undefined ? "" : `line ${clue.line}`;
  const what = [called, product].filter((part) => part).join(", ");
  return { unmatched: `no open line of the order is ${what === "" ? "named" : what}` };
}

/** Names products, and none of them is the line's. */
function contradicts(clue: Product, line: PurchaseOrderLine): boolean {
  const comparisons = [
    [clue.itemNumber, line.itemNumber],
    [clue.vendorItemNumber, line.vendorItemNumber],
  ].filter(([theirs, ours]) => theirs !== undefined && ours !== undefined);
  return comparisons.length > 0 && !comparisons.some(([theirs, ours]) => same(theirs, ours));
}

function same(theirs: string | undefined, ours: string | undefined): boolean {
  return theirs !== undefined && ours !== undefined && comparable(theirs) === comparable(ours);
}

/** As a number survives the way to a partner and back: capitals, no accents, separators of an interchange as blanks. */
function comparable(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .replace(/[^A-Z0-9./+&#-]+/g, " ")
    .trim();
}

const withoutZeros = (number: string): string => number.trim().replace(/^0+(?=\d)/, "");
