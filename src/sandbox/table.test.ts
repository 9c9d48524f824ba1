import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rowsInMemory, Table } from "./table.ts";

interface Item {
  key: string;
  modified: string;
}

const item = (key: string, modified = "2026-01-10"): Item => ({ key, modified });
const keysOf = (table: Table<Item>, from?: string, to?: string): string[] => {
  const selection = table.select({ ...(from ? { from } : {}), ...(to ? { to } : {}) });
  return Array.from({ length: selection.length }, (_, index) => table.rowAt(selection.at(index)).key);
};
const table = (rows: Item[], order: "key" | "modified" = "key") =>
  new Table(
    rowsInMemory(rows, ({ key }) => key),
    ({ key }) => key,
    order,
  );

describe("a table", () => {
  test("selects inclusive calendar dates", () => {
    const rows = table([item("A", "2026-01-09"), item("B", "2026-01-10"), item("C", "2026-01-11")]);
    expect(keysOf(rows, "2026-01-10", "2026-01-10")).toEqual(["B"]);
    expect(keysOf(rows, "2026-01-10")).toEqual(["B", "C"]);
    expect(keysOf(rows, undefined, "2026-01-09")).toEqual(["A"]);
  });

  test("finds keys without regard to case and padding", () => {
    expect(table([item("BUSINESS MAG")]).get(" business mag  ")?.key).toBe("BUSINESS MAG");
  });

  test("shows a changed row in place, with its new date", () => {
    const rows = table([item("A"), item("B")]);
    rows.put(item("A", "2026-02-01"));
    expect(keysOf(rows)).toEqual(["A", "B"]);
    expect(keysOf(rows, "2026-02-01")).toEqual(["A"]);
  });

  test("orders by date where told to, so that an edited row moves to the end", () => {
    const rows = table([item("A"), item("B"), item("C")], "modified");
    rows.put(item("A", "2026-02-01"));
    expect(keysOf(rows)).toEqual(["B", "C", "A"]);
  });

  test("gives a freed key to a new row", () => {
    const rows = table([item("A", "2026-01-01")]);
    expect(rows.remove("A")).toBe(true);
    expect(rows.remove("A")).toBe(false);
    rows.put(item("A", "2026-03-01"));
    expect(rows.get("A")?.modified).toBe("2026-03-01");
    expect(keysOf(rows)).toEqual(["A"]);
  });

  test("agrees with a plain map after any sequence of changes", () => {
    const keys = fc.constantFrom("A", "B", "C", "D", "E");
    const dates = fc.constantFrom("2026-01-01", "2026-01-02", "2026-01-03");
    const steps = fc.array(
      fc.oneof(fc.tuple(fc.constant("put"), keys, dates), fc.tuple(fc.constant("remove"), keys, dates)),
    );
    fc.assert(
      fc.property(steps, dates, (changes, from) => {
        const rows = table([item("A", "2026-01-01"), item("B", "2026-01-02")]);
        const model = new Map([
          ["A", "2026-01-01"],
          ["B", "2026-01-02"],
        ]);
        for (const [what, key, date] of changes) {
          if (what === "put") {
            rows.put(item(key, date));
            model.set(key, date);
          } else {
            expect(rows.remove(key)).toBe(model.delete(key));
          }
        }
        expect(rows.size).toBe(model.size);
        const expected = [...model].filter(([, date]) => date >= from).map(([key]) => key);
        expect(keysOf(rows, from).sort()).toEqual(expected.sort());
      }),
    );
  });
});
