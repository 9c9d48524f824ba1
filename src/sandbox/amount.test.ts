import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { amount, difference, product, sum } from "./amount.ts";

describe("amounts", () => {
  test("have five places, whatever they are made from", () => {
    expect(amount("28.46")).toBe("28.46000");
    expect(amount(11)).toBe("11.00000");
    expect(amount("-0.5")).toBe("-0.50000");
  });

  test("round half up at the sixth place", () => {
    expect(amount("0.000005")).toBe("0.00001");
    expect(amount("0.0000049")).toBe("0.00000");
  });

  test("multiply without binary noise", () => {
    expect(product("11.00000", "28.46000")).toBe("313.06000");
    expect(product("3.00000", "0.10000")).toBe("0.30000");
  });

  test.each(["", "1e3", "1,5", "abc", "1.2.3", "999999999999999"])("refuse %j", (text) => {
    expect(() => amount(text)).toThrow(RangeError);
  });

  test("a difference undoes a sum", () => {
    const value = fc
      .integer({ min: -1_000_000_000, max: 1_000_000_000 })
      .map((units) => amount((units / 1000).toFixed(3)));
    fc.assert(fc.property(value, value, (left, right) => difference(sum(left, right), right) === left));
  });
});
