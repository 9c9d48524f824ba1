import fc from "fast-check";
import { expect, it } from "vitest";
import { fileName } from "./fileName.ts";

const parts = {
  type: "PO",
  database: "TWO",
  key: "PO2075",
  revision: 1,
  digest: "9f2c1ab4ff",
  extension: "x12",
} as const;

it("names type, database, document, revision and the first eight digits of the digest", () => {
  expect(fileName(parts)).toBe("PO_TWO_PO2075_r1_9f2c1ab4.x12");
  expect(fileName({ ...parts, type: "VENDOR", key: "ACETRAVE0001", revision: 3, extension: "json" })).toBe(
    "VENDOR_TWO_ACETRAVE0001_r3_9f2c1ab4.json",
  );
});

it("is a plain name whatever the document's number holds", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (key) => {
      expect(fileName({ ...parts, key })).toMatch(/^PO_TWO_[A-Za-z0-9.-]+_r1_9f2c1ab4\.x12$/);
    }),
  );
  expect(fileName({ ...parts, key: "../PO 20/75_é" })).toBe("PO_TWO_..-PO-20-75--_r1_9f2c1ab4.x12");
});
