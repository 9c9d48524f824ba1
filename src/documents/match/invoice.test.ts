import { describe, expect, it } from "vitest";
import { orderOfTwo } from "../../../test/answers/orders.ts";
import type { PartnerInput } from "../../configuration/partnerSchema.ts";
import { resolvePartner } from "../../configuration/partnerSettings.ts";
import { decimal } from "../../decimal/decimal.ts";
import { answerFromJson } from "../fromJson/answer.ts";
import { invoiceDraft } from "../toDraft/invoice.ts";
import { judgeInvoice } from "./invoice.ts";

const order = orderOfTwo();

function invoiceOf(change: object = {}) {
  const read = answerFromJson("810", {
    documentType: "invoice",
    invoice: {
      number: "INV-1",
      date: "2026-01-23",
      purchaseOrder: "PO2075",
      lines: [{ line: 1, quantity: "11", unit: "EA", unitPrice: "28.46" }],
      freight: "12.50",
      total: "325.56",
      ...change,
    },
  });
  if (!("type" in read) || read.type !== "810") throw new Error(JSON.stringify(read));
  return read.content;
}

function judged(change: object = {}, given: { shipped?: string; invoiced?: string; partner?: PartnerInput } = {}) {
  return judgeInvoice(invoiceOf(change), order, resolvePartner("ACETRAVE0001", given.partner ?? {}, {}), {
    shipped: new Map([[16384, decimal(given.shipped ?? "11")]]),
    invoicedBefore: new Map([[16384, decimal(given.invoiced ?? "0")]]),
  });
}

const messagesOf = ({ problems }: { problems: { code: string; message: string }[] }) =>
  problems.map(({ message }) => message);

describe("an invoice", () => {
  it("of what was ordered and shipped, at the price agreed, has nothing against it", () => {
    expect(judged()).toMatchObject({ problems: [], notShipped: [], lines: [{ quantity: "11" }] });
  });

  it("waits for the notice of what it asks for", () => {
    expect(judged({}, { shipped: "5" })).toMatchObject({
      problems: [],
      notShipped: [
        { code: "ANSWER_NOT_SHIPPED", message: "line 1: 11 Each invoiced, 5 shipped by the notices so far" },
      ],
    });
    expect(judged({}, { shipped: "0", partner: { invoiceAgainst: "order" } }).notShipped).toEqual([]);
  });

  it("of more than was ordered goes to a person, earlier invoices counted", () => {
    expect(messagesOf(judged({}, { invoiced: "1" }))).toEqual([
      "line 1: 11 Each invoiced, 11 ordered, 1 invoiced before",
    ]);
  });

  it("may cost more by the partner's tolerance alone; a lower price needs nobody", () => {
    const lines = [{ line: 1, quantity: "11", unit: "EA", unitPrice: "28.75" }];
    const dearer = { lines, total: "328.75" };
    expect(messagesOf(judged(dearer))).toEqual(["line 1: invoiced at 28.75, ordered at 28.46 (0.29 more)"]);
    expect(judged(dearer, { partner: { tolerances: { pricePercent: decimal("2") } } }).problems).toEqual([]);
    expect(judged({ lines: [{ ...lines[0], unitPrice: "28" }], total: "320.50" }).problems).toEqual([]);
  });

  it("that does not add up, or is in another currency, goes to a person", () => {
    expect(messagesOf(judged({ total: "400" }))).toEqual([
      "invoice INV-1: the total is 400, the parts add up to 325.56",
    ]);
    expect(judged({ currency: "CAD" }).problems).toMatchObject([{ code: "ANSWER_CURRENCY_DIFFERS" }]);
  });

  it("becomes a draft whose parts add up, cents of rounding included", () => {
    const given = { reference: "ML810-INV1-1", batchId: "CLEO" };
    const invoice = invoiceOf({ total: "325.57" });
    const { lines } = judged({ total: "325.57" });
    expect(invoiceDraft("payables", invoice, order, [], given)).toMatchObject({
      kind: "payablesInvoice",
      subtotal: "313.07",
      freight: "12.5",
      total: "325.57",
      purchaseOrder: "PO2075",
    });
    expect(invoiceDraft("purchaseInvoice", invoice, order, lines, given)).toMatchObject({
      kind: "purchaseInvoice",
      subtotal: "313.06",
      freight: "12.5",
      miscellaneous: "0.01",
      lines: [{ purchaseOrderLine: 16384, quantity: "11", unitCost: "28.46", extendedCost: "313.06" }],
    });
    expect(invoiceDraft("purchaseInvoice", invoiceOf({ total: "325.55" }), order, lines, given)).toMatchObject({
      tradeDiscount: "0.01",
    });
  });
});
