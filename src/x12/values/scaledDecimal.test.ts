import { expect, it } from "vitest";
import { formatScaled, isLess, minus, parseScaled, plus, rounded, type Scaled, times } from "./scaledDecimal.ts";

const of = (text: string): Scaled => {
  const value = parseScaled(text);
  if (value === undefined) throw new Error(`not a decimal: ${text}`);
  return value;
};

it("adds, subtracts and multiplies without losing a digit", () => {
  expect(formatScaled(plus(of("0.1"), of("0.2")))).toBe("0.3");
  expect(formatScaled(minus(of("1"), of("1.00")))).toBe("0");
  expect(formatScaled(times(of("12345678901234.56789"), of("98765.43211")))).toBe("1219326311371742110.1249809479");
});

it("rounds halves away from zero", () => {
  expect(formatScaled(rounded(of("35.345"), 2))).toBe("35.35");
  expect(formatScaled(rounded(of("-35.345"), 2))).toBe("-35.35");
  expect(formatScaled(rounded(of("35.3449"), 2))).toBe("35.34");
  expect(formatScaled(rounded(of("2"), 2))).toBe("2");
});

it("compares across scales", () => {
  expect(isLess(of("0.10"), of("0.2"))).toBe(true);
  expect(isLess(of("-3"), of("-3.0"))).toBe(false);
});

it("refuses what is no plain decimal, and anything very long", () => {
  for (const text of ["", "-", ".", "1e3", "+1", "1,0", " 1", "9".repeat(65)])
    expect(parseScaled(text)).toBeUndefined();
});
