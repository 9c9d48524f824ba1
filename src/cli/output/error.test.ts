import { createColors } from "picocolors";
import { expect, it } from "vitest";
import { ConnectorError } from "../../errors/connectorError.ts";
import { errorText } from "./error.ts";
import { columnsOf } from "./plainText.ts";

const plain = { colors: createColors(false) };

const unit = new ConnectorError("DOCUMENT_UNIT_UNMAPPED", 'line 1: the unit of measure "PALLET-6" has no X12 code', {
  at: { company: "TWO", document: "PO2075", field: "Lines[ORD 16384].UofM", element: "PO103" },
  fix: "Map it.",
}).report();

it("says what happened, where, how to put it right and whose job it is, one under the other", () => {
  expect(errorText(unit, plain).split("\n")).toEqual([
    'DOCUMENT_UNIT_UNMAPPED  line 1: the unit of measure "PALLET-6" has no X12 code',
    "  where  company TWO · PO2075 · Lines[ORD 16384].UofM (PO103)",
    "  fix    Map it.",
    "  whose  whoever operates ml-connector",
  ]);
});

it("names file and line of a configuration, and leaves out the place where there is none", () => {
  const placed = new ConnectorError("CONFIGURATION_INVALID", "unknown key", {
    at: { file: "site.yaml", line: 7 },
  }).report();
  expect(errorText(placed, plain)).toContain("  where  site.yaml, line 7\n");
  expect(errorText(new ConnectorError("INTERNAL", "it broke").report(), plain)).not.toContain("where");
});

it("lists further faults, with their code only where it is another, and none that the message says already", () => {
  const noLines = new ConnectorError("DOCUMENT_NO_LINES", "no lines").report();
  const said = { ...unit, message: "a: first\nb: second", others: [{ ...unit, message: "b: second" }, noLines, unit] };
  expect(errorText(said, plain).split("\n").slice(-2)).toEqual([
    "  also   DOCUMENT_NO_LINES  no lines",
    `  also   ${unit.message}`,
  ]);
});

it("colours the code where colour is wanted, and nothing else may steer the terminal", () => {
  const hostile = { ...unit, message: "\u001b[2Jgone", fix: "\u001b]0;title\u0007" };
  expect(errorText(hostile, plain)).not.toMatch(/(?!\n)\p{Cc}/u);
  expect(errorText(hostile, plain)).toContain("DOCUMENT_UNIT_UNMAPPED   [2Jgone\n");
  expect(errorText(unit, { colors: createColors(true) })).toContain("\u001b[31mDOCUMENT_UNIT_UNMAPPED\u001b[39m");
});

it("is no wider than 100 columns, and each line that it breaks goes on under its part", () => {
  const long = (word: string) => Array(40).fill(word).join(" ");
  const wide = { ...unit, message: `${long("message")}\n${long("second")}`, fix: long("fix") };
  const file = `/srv/${"a".repeat(120)}.yaml`;
  const lines = errorText({ ...wide, at: { file, line: 3, document: "PO2075" } }, plain).split("\n");
  expect(lines.filter((line) => columnsOf(line) > 100)).toEqual([`         ${file},`]);
  expect(lines.filter((line) => line.startsWith("         fix fix"))).toHaveLength(1);
  expect(lines.filter((line) => line.startsWith("    message"))).toHaveLength(3);
  expect(lines.join(" ").match(/\bsecond\b/g)).toHaveLength(40);
});
