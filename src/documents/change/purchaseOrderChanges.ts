import type { PurchaseOrder, PurchaseOrderLine } from "../canonical/purchaseOrder.ts";
import { type Change, fieldChanges } from "./change.ts";

const headerNames = {
  shipTo: "ship-to",
  billTo: "bill-to",
  freeOnBoard: "FOB",
  onHold: "on hold",
} as const;
const lineNames = {
  itemNumber: "item",
  vendorItemNumber: "vendor's item",
  quantityCanceled: "canceled quantity",
  unitOfMeasure: "unit",
  costCenter: "cost center",
  shipTo: "ship-to",
} as const;

/** What follows from other fields would only repeat them. */
const followsInHeader = ["lines", "totals", "status", "number"];
const followsInLine = ["line", "ord", "extendedCost"];

/**
 * What is different for a partner, in the order of the document: header, lines, totals where nothing else explains them.
 *
 * @param before the order as the partner has it
 * @param after the order as it is now
 */
export function purchaseOrderChanges(before: PurchaseOrder, after: PurchaseOrder): Change[] {
  const changes: Change[] = [];
  if (after.status === "canceled" && before.status !== "canceled") {
    changes.push({ kind: "changed", field: "status", before: "open", after: "canceled", text: "order canceled" });
  } else if (before.status === "canceled" && after.status !== "canceled") {
    changes.push({ kind: "changed", field: "status", before: "canceled", after: "open", text: "order open again" });
  }
  changes.push(...fieldChanges(before, after, { names: headerNames, except: followsInHeader }));
  changes.push(...lineChanges(before.lines, after.lines));
  const totals = fieldChanges(before.totals, after.totals, { names: {}, except: ["subtotal", "total"] });
  changes.push(...totals);
  if (changes.length === 0) changes.push(...fieldChanges(before.totals, after.totals, { names: {}, except: [] }));
  return changes;
}

function lineChanges(before: readonly PurchaseOrderLine[], after: readonly PurchaseOrderLine[]): Change[] {
  const former = new Map(before.map((line) => [line.line, line]));
  const changes: Change[] = [];
  for (const line of after) {
    const was = former.get(line.line);
    former.delete(line.line);
    const place = `line ${line.line}`;
    if (was === undefined) changes.push({ kind: "added", place, text: `${place} added: ${lineWords(line)}` });
    else changes.push(...fieldChanges(was, line, { place, names: lineNames, except: followsInLine }));
  }
  for (const gone of former.values()) {
    const place = `line ${gone.line}`;
    changes.push({ kind: "removed", place, text: `${place} removed: ${lineWords(gone)}` });
  }
  return changes;
}

function lineWords({ quantity, unitOfMeasure, itemNumber, description, unitCost }: PurchaseOrderLine): string {
  return `${quantity} ${unitOfMeasure} ${itemNumber ?? description ?? "without item"} at ${unitCost}`;
}
