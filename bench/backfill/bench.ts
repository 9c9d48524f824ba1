/**
 * Memory of a first poll by the number of purchase orders:
 * `npm run bench:backfill -- [--modes read,record] [--orders 10000,200000] [--deliver 2000,10000] [--lines 5]`.
 *
 * Each line is a process of its own against a sandbox in another process, on an empty data directory: `read` reads and
 * decodes GP's list, `dry-run` is `poll --dry-run --full`, `record` is a poll with its report but without deliveries, and
 * `deliver` the whole poll to the last file in Cleo. `peak` is the largest resident set that the operating system counted,
 * which holds much that V8 has not yet given back; flat means that five times the orders do not take five times of it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measured, newSite, withSandbox } from "../simulatedSite.ts";
import type { Measured, Mode } from "./measure.ts";

const { values } = parseArgs({
  options: {
    modes: { type: "string", default: "read,dry-run,record,deliver" },
    orders: { type: "string", default: "10000,50000" },
    deliver: { type: "string", default: "2000,10000" },
    lines: { type: "string", default: "5" },
  },
});
const modes = values.modes.split(",");
const numbers = (text: string): number[] => text.split(",").map(Number).filter(Boolean);
const folder = mkdtempSync(join(tmpdir(), "mlc-backfill-"));

console.log(`${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, Node ${process.version}\n`);
console.log("mode      orders    peak MB   heap MB   orders/s   peak, to the first of its mode");
try {
  for (const mode of ["read", "dry-run", "record", "deliver"] as const) {
    if (modes.includes(mode)) await series(mode, numbers(mode === "deliver" ? values.deliver : values.orders));
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

async function series(mode: Mode, sizes: readonly number[]): Promise<void> {
  let first: number | undefined;
  for (const orders of sizes) {
    const { records, peak, heap, took } = await measure(mode, orders);
    if (records !== orders) throw new Error(`${mode}: ${orders} orders expected, ${records} came`);
    first ??= peak;
    const columns = [
      mode.padEnd(8),
      String(orders).padStart(7),
      mebibytes(peak).padStart(10),
      mebibytes(heap).padStart(9),
      ((records / took) * 1_000).toFixed(0).padStart(10),
      `${(peak / first).toFixed(2)}x`.padStart(8),
    ];
    console.log(columns.join(" "));
  }
}

async function measure(mode: Mode, orders: number): Promise<Measured> {
  return withSandbox(folder, { count: orders, lines: Number(values.lines) }, async (urls) => {
    const { file, dataDirectory } = newSite(folder, urls, "reuseUntilExpiry");
    return measured<Measured>(join(import.meta.dirname, "measure.ts"), [mode, file, dataDirectory]);
  });
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
