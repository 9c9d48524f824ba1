import { add, type Decimal, decimal, multiply, round, subtract, zero } from "../../decimal/decimal.ts";
import { type Invoice810, invoiceSums, type TaxedAllowanceOrCharge, type Terms } from "../../x12/index.ts";
import type { Invoice } from "../canonical/invoice.ts";
import { withoutAbsent } from "../fromGp/address.ts";
import { productFromX12 } from "./product.ts";
import { amountOf, present, type Read, Unusable } from "./reading.ts";

/** SAC02 of freight, data element 1300. */
const freightCodes = new Set(["D240", "D250", "D260", "F050"]);

/** An 810 in canonical form, with its arithmetic judged (domain: X12 5). */
export function invoiceFromX12(invoice: Invoice810): Read<Invoice> {
  const unusable = new Unusable(`810 ${invoice.number || "without an invoice number"}`);
  const sums = invoiceSums(invoice);
  const sign = (value: Decimal): Decimal =>
    sums.kind === "credit" && value.startsWith("-") ? subtract(zero, value) : value;
  const lines = invoice.lines.map((line, index) => {
    const name = line.number ?? String(index + 1);
    const quantity = sign(unusable.decimal("IT102", line.quantity, `the quantity of line ${name}`));
    const unitPrice = unusable.decimal("IT104", line.unitPrice, `the price of line ${name}`);
    return withoutAbsent({
      line: present(line.number),
      ...productFromX12(line.products),
      description: present(line.descriptions?.map(({ text = "" }) => text).join(" ")),
      quantity,
      unit: present(line.unit),
      unitPrice,
      amount: round(multiply(quantity, unitPrice), 2),
    });
  });
  const adjustments = [invoice, ...invoice.lines].flatMap(({ allowancesAndCharges = [] }) => allowancesAndCharges);
  const charged = (wanted: (each: TaxedAllowanceOrCharge) => boolean): Decimal =>
    add(zero, ...adjustments.filter(wanted).map(({ amount }) => amountOf(amount) ?? zero));
  const isFreight = ({ code }: TaxedAllowanceOrCharge) => freightCodes.has(code ?? "");
  const taxes = [invoice, ...invoice.lines, ...adjustments].flatMap(({ taxes = [] }) => taxes);
  return unusable.unless(
    withoutAbsent({
      number: unusable.text("BIG02", invoice.number, "the invoice number"),
      date: unusable.text("BIG01", invoice.date, "the invoice date"),
      kind: sums.kind === "credit" ? ("credit" as const) : kindOf(invoice.transactionType),
      purchaseOrder: present(invoice.purchaseOrder),
      currency: present(invoice.currency?.code),
      paymentTerms: termsIn(invoice.terms),
      lines,
      subtotal: add(zero, ...lines.map(({ amount }) => amount)),
      freight: charged((each) => each.indicator === "C" && isFreight(each)),
      miscellaneous: charged((each) => each.indicator === "C" && !isFreight(each)),
      discount: charged(({ indicator }) => indicator === "A"),
      tax: add(zero, ...taxes.map(({ amount }) => sign(amountOf(amount) ?? zero))),
      total: sign(unusable.decimal("TDS01", sums.stated, "the total")),
      check: {
        computed: decimal(sums.computed),
        difference: decimal(sums.difference ?? "0"),
        agrees: sums.agrees,
        problems: [...sums.problems],
      },
    }),
  );
}

/** BIG07, data element 640: a debit memo is no invoice of goods. */
function kindOf(transactionType: string | undefined): Invoice["kind"] {
  return transactionType === "DR" ? "debitMemo" : "invoice";
}

function termsIn(terms: readonly Terms[] | undefined): string | undefined {
  const [first] = terms ?? [];
  if (first === undefined) return undefined;
  const { description, discountPercent, discountDays, netDays } = first;
  if (description !== undefined) return present(description);
  const net = netDays === undefined ? undefined : `Net ${netDays}`;
  const discount = discountPercent === undefined ? undefined : `${discountPercent}% ${discountDays ?? ""}`.trim();
  return present([discount, net].filter((part) => part !== undefined).join("/"));
}
