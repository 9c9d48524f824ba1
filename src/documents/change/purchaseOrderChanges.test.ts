import fc from "fast-check";
import { expect, test } from "vitest";
import type { Decimal } from "../../decimal/decimal.ts";
import type { PurchaseOrder, PurchaseOrderLine } from "../canonical/purchaseOrder.ts";
import { purchaseOrderChanges } from "./purchaseOrderChanges.ts";

const decimal = (text: string) => text as Decimal;
const line = (number: number, change: Partial<PurchaseOrderLine> = {}): PurchaseOrderLine => ({
  line: number,
  ord: number * 16_384,
  itemNumber: `ITEM-${number}`,
  quantity: decimal("10"),
  unitOfMeasure: "Each",
  unitCost: decimal("2.5"),
  extendedCost: decimal("25"),
  ...change,
});
const order = (change: Partial<PurchaseOrder> = {}): PurchaseOrder => ({
  number: "PO1",
  type: "standard",
  status: "released",
  onHold: false,
  orderDate: "2026-03-01",
  vendor: { id: "ACME", name: "Acme" },
  shipTo: { code: "MAIN", lines: ["1 Dock Road"], city: "Chicago" },
  lines: [line(1), line(2), line(3)],
  totals: { subtotal: decimal("75"), total: decimal("75") },
  ...change,
});
const texts = (after: PurchaseOrder, before = order()) => purchaseOrderChanges(before, after).map(({ text }) => text);

test("What a buyer did is told line by line, and what follows from it is not repeated.", () => {
  const after = order({
    lines: [line(1), line(3, { quantity: decimal("12"), extendedCost: decimal("30") }), line(4)],
    totals: { subtotal: decimal("80"), total: decimal("80") },
  });
  expect(texts(after)).toEqual([
    "line 3: quantity 10 -> 12",
    "line 4 added: 10 Each ITEM-4 at 2.5",
    "line 2 removed: 10 Each ITEM-2 at 2.5",
  ]);
  expect(purchaseOrderChanges(order(), after)[0]).toEqual({
    kind: "changed",
    place: "line 3",
    field: "quantity",
    before: "10",
    after: "12",
    text: "line 3: quantity 10 -> 12",
  });
});

test("Header, addresses and texts are told by the names that people use.", () => {
  const after = order({
    shipTo: { code: "WEST", lines: ["9 Pier"], city: "Seattle" },
    comment: "call first",
    promisedDate: "2026-04-01",
  });
  expect(texts(after)).toEqual([
    "ship-to MAIN, 1 Dock Road, Chicago -> WEST, 9 Pier, Seattle",
    "comment call first added",
    "promised date 2026-04-01 added",
  ]);
});

test("An order that is canceled says so, whatever its lines look like then.", () => {
  expect(texts(order({ status: "canceled" }))).toEqual(["order canceled"]);
  expect(texts(order({ status: "changeOrder" }))).toEqual([]);
});

test("Totals are told where nothing else explains them.", () => {
  expect(texts(order({ totals: { subtotal: decimal("75"), total: decimal("80"), freight: decimal("5") } }))).toEqual([
    "freight 5 added",
  ]);
});

test("Whatever differs in what a partner may see is told; an order has no difference to itself.", () => {
  const field = fc.constantFrom("comment", "buyer", "paymentTerms", "contractNumber", "confirmWith", "billTo");
  fc.assert(
    fc.property(field, fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (name, one, other) => {
      const changes = purchaseOrderChanges(order({ [name]: one }), order({ [name]: other }));
      expect(changes).toHaveLength(one === other ? 0 : 1);
    }),
  );
  fc.assert(
    fc.property(fc.subarray([1, 2, 3, 4, 5]), fc.subarray([1, 2, 3, 4, 5]), (had, has) => {
      const before = order({ lines: had.map((number) => line(number)) });
      const after = order({ lines: has.map((number) => line(number)) });
      const changes = purchaseOrderChanges(before, after);
      expect(changes.filter(({ kind }) => kind === "added")).toHaveLength(has.filter((n) => !had.includes(n)).length);
      expect(changes.filter(({ kind }) => kind === "removed")).toHaveLength(had.filter((n) => !has.includes(n)).length);
    }),
  );
});
