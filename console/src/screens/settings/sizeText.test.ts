import { expect, test } from "vitest";
import { sizeText } from "./sizeText.ts";

test.each([
  [999, "999 B"],
  [12_400, "12.4 kB"],
  [3_140_000, "3.1 MB"],
  [2_000_000_000, "2.0 GB"],
])("%i bytes are %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
