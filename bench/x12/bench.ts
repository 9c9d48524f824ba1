/**
 * Reading X12: this module, the npm packages x12-parser and node-x12, and the plain loops that no reader can beat, over the same
 * generated file in the same run.
 *
 *     npm run bench -- x12                      100 MB
 *     npm run bench -- x12 --megabytes 400
 *
 * Each line is the best of three runs, each in a process of its own that has read 10 MB before, as one that lives on has. The mixed file has the separators of the field, changing from
 * interchange to interchange, which the peers cannot read: they are measured on a file that keeps to `*` and `~`, too,
 * and the ratios are those of that file. A machine that does other things at the time shows in the wall clock; the second
 * figure is by processor time, and so are the ratios.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generateFile } from "./generate.ts";

const { values } = parseArgs({
  options: { megabytes: { type: "string", default: "100" }, runs: { type: "string", default: "3" } },
});
const megabytes = Number(values.megabytes);
const runs = Number(values.runs);

interface Measured {
  readonly segments: number;
  readonly megabytesPerSecond: number;
  readonly megabytesPerCpuSecond: number;
  readonly peakMegabytes: number;
}

const folder = mkdtempSync(join(tmpdir(), "x12-bench-"));

function measure(task: string, path: string): Measured | undefined {
  let best: Measured | undefined;
  for (let run = 0; run < runs; run++) {
    try {
      const out = execFileSync(process.execPath, [join(import.meta.dirname, "tasks.ts"), task, path, warmUp], {
        encoding: "utf8",
        // As the program starts: types are stripped once, not in every process.
        env: { ...process.env, NODE_COMPILE_CACHE: join(folder, "compiled") },
        stdio: ["ignore", "pipe", "ignore"],
      });
      const measured = JSON.parse(out) as Measured;
      if (!best || measured.megabytesPerCpuSecond > best.megabytesPerCpuSecond) best = measured;
    } catch {
      return undefined;
    }
  }
  return best;
}

const warmUp = join(folder, "warm-up.edi");
try {
  const mixed = join(folder, "mixed.edi");
  const plain = join(folder, "plain.edi");
  generateFile(warmUp, 10e6);
  generateFile(mixed, megabytes * 1e6);
  generateFile(plain, megabytes * 1e6, "plain");
  const [cpu] = cpus();
  console.log(`${cpu?.model.trim()}, ${cpus().length} cores, Node ${process.version}`);

  const show = (path: string, names: readonly string[]): Map<string, Measured> => {
    console.log(
      `\n${(statSync(path).size / 1e6).toFixed(0)} MB, ${path === mixed ? "mixed separators" : "* and ~ throughout"}`,
    );
    console.log(
      `${"".padEnd(34)}${"MB/s".padStart(8)}${"per CPU s".padStart(11)}${"peak MB".padStart(9)}${"segments".padStart(10)}`,
    );
    const results = new Map<string, Measured>();
    for (const name of names) {
      const measured = measure(name, path);
      if (!measured) {
        console.log(`${name.padEnd(34)}  failed`);
        continue;
      }
      results.set(name, measured);
      const { megabytesPerSecond, megabytesPerCpuSecond, peakMegabytes, segments } = measured;
      const figures = [megabytesPerSecond.toFixed(1).padStart(8), megabytesPerCpuSecond.toFixed(1).padStart(11)];
      console.log(
        `${name.padEnd(34)}${figures.join("")}${peakMegabytes.toFixed(0).padStart(9)}${String(segments).padStart(10)}`,
      );
    }
    return results;
  };

  const ours = ["tokenise", "validate"];
  const references = ["byte loop", "offset loop"];
  const peers = ["x12-parser", "node-x12, stream"];
  show(mixed, [
    ...references,
    ...ours,
    "tokenise, every element as text",
    "tokenise, token by token",
    "validate, from a stream",
    "read the whole file into sets",
    ...peers,
  ]);
  const results = show(plain, [...references, ...ours, ...peers]);

  console.log("\nratios on the file of * and ~, by processor time");
  for (const name of ours) {
    const mine = results.get(name)?.megabytesPerCpuSecond ?? 0;
    for (const other of [...peers, "offset loop"]) {
      const theirs = results.get(other)?.megabytesPerCpuSecond;
      if (theirs) console.log(`${name.padEnd(12)}${(mine / theirs).toFixed(1).padStart(6)} x ${other}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
