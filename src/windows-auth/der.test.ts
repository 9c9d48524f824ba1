import fc from "fast-check";
import { expect, test } from "vitest";
import {
  DerError,
  der,
  derBits32,
  derChildren,
  derField,
  derFields,
  derInteger,
  derObjectIdentifier,
  derOctets,
  derSequence,
  derToNumber,
  derToObjectIdentifier,
  expectDer,
  readDer,
  tags,
} from "./der.ts";

test("what is written is read back, whatever its length", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70_000, size: "max" }), (content) => {
      const value = expectDer(derOctets(content), tags.octetString);
      expect(value.content.equals(content)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test("whole numbers are read back", () => {
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), (number) => {
      expect(derToNumber(readDer(derInteger(number)))).toBe(number);
    }),
  );
});

// X.690 8.3.2: the shortest form, without changing the sign
test.each([
  [0, "020100"],
  [127, "02017f"],
  [128, "02020080"],
  [-128, "020180"],
  [-129, "0202ff7f"],
  [-138, "0202ff76"],
  [4294967295, "020500ffffffff"],
])("%d is encoded as %s", (number, hex) => {
  expect(derInteger(number).toString("hex")).toBe(hex);
});

test("object identifiers keep their arcs", () => {
  for (const dotted of ["1.2.840.113554.1.2.2", "1.3.6.1.5.5.2", "2.16.840.1.101.3.4.2.1", "1.2.840.48018.1.2.2"]) {
    expect(derToObjectIdentifier(readDer(derObjectIdentifier(dotted)))).toBe(dotted);
  }
  expect(derObjectIdentifier("1.2.840.113554.1.2.2").toString("hex")).toBe("06092a864886f712010202");
});

test("bit 0 of a flag word is the most significant", () => {
  expect(derBits32(0).toString("hex")).toBe("03050080000000");
  expect(derBits32(2, 15).toString("hex")).toBe("03050020010000");
});

test("fields are found by their number", () => {
  const fields = derFields(readDer(derSequence(derField(1, derInteger(5)), derField(4, derInteger(6)))));
  expect([...fields.keys()]).toEqual([1, 4]);
});

test("hostile bytes give a value or a DerError, nothing else", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        const value = readDer(Buffer.from(bytes));
        expect(value.encoded.length).toBeLessThanOrEqual(bytes.length);
        derFields(value);
        derChildren(value.content);
      } catch (error) {
        expect(error).toBeInstanceOf(DerError);
      }
    }),
    { numRuns: 2000 },
  );
});

test("a length beyond the end, an indefinite one and a multi-byte tag are refused", () => {
  for (const hex of ["", "30", "3005", "3080", "3085ffffffffff", "308400000001", "1f8101"]) {
    expect(() => readDer(Buffer.from(hex, "hex")), hex).toThrow(DerError);
  }
  expect(() => expectDer(der(tags.integer, Buffer.from([1])), tags.sequence)).toThrow("tag 0x30 expected");
});
