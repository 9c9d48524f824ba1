import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { isSystemFault, systemFault } from "./systemFault.ts";

it.each([
  ["/nowhere/at/all", "it does not exist"],
  [import.meta.dirname, "it is a folder"],
])("says in words why %s cannot be read", async (path, words) => {
  const error = await readFile(path).catch((caught: unknown) => caught);
  expect(isSystemFault(error)).toBe(true);
  expect(systemFault(error)).toBe(words);
});

it("names the code of what it has no words for, and takes no error of the program's for the system's", () => {
  expect(systemFault(Object.assign(new Error("EXYZ: what"), { code: "EXYZ" }))).toBe("the system says EXYZ");
  expect(isSystemFault(new TypeError("x is undefined"))).toBe(false);
});
