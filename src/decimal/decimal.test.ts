import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, compare, decimal, multiply, parseDecimal, round, subtract } from "./decimal.ts";

describe("decimal", () => {
  it.each([
    ["28.46000", "28.46"],
    ["120.00", "120"],
    [".5", "0.5"],
    ["5.", "5"],
    ["-0.000", "0"],
    ["+7", "7"],
    ["007.10", "7.1"],
    ["1e3", "1000"],
    ["1.5E-7", "0.00000015"],
    ["99999999999999.99999", "99999999999999.99999"],
  ])("brings %s into the normal form %s", (text, normal) => {
    expect(parseDecimal(text)).toBe(normal);
  });

  it.each(["", " ", "1,5", "0x10", "NaN", "Infinity", "1e", "--1", "1 2", "1e9999", "1".repeat(65)])(
    "refuses %j",
    (text) => {
      expect(parseDecimal(text)).toBeUndefined();
    },
  );

  it("multiplies and adds without the error of binary floating point", () => {
    expect(multiply(decimal("1.1"), decimal("32.1357"))).toBe("35.34927");
    expect(add(decimal("0.1"), decimal("0.2"))).toBe("0.3");
  });

  it("rounds halves away from zero", () => {
    expect(round(decimal("2.345"), 2)).toBe("2.35");
    expect(round(decimal("-2.345"), 2)).toBe("-2.35");
  });

  it("agrees with integer arithmetic on numeric(19,5) values", () => {
    const hundredThousandths = fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n });
    const text = (value: bigint) => {
      const digits = (value < 0n ? -value : value).toString().padStart(6, "0");
      return decimal(`${value < 0n ? "-" : ""}${digits.slice(0, -5)}.${digits.slice(-5)}`);
    };
    fc.assert(
      fc.property(hundredThousandths, hundredThousandths, (a, b) => {
        expect(add(text(a), text(b))).toBe(text(a + b));
        expect(subtract(text(a), text(b))).toBe(text(a - b));
        expect(compare(text(a), text(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });
});
