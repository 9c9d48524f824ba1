import { expect, test } from "vitest";
import { addDays } from "../calendar.ts";
import { Table } from "../table.ts";
import { generateCompany } from "./generate.ts";

const size = { vendors: 1000, purchaseOrders: 200_000, linesPerOrder: 3, seed: 42 };
const today = "2026-03-02";

test("the same seed gives the same company, another one another", () => {
  const row = (seed: number) => generateCompany({ ...size, seed }, today).purchaseOrders.row(123_456);
  expect(row(42)).toEqual(row(42));
  expect(row(42)).not.toEqual(row(43));
});

test("a row is found by its key and agrees with the date that lists filter by", () => {
  const { purchaseOrders, vendors } = generateCompany(size, today);
  for (const position of [0, 1, 99_999, 199_999]) {
    const order = purchaseOrders.row(position);
    expect(purchaseOrders.find(order.number)).toBe(position);
    expect(order.modified).toBe(purchaseOrders.modified(position));
    expect(order.modified <= today && order.modified > addDays(today, -90)).toBe(true);
    expect(vendors.find(order.vendorId)).toBeGreaterThanOrEqual(0);
    expect(order.lines).toHaveLength(3);
  }
  expect(purchaseOrders.find("PO00000000")).toBe(-1);
  expect(purchaseOrders.find("PO00200001")).toBe(-1);
});

test("200,000 orders are selected without being made", () => {
  let made = 0;
  const { purchaseOrders } = generateCompany(size, today);
  const counting = {
    ...purchaseOrders,
    row: (position: number) => {
      made += 1;
      return purchaseOrders.row(position);
    },
  };
  const table = new Table(counting, ({ number }) => number);
  const selection = table.select({ from: addDays(today, -3) });
  expect(selection.length).toBeGreaterThan(1000);
  table.rowAt(selection.at(17));
  expect(made).toBe(1);
});
