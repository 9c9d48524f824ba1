import { compare, decimal } from "../../decimal/decimal.ts";
import type { ChangedLine, PurchaseOrder850, PurchaseOrderChange860, PurchaseOrderLine } from "../../x12/index.ts";

/**
 * The 860 that takes a partner from the order they have to the order as it is now: only the lines that differ, each with
 * what happened to it (X12 code list 670).
 *
 * @param before the order as it was sent last, and `after` as it is now, both as the 850 they would be
 * @param change.sequence counts the changes of one order, from 1 (BCH05)
 * @param change.date local date of the change (BCH11)
 */
export function purchaseOrder860(
  before: PurchaseOrder850,
  after: PurchaseOrder850,
  change: { canceled: boolean; sequence: number; date: string },
): PurchaseOrderChange860 {
  const { purpose: _, lines: __, totals: ___, salesRequirements, taxes, ...header } = after;
  const lines = change.canceled ? before.lines.map((line) => changedLine(line, "DI")) : changedLines(before, after);
  return {
    ...header,
    purpose: change.canceled ? "01" : "04",
    changeSequence: String(change.sequence),
    changeDate: change.date,
    lines,
    totals: { lineCount: String(lines.length) },
  };
}

function changedLines(before: PurchaseOrder850, after: PurchaseOrder850): ChangedLine[] {
  const former = new Map(before.lines.map((line) => [line.number, line]));
  const changed: ChangedLine[] = [];
  for (const line of after.lines) {
    const was = former.get(line.number);
    former.delete(line.number);
    if (was === undefined) changed.push(changedLine(line, "AI"));
    else if (JSON.stringify(was) !== JSON.stringify(line)) changed.push(changedLine(line, changeCode(was, line)));
  }
  for (const gone of former.values()) changed.push(changedLine(gone, "DI"));
  // Where only the header differs, the lines are named as they are.
  return changed.length > 0 ? changed : after.lines.map((line) => changedLine(line, "NC"));
}

function changeCode(was: PurchaseOrderLine, is: PurchaseOrderLine): string {
  const quantity = difference(was.quantity, is.quantity);
  const price = difference(was.unitPrice, is.unitPrice);
  const { quantity: _, unitPrice: __, ...restWas } = was;
  const { quantity: ___, unitPrice: ____, ...restIs } = is;
  if (JSON.stringify(restWas) !== JSON.stringify(restIs)) return "CA";
  if (price !== 0) return quantity === 0 ? "PC" : "PQ";
  return quantity > 0 ? "QI" : "QD";
}

function difference(was: string | undefined, is: string | undefined): number {
  return compare(decimal(is ?? "0"), decimal(was ?? "0"));
}

function changedLine(line: PurchaseOrderLine, change: string): ChangedLine {
  const { number, quantity, unit, unitPrice, products, descriptions, references, dates, messages, parties } = line;
  return {
    change,
    ...(number !== undefined && { number }),
    ...(quantity !== undefined && { quantity, quantityLeft: change === "DI" ? "0" : quantity }),
    ...(unit !== undefined && { unit }),
    ...(unitPrice !== undefined && { unitPrice }),
    ...(products !== undefined && { products }),
    ...(descriptions !== undefined && { descriptions }),
    ...(references !== undefined && { references }),
    ...(dates !== undefined && { dates }),
    // A change has no MSG straight under the line; a note has one.
    ...(messages !== undefined && { notes: [{ qualifier: "L1", description: "LINE COMMENT", text: messages }] }),
    ...(parties !== undefined && { parties }),
  };
}
