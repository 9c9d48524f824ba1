import { add, compare, type Decimal, subtract, zero } from "../../decimal/decimal.ts";
import type { GpDraft } from "../../gp/index.ts";
import type { Invoice } from "../canonical/invoice.ts";
import type { PurchaseOrder } from "../canonical/purchaseOrder.ts";
import { withoutAbsent } from "../fromGp/address.ts";
import type { MatchedInvoiceLine } from "../match/invoice.ts";
import { businessDate } from "./businessDate.ts";

export type InvoiceTarget = "payables" | "purchaseInvoice" | "receivables";

interface Given {
  reference: string;
  batchId: string | undefined;
  /** GP customer id, for receivables. */
  customer?: string | undefined;
}

/**
 * A draft of an invoice (Work): a payables transaction, a purchasing invoice matched to the order's lines, or a receivables
 * record. GP wants the parts to add up to the total; a difference of cents that the vendor's rounding makes is put where
 * it belongs, beside the goods.
 */
export function invoiceDraft(
  target: InvoiceTarget,
  invoice: Invoice,
  order: PurchaseOrder,
  lines: readonly MatchedInvoiceLine[],
  given: Given,
): GpDraft {
  const common = {
    reference: given.reference,
    batchId: given.batchId,
    description: `Cleo 810 for ${order.number}`.slice(0, 30),
    date: businessDate(invoice.date),
    documentNumber: invoice.number.slice(0, 20),
  };
  const { freight, tax, discount, miscellaneous, total } = invoice;
  if (target === "receivables") {
    const subtotal = remainder(total, freight, miscellaneous, tax, discount);
    return withoutAbsent({
      kind: "receivablesInvoice" as const,
      ...common,
      customerId: given.customer,
      ...parts({ freight, tax, discount, miscellaneous }),
      subtotal,
      total,
      lines: [],
    });
  }
  if (target === "payables") {
    const subtotal = remainder(total, freight, miscellaneous, tax, discount);
    return withoutAbsent({
      kind: "payablesInvoice" as const,
      ...common,
      vendorId: order.vendor.id,
      purchaseOrder: order.number.length <= 17 ? order.number : undefined,
      ...parts({ freight, tax, discount, miscellaneous }),
      subtotal,
      total,
      lines: [],
    });
  }
  const subtotal = add(zero, ...lines.map(({ amount }) => amount));
  const cents = subtract(remainder(total, freight, miscellaneous, tax, discount), subtotal);
  const more = compare(cents, zero) > 0;
  return withoutAbsent({
    kind: "purchaseInvoice" as const,
    ...common,
    vendorId: order.vendor.id,
    ...parts({
      freight,
      tax,
      miscellaneous: more ? add(miscellaneous, cents) : miscellaneous,
      discount: more ? discount : subtract(discount, cents),
    }),
    subtotal,
    lines: lines.map(({ line, quantity, unitPrice, amount }) =>
      withoutAbsent({
        purchaseOrder: order.number,
        purchaseOrderLine: line.ord,
        itemNumber: line.itemNumber,
        unitOfMeasure: line.unitOfMeasure === "" ? undefined : line.unitOfMeasure,
        quantity,
        unitCost: unitPrice,
        extendedCost: amount,
      }),
    ),
  });
}

const remainder = (
  total: Decimal,
  freight: Decimal,
  miscellaneous: Decimal,
  tax: Decimal,
  discount: Decimal,
): Decimal => add(subtract(total, add(freight, miscellaneous, tax)), discount);

/** The amounts beside the goods; what is zero is left out. */
function parts({
  freight,
  tax,
  discount,
  miscellaneous,
}: Pick<Invoice, "freight" | "tax" | "discount" | "miscellaneous">) {
  const some = (value: Decimal) => (value === zero ? undefined : value);
  return {
    freight: some(freight),
    miscellaneous: some(miscellaneous),
    tax: some(tax),
    tradeDiscount: some(discount),
  };
}
