/** What one wrong byte does. Every byte that carries structure is changed to others, and each change must be told. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tokenize } from "./reader/tokenize.ts";
import { segmentDefinition } from "./schema/schema.ts";
import { validate } from "./validation/validate.ts";

const text =
  "ISA*00*          *00*          *01*111222333      *12*5550001111     *260115*0930*U*00401*000000040*0*P*>~" +
  "GS*PR*SUPPLIER*BUYER*20260115*0930*40*X*004010~ST*855*0001~BAK*00*AC*PO7000123*20260114****SO88123*20260115~" +
  "REF*IA*100200~N1*ST*NORTH DC*92*0007~PO1*1*36*EA*4.25**VP*WID-1*BP*100XLG~ACK*IA*36*EA*068*20260120~CTT*1~" +
  "SE*8*0001~GE*1*40~IEA*1*000000040~";
const clean = Buffer.from(text, "latin1");

/** Where a wrong byte cannot make another right document. */
function structure(): { terminators: number[]; ids: number[]; separators: number[]; numbers: number[] } {
  const terminators: number[] = [];
  const ids: number[] = [];
  const separators: number[] = [];
  const numbers: number[] = [];
  const controls: Readonly<Record<string, readonly number[]>> = {
    ISA: [13],
    GS: [6],
    ST: [2],
    SE: [1, 2],
    GE: [1, 2],
    IEA: [1, 2],
    CTT: [1],
  };
  for (const token of tokenize(clean)) {
    if (token.kind !== "segment") continue;
    terminators.push(token.offset + token.text.length);
    for (let at = 0; at < token.id.length; at++) ids.push(token.offset + at);
    separators.push(token.offset + token.id.length);
    for (const element of controls[token.id] ?? []) {
      const from = token.elementOffset(element);
      for (let at = 0; at < token.raw(element).length; at++) numbers.push(from + at);
    }
  }
  for (const at of [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103]) separators.push(at);
  return { terminators, ids, separators, numbers };
}
const places = structure();

const changedAt = (at: number, byte: number) => {
  const bytes = Buffer.from(clean);
  bytes[at] = byte;
  return bytes;
};
const segmentAround = (bytes: Buffer, at: number) => {
  const from = bytes.lastIndexOf("~", at - 1) + 1;
  return bytes.toString("latin1", from).split("*", 1)[0] ?? "";
};

test("the document is clean before", () => {
  expect(validate(clean).faults).toEqual([]);
});

describe("one wrong byte is told", () => {
  const others = (at: number) => Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== clean[at]);
  const unnoticed = (at: number, allowed: (bytes: Buffer) => boolean = () => false) =>
    others(at)
      .map((byte) => [byte, changedAt(at, byte)] as const)
      .filter(([, bytes]) => validate(bytes).faults.length === 0 && !allowed(bytes))
      .map(([byte]) => `0x${byte.toString(16)} at ${at}`);

  test("in place of a terminator", () => {
    expect(places.terminators.flatMap((at) => unnoticed(at))).toEqual([]);
  });

  test("in a segment id, unless it makes the id of another segment", () => {
    const anotherId = (at: number) => (bytes: Buffer) =>
      segmentDefinition("004010", segmentAround(bytes, at)) !== undefined;
    expect(places.ids.flatMap((at) => unnoticed(at, anotherId(at)))).toEqual([]);
  });

  test("in place of the separator behind an id, and of any in ISA", () => {
    expect(places.separators.flatMap((at) => unnoticed(at))).toEqual([]);
  });

  test("in a count or a control number", () => {
    // A blank in front or behind is padding.
    const padding = (bytes: Buffer) => bytes.includes(" ", 106);
    expect(places.numbers.flatMap((at) => unnoticed(at, padding))).toEqual([]);
  });
});

describe("any change", () => {
  const edits = fc.array(
    fc.record({ at: fc.nat({ max: clean.length }), remove: fc.nat({ max: 3 }), put: fc.uint8Array({ maxLength: 4 }) }),
    { minLength: 1, maxLength: 8 },
  );

  test("is judged without throwing, and the same however it is cut", async () => {
    await fc.assert(
      fc.asyncProperty(edits, fc.integer({ min: 1, max: 50 }), async (all, size) => {
        let bytes = clean;
        for (const { at, remove, put } of all) {
          bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + remove)]);
        }
        async function* stream() {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
        }
        expect(await validate(stream())).toEqual(validate(bytes));
        expect(Buffer.concat([...tokenize(bytes)].map((token) => token.bytes)).equals(bytes)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
