import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { findings } from "./findings.ts";
import { findingReference, referenceHeading } from "./reference.ts";

it("is what docs/check.md holds", () => {
  const page = readFileSync(new URL("../../docs/check.md", import.meta.url), "utf8");
  expect(page.slice(page.indexOf(referenceHeading))).toBe(findingReference());
});

it("advises whatever is not good, and says whose job that is", () => {
  for (const { status, fix, owner } of Object.values(findings)) {
    expect([fix !== undefined, owner !== undefined]).toEqual([status !== "pass", status !== "pass"]);
  }
});
