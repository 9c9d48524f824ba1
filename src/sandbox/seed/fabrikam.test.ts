import { describe, expect, test } from "vitest";
import { product, sum } from "../amount.ts";
import { addDays } from "../calendar.ts";
import { fabrikam } from "./fabrikam.ts";

const today = "2026-03-02";
const { vendors, purchaseOrders } = fabrikam(today);
const allOrders = Array.from({ length: purchaseOrders.size }, (_, position) => purchaseOrders.row(position));
const allVendors = Array.from({ length: vendors.size }, (_, position) => vendors.row(position));

describe("the lesson company", () => {
  test("has 18 vendors and 17 purchase orders, each order with a vendor that exists", () => {
    expect([allVendors.length, allOrders.length]).toEqual([18, 17]);
    const ids = new Set(allVendors.map(({ id }) => id));
    expect(allOrders.filter(({ vendorId }) => !ids.has(vendorId))).toEqual([]);
  });

  test("has every status, and open orders that were changed lately", () => {
    expect(new Set(allOrders.map(({ status }) => status))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    for (const order of allOrders.filter(({ status }) => status <= 3)) {
      expect(order.modified > addDays(today, -14)).toBe(true);
      expect(order.modified <= today).toBe(true);
    }
  });

  test("adds up: lines to their extended cost, orders to their subtotal", () => {
    for (const order of allOrders.filter(({ lines }) => lines.length > 0)) {
      for (const line of order.lines) expect(line.extendedCost).toBe(product(line.quantityOrdered, line.unitCost));
      expect(order.subtotal).toBe(sum("0", ...order.lines.map((line) => line.extendedCost)));
    }
  });

  test.each([
    ["PO0997", "90.25000"],
    ["PO1002", "1262.50000"],
    ["PO2020", "3178.65000"],
    ["PO2024", "313.06000"],
    ["PO2071", "34152.00000"],
    ["PO2072", "39480.00000"],
    ["PO2076", "359.92000"],
  ])("%s has the documented subtotal %s", (number, subtotal) => {
    expect(allOrders.find((order) => order.number === number)?.subtotal).toBe(subtotal);
  });

  test("holds the flaws that real data has", () => {
    const order = (number: string) => allOrders.find((each) => each.number === number);
    expect(order("PO2072")?.lines).toEqual([]);
    expect(order("PO2020")?.lines.map((line) => line.unitOfMeasure)).toContain("PALLET-6");
    expect(
      order("PO2056")
        ?.lines.map((line) => line.itemNumber)
        .sort(),
    ).toEqual(["ACCS-CRD-25BK", "ACCS-CRD-25BK", "ACCS-HDS-1EAR"]);
    expect(order("PO2074")?.comment).toMatch(/[*~]/);
    expect(order("PO1002")?.lines.every((line) => line.vendorItemNumber === "")).toBe(true);
    expect(order("PO1013")?.onHold).toBe(true);
    expect(order("PO2071")?.type).toBe(3);
    expect(order("PO2071")?.lines.some((line) => line.nonInventory)).toBe(true);
    expect([order("PO2076")?.type, order("PO2076")?.currency]).toEqual([2, "Z-C$"]);
    expect(allVendors.some(({ name }) => name.length >= 64)).toBe(true);
    expect(allVendors.some(({ addresses }) => addresses.length === 0)).toBe(true);
  });

  test("fits the widths of GP's columns", () => {
    for (const vendor of allVendors) {
      expect(vendor.id.length).toBeLessThanOrEqual(15);
      expect(vendor.name.length).toBeLessThanOrEqual(64);
      expect(vendor.shortName.length).toBeLessThanOrEqual(15);
    }
    for (const { lines } of allOrders) {
      for (const line of lines) {
        expect(line.description.length).toBeLessThanOrEqual(100);
        expect(line.unitOfMeasure.length).toBeLessThanOrEqual(8);
      }
    }
  });
});
