import { expect, test } from "vitest";
import { fuzz } from "./x12.ts";

test("two thousand damaged inputs are read and judged without a throw, a loss or a hang", () => {
  expect(fuzz({ count: 2000, seconds: Number.POSITIVE_INFINITY, seed: 1 }).inputs).toBe(2000);
});
