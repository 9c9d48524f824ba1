import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Manifest } from "vite";
import { expect, test, vi } from "vitest";
import { temporaryDirectory } from "../temporaryDirectory.ts";

const root = join(import.meta.dirname, "../..");
const budget = 200_000;

async function built(): Promise<string> {
  const outDir = await temporaryDirectory();
  // As a user has it: a test run is a development build otherwise.
  vi.stubEnv("NODE_ENV", "production");
  await build({ configFile: join(root, "console/vite.config.ts"), logLevel: "error", build: { outDir } });
  return outDir;
}

test("the first screen loads at most 200 kB, compressed", async () => {
  const outDir = await built();
  const manifest = JSON.parse(readFileSync(join(outDir, ".vite/manifest.json"), "utf8")) as Manifest;
  const files = new Set([
    "index.html",
    ...filesOf(manifest, "index.html"),
    ...filesOf(manifest, "src/screens/home/Home.tsx"),
  ]);
  const sizes = [...files].map((file) => [file, gzipSync(readFileSync(join(outDir, file))).length] as const);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  expect(files.size).toBeGreaterThan(3);
  expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(budget);
});

test("nothing of another host is in the built page, and no inline script or style", async () => {
  const outDir = await built();
  const page = readFileSync(join(outDir, "index.html"), "utf8");
  expect(page).not.toMatch(/https?:\/\//);
  expect(page).not.toMatch(/<style|style=|<script(?![^>]*\bsrc=)|\bon[a-z]+=/);
});

/** A module with everything that it imports at once, styles included. */
function filesOf(manifest: Manifest, name: string, seen = new Set<string>()): string[] {
  const chunk = manifest[name];
  if (chunk === undefined || seen.has(name)) return [];
  seen.add(name);
  return [chunk.file, ...(chunk.css ?? []), ...(chunk.imports ?? []).flatMap((each) => filesOf(manifest, each, seen))];
}
