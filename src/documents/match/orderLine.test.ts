import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderOfTwo } from "../../../test/answers/orders.ts";
import { zero } from "../../decimal/decimal.ts";
import { matchOrderLine } from "./orderLine.ts";

const { lines } = orderOfTwo();
const numberOf = (match: ReturnType<typeof matchOrderLine>) => ("line" in match ? match.line.line : match.unmatched);

describe("a partner's line", () => {
  it("is found by the number under which it was sent, zeros in front or not", () => {
    expect(numberOf(matchOrderLine({ line: "0002" }, lines))).toBe(2);
    expect(numberOf(matchOrderLine({ line: "2", itemNumber: "wire-scd-0001" }, lines))).toBe(2);
  });

  it("is found by our item, else by the vendor's, else by GTIN", () => {
    expect(numberOf(matchOrderLine({ itemNumber: "100XLG", vendorItemNumber: "WRONG" }, lines))).toBe(1);
    expect(numberOf(matchOrderLine({ itemNumber: "WHATEVER", vendorItemNumber: "GP-100" }, lines))).toBe(1);
    expect(numberOf(matchOrderLine({ gtin: "GP-100" }, lines))).toBe(1);
  });

  it("is left to a person where its number and its item disagree", () => {
    expect(numberOf(matchOrderLine({ line: "2", itemNumber: "100XLG" }, lines))).toBe(
      "it is called line 2, which is item WIRE-SCD-0001, but names item 100XLG",
    );
  });

  it("is found by its item where the partner numbers lines anew", () => {
    expect(numberOf(matchOrderLine({ line: "2", itemNumber: "100XLG" }, lines, "theirs"))).toBe(1);
  });

  it("is left to a person where two lines of the order fit", () => {
    const twice = orderOfTwo({}, [{}, { ord: 32768, line: 2, itemNumber: "100XLG" }]).lines;
    expect(numberOf(matchOrderLine({ itemNumber: "100XLG" }, twice))).toBe(
      "item 100XLG stands on the lines 1, 2 of the order",
    );
    expect(numberOf(matchOrderLine({ line: "2", itemNumber: "100XLG" }, twice))).toBe(2);
  });

  it("does not go to a line that was canceled in full", () => {
    const canceled = orderOfTwo({}, [{ quantity: zero }, {}]).lines;
    expect(numberOf(matchOrderLine({ itemNumber: "100XLG" }, canceled))).toBe(
      "no open line of the order is item 100XLG",
    );
  });

  it("survives what the way through X12 does to an item number", () => {
    const odd = orderOfTwo({}, [{ itemNumber: "Bölt*M8~50" }, {}]).lines;
    expect(numberOf(matchOrderLine({ itemNumber: "BOLT M8 50" }, odd))).toBe(1);
  });

  it("is never found by where it stands", () => {
    const nothing = fc.record({
      line: fc.constantFrom("7", "ABC", ""),
      itemNumber: fc.constantFrom("X", "Y", undefined),
    });
    fc.assert(
      fc.property(nothing, (clue) => {
        expect("unmatched" in matchOrderLine(clue, lines)).toBe(true);
      }),
    );
  });
});
