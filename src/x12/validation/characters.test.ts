import { expect, test } from "vitest";
import { tokenize } from "../reader/tokenize.ts";
import type { Fault } from "./fault.ts";
import { validate } from "./validate.ts";

function order(name: Buffer, separators = ">~"): Buffer {
  const [component, terminator] = Buffer.from(separators, "latin1");
  const isa =
    "ISA*00*          *00*          *01*111222333      *12*5550001111     *260115*0930*U*00401*000000040*0*P*";
  const line = (text: string | Buffer) => Buffer.concat([Buffer.from(text), Buffer.from([terminator as number])]);
  return Buffer.concat([
    Buffer.from(isa),
    Buffer.from([component as number]),
    line(""),
    line("GS*PO*BUYER*SUPPLIER*20260115*0930*40*X*004010"),
    line("ST*850*0001"),
    line("BEG*00*SA*PO7000123**20260114"),
    line(Buffer.concat([Buffer.from("N1*ST*"), name])),
    line("PO1*1*36*EA*4.25"),
    line("CTT*1"),
    line("SE*6*0001"),
    line("GE*1*40"),
    line("IEA*1*000000040"),
  ]);
}

const told = (faults: readonly Fault[]) => faults.map(({ code, ref, value }) => [code, ref, value]);

test("a length is counted in characters, which UTF-8 writes in several bytes", () => {
  const sixty = "é".repeat(60);
  expect(validate(order(Buffer.from(sixty)), { encoding: "utf-8" }).faults).toEqual([]);
  expect(told(validate(order(Buffer.from(`${sixty}x`)), { encoding: "utf-8" }).faults)).toEqual([
    ["elementTooLong", "N102", `${sixty}x`],
  ]);
  expect(told(validate(order(Buffer.from(sixty))).faults)).toEqual([
    ["elementTooLong", "N102", "Ã©".repeat(60).slice(0, 99)],
  ]);
});

test("a character outside the basic plane is one, and a minimum counts characters too", () => {
  expect(validate(order(Buffer.from("𝒳".repeat(60))), { encoding: "utf-8" }).faults).toEqual([]);
  const place = Buffer.from("NORTH DC~N4*\u00e9");
  expect(told(validate(order(place).subarray(0), { encoding: "utf-8" }).faults)).toContainEqual([
    "elementTooShort",
    "N401",
    "é",
  ]);
});

test("a fault quotes its value in the partner's encoding", () => {
  const bytes = order(Buffer.concat([Buffer.from([0x93]), Buffer.alloc(60, 0x41), Buffer.from([0x94])]));
  expect(told(validate(bytes, { encoding: "windows-1252" }).faults)).toEqual([
    ["elementTooLong", "N102", `“${"A".repeat(60)}”`],
  ]);
});

test("a separator is a byte, whatever character it would be in the encoding of the text", () => {
  const bytes = order(Buffer.from([0x41, 0x85, 0xe9]), "\x85~");
  const [, , , , n1] = [...tokenize(bytes, { encoding: "windows-1252" })];
  expect(n1?.kind === "segment" && n1.components(2)).toEqual(["A", "é"]);
  expect(told(validate(bytes, { encoding: "windows-1252" }).faults)).toEqual([["componentTooMany", "N102", "A…é"]]);
});
