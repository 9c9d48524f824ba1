/**
 * Runs benchmarks: `npm run bench` all that need nothing but this machine, `npm run bench -- x12 [options]` one area.
 * `windows-auth` needs the AD lab (docs/windows-auth.md) and runs only when it is named, and so does `backfill`, which takes
 * some minutes. An area is a script that prints its own table; what it measures and how to read it stands at its head.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const areas: Readonly<Record<string, string>> = {
  x12: "x12/bench.ts",
  "x12-write": "x12/write.ts",
  sync: "sync/bench.ts",
  backfill: "backfill/bench.ts",
  "windows-auth": "windowsAuth.ts",
};
const onlyWhenNamed = new Set(["backfill", "windows-auth"]);

const [named, ...options] = process.argv.slice(2);
if (named !== undefined && !(named in areas)) {
  console.error(`There is no benchmark "${named}"; there are: ${Object.keys(areas).join(", ")}`);
  process.exit(2);
}
for (const [area, script] of Object.entries(areas)) {
  if (named === undefined ? onlyWhenNamed.has(area) : named !== area) continue;
  console.log(`== ${area}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, script), ...options], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
