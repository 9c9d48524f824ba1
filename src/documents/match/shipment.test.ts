import { describe, expect, it } from "vitest";
import { orderOfTwo } from "../../../test/answers/orders.ts";
import { resolvePartner } from "../../configuration/partnerSettings.ts";
import { decimal } from "../../decimal/decimal.ts";
import type { ShipNotice, ShippedLine } from "../canonical/shipNotice.ts";
import { matchShipment } from "./shipment.ts";

const settings = resolvePartner("ACETRAVE0001", {}, {});
const order = orderOfTwo();

function matched(
  lines: ShippedLine[],
  {
    before = [],
    assigned = [],
    of = settings,
  }: {
    before?: [number, string][];
    assigned?: [number, number | null][];
    of?: typeof settings;
  } = {},
) {
  const notice: ShipNotice = { shipment: "SHP-1", purpose: "original", date: "2026-01-20", tracking: [], lines };
  const shipped = new Map(before.map(([ord, quantity]) => [ord, decimal(quantity)]));
  return matchShipment(notice, order, of, shipped, new Map(assigned));
}

const phones = (quantity: string, more: Partial<ShippedLine> = {}): ShippedLine => ({
  purchaseOrder: "PO2075",
  itemNumber: "100XLG",
  quantity: decimal(quantity),
  unit: "EA",
  ...more,
});

describe("a shipment", () => {
  it("adds up what is packed apart, per line of the order", () => {
    const match = matched([phones("5"), phones("6"), { line: "2", quantity: decimal("2.5"), unit: "FT" }]);
    expect(match.problems).toEqual([]);
    expect(match.lines.map(({ line, quantity }) => [line.line, quantity])).toEqual([
      [1, "11"],
      [2, "2.5"],
    ]);
  });

  it("of more than is open goes to a person, with what came before", () => {
    const match = matched([phones("6")], { before: [[16384, "8"]] });
    expect(match.problems).toMatchObject([
      { code: "ANSWER_QUANTITY_EXCEEDED", message: "line 1: 6 Each shipped, 3 open (11 ordered, 8 came before)" },
    ]);
  });

  it("may exceed the order by the partner's tolerance, to the last digit", () => {
    const of = resolvePartner("ACETRAVE0001", { tolerances: { overShipPercent: decimal("10") } }, {});
    expect(matched([phones("12.1")], { of }).problems).toEqual([]);
    expect(matched([phones("12.10001")], { of }).problems).toHaveLength(1);
  });

  it("in another unit goes to a person and counts nothing", () => {
    const match = matched([phones("1", { unit: "DZ" })]);
    expect(match.lines).toEqual([]);
    expect(match.problems).toMatchObject([
      { code: "ANSWER_UNIT_MISMATCH", message: "line 1: ordered in Each, shipped in DZ" },
    ]);
  });

  it("leaves lines of another order alone", () => {
    const match = matched([phones("1"), phones("9", { purchaseOrder: "PO9999" })]);
    expect(match.lines.map(({ quantity }) => quantity)).toEqual(["1"]);
  });

  it("takes a person's word for a line that fits nothing, and leaves out what they leave out", () => {
    const stray = phones("1", { itemNumber: "NEW-NAME" });
    expect(matched([stray]).unmatched).toEqual([
      { index: 0, text: "1 EA: no open line of the order is item NEW-NAME" },
    ]);
    expect(matched([stray], { assigned: [[0, 16384]] })).toMatchObject({ problems: [], lines: [{ quantity: "1" }] });
    expect(matched([stray, phones("2")], { assigned: [[0, null]] })).toMatchObject({
      problems: [],
      lines: [{ quantity: "2" }],
    });
  });

  it("of a negative quantity goes to a person", () => {
    expect(matched([phones("-1")]).problems).toHaveLength(1);
  });
});
