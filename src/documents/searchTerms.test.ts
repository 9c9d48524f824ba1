import { expect, it } from "vitest";
import type { PurchaseOrder } from "./canonical/purchaseOrder.ts";
import { fileTerms, normalizedTerm, purchaseOrderTerms, vendorTerms } from "./searchTerms.ts";

const order = {
  number: "PO0002075",
  vendor: { id: "ACETRAVE0001", name: "A. Travel & Co. Müller" },
  lines: [
    { itemNumber: "100XLG", vendorItemNumber: "V-100" },
    { itemNumber: "100XLG" },
    { description: "freight, which is no item" },
  ],
} as unknown as PurchaseOrder;

it("finds an order by its number and its digits, its vendor's id and name, and each item once", () => {
  expect(purchaseOrderTerms(order).map(({ term, kind }) => `${kind} ${term}`)).toEqual([
    "number po0002075",
    "number 0002075",
    "number 2075",
    "vendor acetrave0001",
    "vendor a",
    "vendor travel",
    "vendor co",
    "vendor müller",
    "item 100xlg",
    "item v-100",
  ]);
});

it("finds a vendor by its id, as number and as vendor", () => {
  const terms = vendorTerms({ id: "AB1", name: "" } as never).map(({ term, kind }) => `${kind} ${term}`);
  expect(terms).toEqual(["number ab1", "number 1", "vendor ab1"]);
});

it("finds a file by its name and its control numbers, with and without zeros", () => {
  expect(fileTerms("PO_TWO_PO1_r1_x.x12", { interchange: 42, group: 7 }).map(({ term }) => term)).toEqual([
    "po_two_po1_r1_x.x12",
    "000000042",
    "42",
    "7",
  ]);
  expect(fileTerms("a.json", null)).toEqual([{ term: "a.json", kind: "file" }]);
});

it("takes wide, upper and composed characters for the plain ones, and cuts what nobody types", () => {
  expect(normalizedTerm(" ＰＯ１ Mu\u0308ller ")).toBe("po1 müller");
  expect(normalizedTerm("x".repeat(500))).toHaveLength(100);
});
