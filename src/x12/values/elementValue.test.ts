import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  readDate,
  readDecimal,
  readImplied,
  readTime,
  writeDate,
  writeDecimal,
  writeImplied,
  writeTime,
} from "./elementValue.ts";

describe("type R", () => {
  it.each([
    ["9.9500", "9.95"],
    ["120.00", "120"],
    ["-0.50", "-0.5"],
    [".5", "0.5"],
    ["007", "7"],
    ["-0.00", "0"],
  ])("writes %s as %s", (value, text) => {
    expect(writeDecimal(value)).toBe(text);
  });

  it.each(["1,000", "1e3", "abc", "1.2.3", "+1"])("passes %s through for the schema to refuse", (value) => {
    expect(writeDecimal(value)).toBe(value);
  });

  it("reads what it wrote, exactly", () => {
    const decimals = fc.tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.nat(5)).map(([units, scale]) => {
      const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
      return `${units < 0n ? "-" : ""}${digits.slice(0, digits.length - scale)}.${digits.slice(digits.length - scale)}`;
    });
    fc.assert(
      fc.property(decimals, (value) => {
        const text = writeDecimal(value);
        expect(readDecimal(text)).toBe(text);
        expect(Number(text)).toBeCloseTo(Number(value), 6);
      }),
    );
  });

  it("reads a plus and leading zeros, as some senders write them", () => {
    expect(readDecimal("+0012.50")).toBe("12.5");
  });
});

describe("type N2", () => {
  it.each([
    ["1250.50", "125050"],
    ["1250", "125000"],
    ["-0.07", "-7"],
    ["12.5000", "1250"],
  ])("writes %s as %s", (value, text) => {
    expect(writeImplied(value, 2)).toBe(text);
  });

  it("does not round what has more places than the type", () => {
    expect(writeImplied("0.005", 2)).toBe("0.005");
  });

  it("reads 125050 as 1250.5, and a point as written", () => {
    expect(readImplied("125050", 2)).toEqual({ value: "1250.5", explicit: false });
    expect(readImplied("1250.50", 2)).toEqual({ value: "1250.5", explicit: true });
    expect(readImplied("-7", 2)).toEqual({ value: "-0.07", explicit: false });
    expect(readImplied("12A", 2)).toBeUndefined();
  });
});

describe("dates and times", () => {
  it("go both ways", () => {
    expect(writeDate("2026-01-15")).toBe("20260115");
    expect(writeDate("2026-01-15", true)).toBe("260115");
    expect(readDate("20260115")).toBe("2026-01-15");
    expect(writeTime("14:30:05.25")).toBe("14300525");
    expect(readTime("14300525")).toBe("14:30:05.25");
    expect(readTime("1430")).toBe("14:30");
  });

  it("put two-digit years into the century around now", () => {
    expect(readDate("260115")).toBe("2026-01-15");
    expect(readDate("991231")).toBe("1999-12-31");
  });

  it.each(["20260230", "20261301", "2026011", "00000101", "abcdefgh"])("do not read %s", (text) => {
    expect(readDate(text)).toBeUndefined();
  });

  it.each(["2460", "9", "14300", "143005123"])("do not read the time %s", (text) => {
    expect(readTime(text)).toBeUndefined();
  });
});
