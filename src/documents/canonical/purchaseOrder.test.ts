import fc from "fast-check";
import { expect, it } from "vitest";
import { stableLineNumber } from "./purchaseOrder.ts";

it("numbers lines entered in order from 1, and a line inserted between them by its ORD", () => {
  expect([16_384, 24_576, 32_768, 49_152].map(stableLineNumber)).toEqual([1, 24_576, 2, 3]);
});

it("never gives two lines of an order one number", () => {
  // An ORD below one step would need fourteen insertions before the same line, and as many orders of one step each.
  const ords = fc.uniqueArray(fc.integer({ min: 1, max: 400 }).map((half) => half * 8192));
  fc.assert(
    fc.property(ords, (given) => {
      expect(new Set(given.map(stableLineNumber)).size).toBe(given.length);
    }),
  );
});
