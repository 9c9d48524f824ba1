/** What of an order a ship notice (856) brings, and what about that a person has to look at. */
import type { PartnerSettings } from "../../configuration/partnerSettings.ts";
import { add, compare, type Decimal, subtract, zero } from "../../decimal/decimal.ts";
import { ConnectorError, type ErrorReport } from "../../errors/connectorError.ts";
import type { PurchaseOrder, PurchaseOrderLine } from "../canonical/purchaseOrder.ts";
import type { ShipNotice, ShippedLine } from "../canonical/shipNotice.ts";
import { matchOrderLine } from "./orderLine.ts";
import { exceeds } from "./tolerance.ts";
import { sameUnit } from "./unit.ts";

/** Line of the order (ORD) that a person gave to a line of the partner, by its index; null leaves that line out. */
export type Assignments = ReadonlyMap<number, number | null>;

export interface MatchedQuantity {
  line: PurchaseOrderLine;
  quantity: Decimal;
}

export interface ShipmentMatch {
  purchaseOrder: string;
  /** In the order of the order's lines. */
  lines: MatchedQuantity[];
  /** By the index of the partner's line. */
  unmatched: { index: number; text: string }[];
  /** Why a person decides; empty where nothing speaks against the receipt. */
  problems: ErrorReport[];
}

/** The orders that a notice names, in its order. Lines without one belong to the only one there is. */
export function ordersOf(notice: ShipNotice): string[] {
  return [...new Set(notice.lines.flatMap(({ purchaseOrder }) => purchaseOrder ?? []))];
}

/**
 * @param shippedBefore what earlier notices brought of each line (ORD), in the unit ordered
 */
export function matchShipment(
  notice: ShipNotice,
  order: PurchaseOrder,
  settings: PartnerSettings,
  shippedBefore: ReadonlyMap<number, Decimal>,
  assignments: Assignments = new Map(),
): ShipmentMatch {
  const at = { document: order.number };
  const problems: ErrorReport[] = [];
  const unmatched: ShipmentMatch["unmatched"] = [];
  const quantities = new Map<number, Decimal>();
  const only = ordersOf(notice).length <= 1;
  for (const [index, shipped] of notice.lines.entries()) {
    if (!belongsTo(shipped, order.number, only)) continue;
    const assigned = assignments.get(index);
    if (assigned === null) continue;
    const byPerson = order.lines.find(({ ord }) => ord === assigned);
    const match = byPerson ? { line: byPerson } : matchOrderLine(shipped, order.lines, settings.lineNumbers);
    if ("unmatched" in match) {
      unmatched.push({ index, text: `${shipped.quantity} ${shipped.unit}: ${match.unmatched}` });
      continue;
    }
    const { line } = match;
    if (!sameUnit(settings, shipped.unit, line.unitOfMeasure)) {
      problems.push(unitMismatch(shipped.unit, line, at, "shipped"));
      continue;
    }
    quantities.set(line.ord, add(quantities.get(line.ord) ?? zero, shipped.quantity));
  }
  for (const { text } of unmatched) problems.push(new ConnectorError("ANSWER_LINE_UNMATCHED", text, { at }).report());
  const lines = order.lines.flatMap((line) => {
    const quantity = quantities.get(line.ord);
    return quantity === undefined || quantity === zero ? [] : [{ line, quantity }];
  });
  for (const { line, quantity } of lines) {
    const before = shippedBefore.get(line.ord) ?? zero;
    const open = subtract(line.quantity, before);
    if (
      compare(quantity, zero) < 0 ||
      exceeds(add(before, quantity), line.quantity, settings.tolerances.overShipPercent)
    ) {
      const earlier = before === zero ? "" : `, ${before} came before`;
      problems.push(
        new ConnectorError(
          "ANSWER_QUANTITY_EXCEEDED",
          `line ${line.line}: ${quantity} ${line.unitOfMeasure} shipped, ${open} open (${line.quantity} ordered${earlier})`.replace(
            "  ",
            " ",
          ),
          { at: { ...at, field: `Lines[ORD ${line.ord}].QuantityOrdered`, element: "SN102" } },
        ).report(),
      );
    }
  }
  return { purchaseOrder: order.number, lines, unmatched, problems };
}

function belongsTo({ purchaseOrder }: ShippedLine, number: string, only: boolean): boolean {
  if (purchaseOrder === undefined) return only;
  return purchaseOrder.trim().toUpperCase() === number.trim().toUpperCase();
}

export function unitMismatch(
  theirs: string,
  line: PurchaseOrderLine,
  at: { document: string },
  verb: string,
): ErrorReport {
  return new ConnectorError(
    "ANSWER_UNIT_MISMATCH",
    `line ${line.line}: ordered in ${line.unitOfMeasure || "no unit"}, ${verb} in ${theirs}`,
    { at: { ...at, field: `Lines[ORD ${line.ord}].UofM` } },
  ).report();
}
