import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { killPointTable } from "./killPointTable.ts";
import { steps } from "./steps.ts";

const root = join(import.meta.dirname, "../..");

test("docs/kill-points.md has every step (node scripts/writeKillPoints.ts)", () => {
  expect(readFileSync(join(root, "docs/kill-points.md"), "utf8")).toContain(killPointTable());
});

test("every step is reached somewhere in the code", () => {
  const source = globSync("src/**/*.ts", { cwd: root })
    .filter((path) => !path.endsWith("steps.ts"))
    .map((path) => readFileSync(join(root, path), "utf8"))
    .join("\n");
  // A page and an entity are written by one function, which names its step by what it writes.
  const named = (step: string) =>
    step.replace(/^poll\.(page|entity)(Written|Recorded)$/, ["poll.${", "step}$2"].join(""));
  const missing = Object.keys(steps).filter(
    (step) => !source.includes(`reached?.("${step}")`) && !source.includes(`reached?.(\`${named(step)}\`)`),
  );
  expect(missing).toEqual([]);
});
