import { expect, test } from "vitest";
import { hourly } from "./hourly.ts";

const now = new Date("2026-03-16T12:34:56Z");
const point = { at: "2026-03-16T11:00:00Z", type: "purchaseOrder", sent: 4, medianSeconds: 1.5, slowSeconds: 9 };

test("every hour of the last day has its place, also those without a file", () => {
  const { times, orders } = hourly([point], now);
  expect(times).toHaveLength(24);
  expect(times.at(-1)).toBe(Date.parse("2026-03-16T12:00:00Z") / 1_000);
  expect(orders.at(-2)).toBe(4);
  expect(orders.reduce((sum, each) => sum + each, 0)).toBe(4);
});

test("of an hour with both kinds the slower one is told, of an empty one nothing", () => {
  const vendors = { ...point, type: "vendor", sent: 1, medianSeconds: 3, slowSeconds: 4 };
  const { median, slow } = hourly([point, vendors], now);
  expect(median.at(-2)).toBe(3);
  expect(slow.at(-2)).toBe(9);
  expect(median.at(-1)).toBeNull();
});
