import { describe, expect, it } from "vitest";
import { orderOfTwo } from "../../../test/answers/orders.ts";
import { resolvePartner } from "../../configuration/partnerSettings.ts";
import { decimal } from "../../decimal/decimal.ts";
import type { ConfirmedLine, OrderConfirmation } from "../canonical/orderConfirmation.ts";
import { compareConfirmation } from "./confirmation.ts";

const settings = resolvePartner("ACETRAVE0001", {}, {});
const order = orderOfTwo();

function compared(lines: ConfirmedLine[], head: Partial<OrderConfirmation> = {}) {
  return compareConfirmation(
    { purchaseOrder: "PO2075", answer: "acceptedWithChanges", purpose: "original", lines, ...head },
    order,
    settings,
  );
}

const wordsOf = (result: ReturnType<typeof compared>) =>
  result.lines.map(({ differences }) => differences.map(({ text }) => text));
const asOrdered: ConfirmedLine = { line: "2", promises: [{ status: "accepted" }] };

describe("a confirmation", () => {
  it("of everything as ordered is accepted, with lines or without", () => {
    expect(compared([], { answer: "accepted" }).result).toBe("accepted");
    const echoed: ConfirmedLine = {
      line: "1",
      quantity: decimal("11"),
      unit: "EA",
      unitPrice: decimal("28.46"),
      promises: [
        { status: "accepted", quantity: decimal("11"), unit: "EA", date: "2026-01-22", dateMeans: "delivery" },
      ],
    };
    expect(compared([echoed, asOrdered])).toMatchObject({ result: "accepted", unmatched: [], remarks: [] });
  });

  it("tells a date, a price and a quantity that differ, in words", () => {
    const line: ConfirmedLine = {
      itemNumber: "100XLG",
      unitPrice: decimal("29"),
      promises: [
        { status: "quantityChanged", quantity: decimal("8"), unit: "EA", date: "2026-01-29", dateMeans: "delivery" },
        { status: "rejected", quantity: decimal("3"), unit: "EA" },
      ],
    };
    const result = compared([line, asOrdered]);
    expect(result.result).toBe("changed");
    expect(wordsOf(result)).toEqual([
      [
        "ordered 11 Each, confirmed 8, 3 rejected",
        "ordered at 28.46, confirmed at 29",
        "promised for 2026-01-22, confirmed for 2026-01-29, 7 days later",
      ],
      [],
    ]);
  });

  it("adds up the parts of a line: some now, the rest on back order", () => {
    const parts: ConfirmedLine = {
      line: "1",
      promises: [
        { status: "accepted", quantity: decimal("7"), unit: "EA" },
        { status: "backordered", quantity: decimal("4"), unit: "EA" },
      ],
    };
    expect(wordsOf(compared([parts, asOrdered]))[0]).toEqual(["4 Each on back order"]);
  });

  it("of nothing but rejections rejects the line, and the order where all lines are so", () => {
    const rejected = (line: string): ConfirmedLine => ({ line, promises: [{ status: "rejected" }], note: "sold out" });
    expect(compared([rejected("1"), asOrdered])).toMatchObject({ result: "changed" });
    const all = compared([rejected("1"), rejected("2")]);
    expect(all.result).toBe("rejected");
    expect(wordsOf(all)[0]).toEqual(["rejected: sold out"]);
    expect(compared([], { answer: "rejected" }).result).toBe("rejected");
  });

  it("lets the lines win over a head that says otherwise", () => {
    const result = compared([{ line: "1", promises: [{ status: "rejected" }] }], { answer: "accepted" });
    expect(result.result).toBe("changed");
    expect(result.remarks).toEqual(["the head says that nothing changed; the lines say otherwise, and count"]);
  });

  it("says which line was not mentioned, unless silence was declared to be consent", () => {
    expect(wordsOf(compared([asOrdered]))[0]).toEqual(["not mentioned"]);
    expect(compared([asOrdered], { answer: "exceptionsOnly" }).result).toBe("accepted");
  });

  it("does not compare quantities of different units", () => {
    const dozens: ConfirmedLine = {
      line: "1",
      promises: [{ status: "accepted", quantity: decimal("11"), unit: "DZ" }],
    };
    expect(wordsOf(compared([dozens, asOrdered]))[0]).toEqual(["ordered in Each, confirmed in DZ"]);
  });

  it("tells a shipment that leaves after the promised arrival", () => {
    const late: ConfirmedLine = {
      line: "1",
      promises: [{ status: "accepted", date: "2026-01-25", dateMeans: "shipment" }],
    };
    const early: ConfirmedLine = {
      line: "1",
      promises: [{ status: "accepted", date: "2026-01-20", dateMeans: "shipment" }],
    };
    expect(wordsOf(compared([late, asOrdered]))[0]).toEqual([
      "promised for 2026-01-22, shipped only on 2026-01-25, 3 days later",
    ]);
    expect(compared([early, asOrdered]).result).toBe("accepted");
  });

  it("keeps a line for a person that fits nothing", () => {
    const stray = compared([{ itemNumber: "NEVER-ORDERED", promises: [] }, asOrdered], { answer: "exceptionsOnly" });
    expect(stray.result).toBe("changed");
    expect(stray.unmatched).toEqual([{ index: 0, text: "no open line of the order is item NEVER-ORDERED" }]);
  });
});
