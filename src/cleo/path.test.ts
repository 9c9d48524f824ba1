import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeFolder, encodeSegment, fileNameFault, folderFault } from "./path.ts";

describe("a folder", () => {
  test.each(["upload", "upload/850/ace", "Päckchen/Q1 2026", "upload/autorun2"])("%s may be used", (folder) => {
    expect(folderFault(folder)).toBeUndefined();
  });

  test.each([
    "",
    "/upload",
    "upload/",
    "a//b",
    "..",
    "a/../b",
    "a/./b",
    "a/.. /b",
    "...",
    "autorun",
    "a/AUTORUN",
    "autorun.",
    "autorun ",
    " autorun",
    "a\\b",
    "a\nb",
    "a\u2028b",
    "\ud800",
    "x".repeat(401),
    `${"a/".repeat(16)}a`,
  ])("%j may not", (folder) => {
    expect(folderFault(folder)).toEqual(expect.any(String));
  });
});

test("a file name of 120 characters may be sent, one of 121 may not", () => {
  expect([fileNameFault("a".repeat(120)), fileNameFault("a".repeat(121))]).toEqual([
    undefined,
    expect.stringContaining("120"),
  ]);
});

test("an encoded segment is one segment, and comes back as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
      const encoded = encodeSegment(text.toWellFormed());
      expect(encoded).toMatch(/^[A-Za-z0-9_.~%-]+$/);
      expect(decodeURIComponent(encoded)).toBe(text.toWellFormed());
    }),
  );
  expect(encodeFolder("upload/850 new/50%")).toBe("upload/850%20new/50%25");
});
