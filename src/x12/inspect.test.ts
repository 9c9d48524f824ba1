import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { type Inspection, parseX12, prettyX12, validateX12 } from "./inspect.ts";
import { readableView } from "./readable/readableView.ts";

const golden = resolve(import.meta.dirname, "../../test/golden/x12");
const order = readFileSync(resolve(golden, "850.edi"));
const faulty = Buffer.from(order.toString("latin1").replace("PO4711**20260302", "PO4711**20261302"), "latin1");

const textOf = (inspection: Inspection) => [...inspection.text()].join("");
const jsonOf = (inspection: Inspection): { messages: Record<string, unknown>[] } =>
  JSON.parse([...inspection.json()].join(""));

it("parse gives the typed document, its envelope and its segments as JSON", () => {
  expect(parseX12(order).accepted).toBe(true);
  const [message] = jsonOf(parseX12(order)).messages;
  expect(message?.document).toEqual(JSON.parse(readFileSync(resolve(golden, "850.json"), "utf8")));
  expect(message?.notes).toEqual([]);
  expect(message?.interchange).toMatchObject({ sender: "HARBORSUPPLY", controlNumber: "000000101", usage: "T" });
  expect(message?.segments).toContainEqual(["BEG", "00", "SA", "PO4711", "", "20260302", "C-88"]);
});

it("parse gives each segment with line and position as text", () => {
  expect(textOf(parseX12(order))).toContain("     4     2  BEG | 00 | SA | PO4711 |  | 20260302 | C-88\n");
});

it("validate lists every fault with its place and ends with the verdict", () => {
  expect(validateX12(order)).toMatchObject({ accepted: true });
  expect(validateX12(faulty).accepted).toBe(false);
  const text = textOf(validateX12(faulty));
  expect(text).toContain('error   line 4, ISA 000000101, 850 0001: BEG05 Date is no date: "20261302" [dateInvalid]\n');
  expect(text).toMatch(
    /rejected: 1 interchange, 1 group, 1 set \(1 rejected\), 39 segments; 1 error, 0 warnings, 0 notes\n$/,
  );
});

it("pretty gives the readable view", () => {
  expect(textOf(prettyX12(order))).toBe(readFileSync(resolve(golden, "850.txt"), "utf8"));
  expect(prettyX12(faulty).accepted).toBe(false);
});

it("nothing is thrown for bytes that are no X12", () => {
  for (const bytes of [new Uint8Array(), Buffer.from("ISA"), Buffer.from("ISA*".repeat(50)), Buffer.alloc(500, 0xff)]) {
    for (const inspect of [parseX12, validateX12, prettyX12]) {
      const inspection = inspect(bytes);
      expect(inspection.accepted).toBe(false);
      expect(jsonOf(inspection)).toBeTypeOf("object");
      expect(textOf(inspection)).toBeTypeOf("string");
    }
  }
});

it("parse of many sets is one JSON document and one text, set by set", () => {
  const many = Buffer.concat(Array.from({ length: 3 }, () => order));
  const json = jsonOf(parseX12(many));
  expect(Object.keys(json)).toEqual(["accepted", "messages", "counts"]);
  expect(json.messages).toHaveLength(3);
  expect(json).toMatchObject({ counts: { interchanges: 3 } });
  expect(textOf(parseX12(many)).split("\n\n")).toHaveLength(3);
});

it("parse falls back to one character a byte where the text is none in the partner's encoding", () => {
  const odd = Buffer.from(order.toString("latin1").replace("C-88", "C\xd688"), "latin1");
  expect(textOf(parseX12(odd, { encoding: "utf-8" }))).toContain("C\xd688");
});

it("the readable view is plain JSON", () => {
  const view = readableView(faulty);
  expect(JSON.parse(JSON.stringify(view))).toStrictEqual(view);
});
