/** The three-way check of an invoice (810): what was ordered, what was shipped, what is asked for. */
import type { PartnerSettings } from "../../configuration/partnerSettings.ts";
import { add, type Decimal, subtract, zero } from "../../decimal/decimal.ts";
import { ConnectorError, type ErrorReport } from "../../errors/connectorError.ts";
import type { Invoice, InvoicedLine } from "../canonical/invoice.ts";
import type { PurchaseOrder, PurchaseOrderLine } from "../canonical/purchaseOrder.ts";
import { matchOrderLine } from "./orderLine.ts";
import { type Assignments, unitMismatch } from "./shipment.ts";
import { exceeds } from "./tolerance.ts";
import { sameUnit } from "./unit.ts";

export interface MatchedInvoiceLine {
  line: PurchaseOrderLine;
  quantity: Decimal;
  unitPrice: Decimal;
  amount: Decimal;
}

export interface InvoiceMatch {
  lines: MatchedInvoiceLine[];
  /** By the index of the vendor's line. */
  unmatched: { index: number; text: string }[];
  /** Why a person decides, whatever may still come. */
  problems: ErrorReport[];
  /** More is asked for than was announced so far: a ship notice that is still to come may settle it. */
  notShipped: ErrorReport[];
}

export interface InvoiceSurroundings {
  /** What ship notices announced of each line (ORD), in the unit ordered. */
  shipped: ReadonlyMap<number, Decimal>;
  /** What earlier invoices asked for. */
  invoicedBefore: ReadonlyMap<number, Decimal>;
  assignments?: Assignments;
}

export function judgeInvoice(
  invoice: Invoice,
  order: PurchaseOrder,
  settings: PartnerSettings,
  { shipped, invoicedBefore, assignments = new Map() }: InvoiceSurroundings,
): InvoiceMatch {
  const at = { document: order.number };
  const problems = totalProblems(invoice, at);
  const unmatched: InvoiceMatch["unmatched"] = [];
  const lines: MatchedInvoiceLine[] = [];
  if (invoice.currency !== undefined && order.currency !== undefined && invoice.currency !== order.currency) {
    const message = `invoice ${invoice.number} is in ${invoice.currency}, the order in ${order.currency}`;
    problems.push(new ConnectorError("ANSWER_CURRENCY_DIFFERS", message, { at: { ...at, element: "CUR02" } }).report());
  }
  for (const [index, invoiced] of invoice.lines.entries()) {
    const assigned = assignments.get(index);
    if (assigned === null) continue;
    const byPerson = order.lines.find(({ ord }) => ord === assigned);
    const match = byPerson ? { line: byPerson } : matchOrderLine(invoiced, order.lines, settings.lineNumbers);
    if ("unmatched" in match) {
      const text = `${invoiced.quantity} at ${invoiced.unitPrice}: ${match.unmatched}`;
      unmatched.push({ index, text });
      problems.push(new ConnectorError("ANSWER_LINE_UNMATCHED", text, { at }).report());
      continue;
    }
    const { line } = match;
    if (invoiced.unit !== undefined && !sameUnit(settings, invoiced.unit, line.unitOfMeasure)) {
      problems.push(unitMismatch(invoiced.unit, line, at, "invoiced"));
      continue;
    }
    problems.push(...priceProblems(invoiced, line, settings, at));
    const { quantity, unitPrice, amount } = invoiced;
    lines.push({ line, quantity, unitPrice, amount });
  }
  const notShipped: ErrorReport[] = [];
  for (const [ord, quantity] of quantitiesOf(lines)) {
    const line = order.lines.find((each) => each.ord === ord);
    if (line === undefined) continue;
    const before = invoicedBefore.get(ord) ?? zero;
    const { quantityPercent } = settings.tolerances;
    const total = add(before, quantity);
    const where = { ...at, field: `Lines[ORD ${ord}].QuantityOrdered`, element: "IT102" };
    const earlier = before === zero ? "" : `, ${before} invoiced before`;
    if (exceeds(total, line.quantity, quantityPercent)) {
      const message = `line ${line.line}: ${quantity} ${line.unitOfMeasure} invoiced, ${line.quantity} ordered${earlier}`;
      problems.push(new ConnectorError("ANSWER_QUANTITY_EXCEEDED", message.replace("  ", " "), { at: where }).report());
    } else if (settings.invoiceAgainst === "shipments") {
      const announced = shipped.get(ord) ?? zero;
      if (exceeds(total, announced, quantityPercent)) {
        const message = `line ${line.line}: ${quantity} ${line.unitOfMeasure} invoiced, ${announced} shipped by the notices so far${earlier}`;
        notShipped.push(new ConnectorError("ANSWER_NOT_SHIPPED", message.replace("  ", " "), { at: where }).report());
      }
    }
  }
  return { lines, unmatched, problems, notShipped };
}

function totalProblems({ number, check, total }: Invoice, at: { document: string }): ErrorReport[] {
  const messages = [...check.problems];
  if (!check.agrees) messages.push(`the total is ${total}, the parts add up to ${check.computed}`);
  return messages.map((message) =>
    new ConnectorError("ANSWER_TOTAL_WRONG", `invoice ${number}: ${message}`, {
      at: { ...at, element: "TDS01" },
    }).report(),
  );
}

function priceProblems(
  invoiced: InvoicedLine,
  line: PurchaseOrderLine,
  { tolerances }: PartnerSettings,
  at: { document: string },
): ErrorReport[] {
  // A lower price needs nobody's consent.
  if (!exceeds(invoiced.unitPrice, line.unitCost, tolerances.pricePercent)) return [];
  const more = subtract(invoiced.unitPrice, line.unitCost);
  return [
    new ConnectorError(
      "ANSWER_PRICE_DIFFERS",
      `line ${line.line}: invoiced at ${invoiced.unitPrice}, ordered at ${line.unitCost} (${more} more)`,
      { at: { ...at, field: `Lines[ORD ${line.ord}].UnitCost`, element: "IT104" } },
    ).report(),
  ];
}

function quantitiesOf(lines: readonly MatchedInvoiceLine[]): Map<number, Decimal> {
  const sums = new Map<number, Decimal>();
  for (const { line, quantity } of lines) sums.set(line.ord, add(sums.get(line.ord) ?? zero, quantity));
  return sums;
}
