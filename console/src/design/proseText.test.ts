import { expect, test } from "vitest";
import { plainText, proseParts } from "./proseText.ts";

test("What stands between backticks is told apart, also at the beginning and the end.", () => {
  expect(proseParts("`PO_TWO_PO1.x12` broke off; see `cleo.folders`")).toEqual([
    { text: "PO_TWO_PO1.x12", literal: true },
    { text: " broke off; see ", literal: false },
    { text: "cleo.folders", literal: true },
  ]);
  expect(proseParts("")).toEqual([]);
});

test("Without markup the backticks go and the words stay; one alone is a character like another.", () => {
  expect(plainText("write `every 15 minutes` or `manual`")).toBe("write every 15 minutes or manual");
  expect(plainText("O`Neil & Sons")).toBe("O`Neil & Sons");
});
