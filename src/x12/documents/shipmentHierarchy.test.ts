import { describe, expect, it } from "vitest";
import { hierarchyOf, shippedLines, shippedTotals } from "./shipmentHierarchy.ts";
import type { ShipmentLevel, ShipNotice856 } from "./shipNotice856.ts";

const level = (id: string, parentId: string | undefined, kind: string, more: Partial<ShipmentLevel> = {}) => ({
  id,
  ...(parentId === undefined ? {} : { parentId }),
  level: kind,
  ...more,
});
const order = (purchaseOrder: string) => ({ order: { purchaseOrder } });
const shipped = (line: string, quantity: string) => ({
  item: { line, products: [{ qualifier: "VN", id: `V${line}` }] },
  quantity: { shipped: quantity, unit: "EA" },
});
const notice = (...levels: ShipmentLevel[]): ShipNotice856 => ({
  purpose: "00",
  shipment: "S1",
  date: "2026-01-15",
  time: "10:30",
  levels,
});
const summary = (of: ShipNotice856) =>
  shippedTotals(of).map(({ purchaseOrder, line, quantity }) => `${purchaseOrder} ${line} ${quantity}`);

describe("the purchase order and quantity of a shipped line", () => {
  it("comes from the order above the item (S-O-I)", () => {
    const levels = [
      level("1", undefined, "S"),
      level("2", "1", "O", order("A")),
      level("3", "2", "I", shipped("1", "5")),
    ];
    expect(summary(notice(...levels))).toEqual(["A 1 5"]);
  });

  it("comes from the order whichever of pack and order is on top (S-P-O-I and S-O-P-I)", () => {
    const packOnTop = [
      level("1", undefined, "S"),
      level("2", "1", "P"),
      level("3", "2", "O", order("A")),
      level("4", "3", "I", shipped("1", "5")),
      level("5", "2", "O", order("B")),
      level("6", "5", "I", shipped("1", "7")),
    ];
    expect(summary(notice(...packOnTop))).toEqual(["A 1 5", "B 1 7"]);
  });

  it("adds up a line that is split over packs, and keeps their marks", () => {
    const carton = (id: string, number: string) => level(id, "2", "P", { marks: [{ qualifier: "GM", number }] });
    const of = notice(
      level("1", undefined, "S"),
      level("2", "1", "O", order("A")),
      carton("3", "C1"),
      level("4", "3", "I", shipped("1", "5.5")),
      carton("5", "C2"),
      level("6", "5", "I", shipped("1", "2.25")),
    );
    expect(summary(of)).toEqual(["A 1 7.75"]);
    expect(shippedLines(of).map(({ marks }) => marks[0]?.number)).toEqual(["C1", "C2"]);
  });

  it("counts an item once when its packs below say their part again (S-O-I-P)", () => {
    const of = notice(
      level("1", undefined, "S"),
      level("2", "1", "O", order("A")),
      level("3", "2", "I", shipped("1", "10")),
      level("4", "3", "P", shipped("1", "6")),
      level("5", "3", "P", shipped("1", "4")),
    );
    expect(summary(of)).toEqual(["A 1 10"]);
  });

  it("is found beside the item when no level above names it, and only if it is the only one", () => {
    const beside = [
      level("1", undefined, "S"),
      level("2", "1", "O", order("A")),
      level("3", "1", "I", shipped("1", "5")),
    ];
    expect(summary(notice(...beside))).toEqual(["A 1 5"]);
    expect(summary(notice(...beside, level("4", "1", "O", order("B"))))).toEqual(["undefined 1 5"]);
  });

  it("takes the order that the item itself names first", () => {
    const own = { ...shipped("1", "5"), order: { purchaseOrder: "B", line: "7" } };
    const levels = [level("1", undefined, "S"), level("2", "1", "O", order("A")), level("3", "2", "I", own)];
    expect(summary(notice(...levels))).toEqual(["B 7 5"]);
  });

  it("does not depend on the order of the levels or on gaps in their ids", () => {
    const levels = [
      level("40", "9", "I", shipped("1", "5")),
      level("9", "7", "O", order("A")),
      level("7", undefined, "S"),
    ];
    expect(summary(notice(...levels))).toEqual(["A 1 5"]);
  });
});

describe("parents that cannot be right", () => {
  it("are faults, and their levels stand at the top", () => {
    const { roots, faults } = hierarchyOf([
      level("1", undefined, "S"),
      level("2", "9", "O"),
      level("2", "1", "O"),
      level("4", "5", "P"),
      level("5", "4", "P"),
      level("6", "6", "I"),
      level("7", "6", "I"),
    ]);
    expect(faults.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      "repeatedId 2",
      "unknownParent 2",
      "cycle 4",
      "cycle 5",
      "cycle 6",
    ]);
    expect(roots.map((node) => node.level.id)).toEqual(["1", "2", "4", "5", "6"]);
  });

  it("do not make a long chain slow or overflow the stack", () => {
    const levels = Array.from({ length: 100_000 }, (_, index) =>
      level(String(index), index === 0 ? undefined : String(index - 1), index % 2 === 0 ? "P" : "S"),
    );
    levels.push(...Array.from({ length: 1000 }, (_, index) => level(`i${index}`, "99999", "I", shipped("1", "1"))));
    expect(summary(notice(...levels))).toEqual(["undefined 1 1000"]);
  });
});
