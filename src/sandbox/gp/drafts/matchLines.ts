import { amount, difference, isNegative, isZero, product, sum } from "../../amount.ts";
import type { OrderLine, PurchaseOrder } from "../../entities.ts";
import { keyOf } from "../../table.ts";
import type { Company } from "../company.ts";
import type { DraftLine } from "./draft.ts";
import { DocumentRefused, type Problem, problem } from "./problem.ts";

/** What a line of a receipt or an invoice says about the order that it belongs to. */
export interface GivenLine {
  PurchaseOrderKey: string;
  PurchaseOrderLineKey: { PurchaseOrderKey: string; LineSequenceNumber: number };
  ItemKey: string;
  ItemDescription: string;
  UofM: string;
  WarehouseKey: string;
  UnitCost?: string | undefined;
  ExtendedCost?: string | undefined;
  quantity: string;
  rejected: string;
}

export interface MatchRules {
  company: Company;
  vendor: string;
  /** Called once for each order. */
  orderProblem: (order: PurchaseOrder) => Problem | undefined;
  /** What may still come on this line. */
  open: (order: PurchaseOrder, line: OrderLine) => string;
  /** Says what was too much: `received`, `invoiced`. */
  verb: string;
}

const lineStep = 16384;

/**
 * Finds each line's order line by ORD and checks vendor, item and quantity, as GP does on entry.
 *
 * @throws DocumentRefused with all problems found
 */
export function matchLines(given: readonly GivenLine[], rules: MatchRules): DraftLine[] {
  const problems: Problem[] = [];
  const seenOrders = new Set<string>();
  const taken = new Map<string, string>();
  const lines: DraftLine[] = [];
  for (const [index, line] of given.entries()) {
    const number = line.PurchaseOrderLineKey.PurchaseOrderKey || line.PurchaseOrderKey;
    const ord = line.PurchaseOrderLineKey.LineSequenceNumber;
    const order = rules.company.purchaseOrders.get(number);
    if (order === undefined) {
      problems.push(problem(422, "PurchaseOrderNotFound", `The purchase order '${number}' does not exist.`));
      continue;
    }
    if (!seenOrders.has(order.number)) {
      seenOrders.add(order.number);
      const found = orderProblemOf(order, rules);
      if (found !== undefined) problems.push(found);
    }
    const orderLine = order.lines.find((each) => each.ord === ord);
    if (orderLine === undefined) {
      problems.push(
        problem(422, "PurchaseOrderLineNotFound", `The purchase order ${order.number} has no line ${ord}.`),
      );
      continue;
    }
    if (line.ItemKey !== "" && keyOf(line.ItemKey) !== keyOf(orderLine.itemNumber)) {
      problems.push(
        problem(
          422,
          "ItemMismatch",
          `The item number '${line.ItemKey}' is not the one of line ${ord} of purchase order ${order.number}.`,
        ),
      );
    }
    const name = `${order.number}/${ord}`;
    const total = sum(taken.get(name) ?? amount(0), line.quantity);
    taken.set(name, total);
    const open = rules.open(order, orderLine);
    if (isNegative(line.quantity) || isZero(line.quantity)) {
      problems.push(
        problem(422, "InvalidQuantity", `The quantity of line ${ord} of ${order.number} must be greater than zero.`),
      );
    } else if (isNegative(difference(open, total))) {
      problems.push(
        problem(
          422,
          "QuantityExceeded",
          `The quantity ${total} of item '${orderLine.itemNumber}' on ${order.number} exceeds what can still be ${rules.verb}: ${open}.`,
        ),
      );
    }
    const unitCost = line.UnitCost ?? orderLine.unitCost;
    lines.push({
      sequence: lineStep * (index + 1),
      purchaseOrder: order.number,
      ord,
      itemNumber: orderLine.itemNumber,
      description: line.ItemDescription || orderLine.description,
      unitOfMeasure: line.UofM || orderLine.unitOfMeasure,
      site: line.WarehouseKey || orderLine.site,
      quantity: line.quantity,
      rejected: line.rejected,
      unitCost,
      extendedCost: line.ExtendedCost ?? product(line.quantity, unitCost),
    });
  }
  if (given.length === 0) problems.push(problem(422, "NoLines", "The document has no lines."));
  if (problems.length > 0) throw new DocumentRefused(...problems);
  return lines;
}

function orderProblemOf(order: PurchaseOrder, rules: MatchRules): Problem | undefined {
  if (keyOf(order.vendorId) !== keyOf(rules.vendor)) {
    return problem(422, "VendorMismatch", `The purchase order ${order.number} is not from vendor '${rules.vendor}'.`);
  }
  return rules.orderProblem(order);
}
