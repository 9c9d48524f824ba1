import { expect, test } from "vitest";
import { texts } from "./searchParameters.ts";

test("known names with a value are kept, everything else is left out", () => {
  expect(texts({ q: "PO2075", state: "", other: "x" }, ["q", "state"])).toEqual({ q: "PO2075" });
});

test("a control number that looks like a number is searched as it was typed", () => {
  expect(texts({ q: 100000007 }, ["q"])).toEqual({ q: "100000007" });
});

test("what is no text is no filter", () => {
  expect(texts({ q: ["a"], state: { a: 1 }, link: null }, ["q", "state", "link"])).toEqual({});
});
