import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { parseX12, prettyX12, validateX12 } from "./inspect.ts";

const golden = resolve(import.meta.dirname, "../../test/golden/x12");
const order = readFileSync(resolve(golden, "850.edi"));
const faulty = Buffer.from(order.toString("latin1").replace("PO4711**20260302", "PO4711**20261302"), "latin1");

it("parse gives the typed document, its envelope and its segments as JSON", () => {
  const { json, accepted } = parseX12(order);
  expect(accepted).toBe(true);
  const [message] = (JSON.parse(JSON.stringify(json)) as { messages: Record<string, unknown>[] }).messages;
  expect(message?.document).toEqual(JSON.parse(readFileSync(resolve(golden, "850.json"), "utf8")));
  expect(message?.notes).toEqual([]);
  expect(message?.interchange).toMatchObject({ sender: "HARBORSUPPLY", controlNumber: "000000101", usage: "T" });
  expect(message?.segments).toContainEqual(["BEG", "00", "SA", "PO4711", "", "20260302", "C-88"]);
});

it("parse gives each segment with line and position as text", () => {
  expect(parseX12(order).text).toContain("     4     2  BEG | 00 | SA | PO4711 |  | 20260302 | C-88\n");
});

it("validate lists every fault with its place and ends with the verdict", () => {
  expect(validateX12(order)).toMatchObject({ accepted: true });
  const { text, accepted } = validateX12(faulty);
  expect(accepted).toBe(false);
  expect(text).toContain('error   line 4, ISA 000000101, 850 0001: BEG05 Date is no date: "20261302" [dateInvalid]\n');
  expect(text).toMatch(
    /rejected: 1 interchange, 1 group, 1 set \(1 rejected\), 39 segments; 1 error, 0 warnings, 0 notes\n$/,
  );
});

it("pretty gives the readable view", () => {
  expect(prettyX12(order).text).toBe(readFileSync(resolve(golden, "850.txt"), "utf8"));
  expect(prettyX12(faulty).accepted).toBe(false);
});

it("nothing is thrown for bytes that are no X12", () => {
  for (const bytes of [new Uint8Array(), Buffer.from("ISA"), Buffer.from("ISA*".repeat(50)), Buffer.alloc(500, 0xff)]) {
    for (const inspect of [parseX12, validateX12, prettyX12]) expect(inspect(bytes).accepted).toBe(false);
  }
});
