import { expect, test } from "vitest";
import { countOption, secondsOption } from "./numberOption.ts";

test("A count is whole and above 0; what is more than can be shown is cut.", () => {
  expect(countOption("--limit", "20", 100)).toBe(20);
  expect(countOption("--limit", "5000", 100)).toBe(100);
});

test.each(["abc", "", "0", "-3", "1.5"])("A count of %j is refused, and not taken for another one.", (text) => {
  expect(() => countOption("--limit", text, 100)).toThrow(expect.objectContaining({ code: "USAGE" }));
});

test("Seconds may be none, or a part of one.", () => {
  expect([secondsOption("--wait", "0"), secondsOption("--wait", "0.5")]).toEqual([0, 500]);
});

test.each(["x", "", "-1", "Infinity"])("Seconds of %j are refused.", (text) => {
  expect(() => secondsOption("--wait", text)).toThrow(expect.objectContaining({ code: "USAGE" }));
});
