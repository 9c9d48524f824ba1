import fc from "fast-check";
import { expect, test } from "vitest";
import { lineDifference } from "./lineDifference.ts";

test("What is kept and taken away is the one text, what is kept and added the other; equal texts have no difference.", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 30 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const difference = lineDifference(before, after);
      expect(difference.flatMap(({ kind, text }) => (kind === "added" ? [] : [text]))).toEqual(before);
      expect(difference.flatMap(({ kind, text }) => (kind === "removed" ? [] : [text]))).toEqual(after);
      expect(lineDifference(before, before).every(({ kind }) => kind === "same")).toBe(true);
    }),
  );
});
