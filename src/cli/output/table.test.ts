import { expect, it } from "vitest";
import { type Column, table } from "./table.ts";

interface Sent {
  vendor: string;
  count: string;
  note: string;
}

const columns: Column<Sent>[] = [
  { title: "vendor", value: ({ vendor }) => vendor },
  { title: "n", value: ({ count }) => count, align: "right" },
  { title: "note", value: ({ note }) => note },
];
const plain = (text: string): string => text;
const row = (vendor: string, count = "1", note = "x"): Sent => ({ vendor, count, note });

it("sets text to the left, numbers to the right, and no blanks behind the last column", () => {
  expect(table(columns, [row("ACETRAVE0001", "7"), row("X", "120", "")], plain)).toBe(
    ["vendor          n  note", "ACETRAVE0001    7  x", "X             120"].join("\n"),
  );
});

it("shows the titles alone where there are no rows", () => {
  expect(table(columns, [], plain)).toBe("vendor  n  note");
});

it("counts wide characters, pictures and combining marks as the columns they take", () => {
  const names = ["富士通株式会社", "Cafe\u0301", "📦 Box", "한국", "👩‍👩‍👧", "plain"];
  const lines = table(
    columns,
    names.map((name) => row(name)),
    plain,
  ).split("\n");
  // Fourteen columns hold the widest name; what is added to the others fills the same fourteen.
  const padded = (name: string, columnsTaken: number): string => `${name}${" ".repeat(14 - columnsTaken)}  1  x`;
  expect(lines.slice(1)).toEqual([
    padded("富士通株式会社", 14),
    padded("Cafe\u0301", 4),
    padded("📦 Box", 6),
    padded("한국", 4),
    padded("👩‍👩‍👧", 2),
    padded("plain", 5),
  ]);
});

it("measures a cell before it is coloured", () => {
  const styled: Column<Sent>[] = [
    { title: "vendor", value: ({ vendor }) => vendor, style: (text) => `<${text}>` },
    { title: "note", value: ({ note }) => note },
  ];
  expect(
    table(styled, [row("A"), row("LONGER")], plain)
      .split("\n")
      .slice(1),
  ).toEqual(["<A     >  x", "<LONGER>  x"]);
});

it("does not let a value break its line or steer the terminal", () => {
  expect(table(columns, [row("A\nB\u001b[31mC")], plain).split("\n")).toHaveLength(2);
  expect(table(columns, [row("A\u001b[31m\u009b2J\r\n")], plain)).not.toMatch(/(?!\n)\p{Cc}/u);
});
