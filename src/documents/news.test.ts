import { expect, test } from "vitest";
import { resolvePartner } from "../configuration/partnerSettings.ts";
import type { Decimal } from "../decimal/decimal.ts";
import type { PurchaseOrder } from "./canonical/purchaseOrder.ts";
import { isNews } from "./news.ts";
import type { Rendering } from "./render.ts";

const decimal = (text: string) => text as Decimal;
const order = (change: Partial<PurchaseOrder> = {}): PurchaseOrder => ({
  number: "PO1",
  type: "standard",
  status: "released",
  onHold: false,
  orderDate: "2026-03-01",
  currency: "USD",
  vendor: { id: "ACME", name: "Acme" },
  lines: [
    {
      line: 1,
      ord: 16_384,
      itemNumber: "A",
      quantity: decimal("10"),
      unitOfMeasure: "Each",
      unitCost: decimal("2.5"),
      extendedCost: decimal("25"),
    },
  ],
  totals: { subtotal: decimal("25"), total: decimal("25") },
  ...change,
});

function news(after: PurchaseOrder, format: "x12" | "json", change: Partial<Rendering> = {}): boolean {
  const identity = { isa: { qualifier: "01", id: "123456789" }, gs: "ACME", format } as const;
  return isNews({
    subject: {
      type: "purchaseOrder",
      key: "PO1",
      content: after,
      folder: "upload",
      partner: resolvePartner("ACME", identity, {}),
    },
    buyer: { database: "TWO", name: "Fabrikam" },
    us: { isa: { qualifier: "ZZ", id: "FABRIKAM" }, gs: "FABRIKAM" },
    revision: 2,
    jobId: "job_1",
    purpose: "replace",
    before: { content: order(), changes: 1 },
    sentAt: { date: "2026-03-18", time: "12:00" },
    ...change,
  });
}

test("A field that no element of the 850 carries is no news in X12, and is news in JSON.", () => {
  expect(news(order({ confirmWith: "Mia" }), "x12")).toBe(false);
  expect(news(order({ confirmWith: "Mia" }), "json")).toBe(true);
});

test("A quantity is news in both; which of the open states an order is in is news in neither.", () => {
  const more = order();
  const lines = more.lines.map((line) => ({ ...line, quantity: decimal("12") }));
  for (const format of ["x12", "json"] as const) {
    expect(news(order({ lines }), format)).toBe(true);
    expect(news(order({ status: "changeOrder" }), format)).toBe(false);
  }
});

test("A first order, a cancellation and what cannot be written are always news.", () => {
  expect(news(order(), "x12", { purpose: "original" })).toBe(true);
  expect(news(order({ status: "canceled" }), "x12", { purpose: "cancellation" })).toBe(true);
  expect(news(order({ lines: [] }), "x12")).toBe(true);
});
