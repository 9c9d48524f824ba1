/**
 * The whole durable sync against the bare requests:
 * `npm run bench -- sync [--orders 3000] [--answer-times 0,10,50] [--policy reuseUntilExpiry]`.
 *
 * In one run, with the sandbox in a process of its own: (a) *bare*: the same requests by undici, as many at once as the
 * connector keeps under way, with nothing read, decided, rendered or recorded; (b) *sync*: poll, ledger with fsync,
 * control numbers, 850s, delivery, audit, to the last file in Cleo, by one worker and by two. Purchase orders have 5 lines.
 * Then: what an empty poll costs, and how fast the audit trail is proved.
 *
 * `--answer-times` are the milliseconds by which Cleo waits with each answer: on loopback it answers at once, over a network we reckon with 50 to 500.
 *
 * `--policy refreshBeforeEachWrite`, the default of a connection, refreshes the token before files are sent, in (a) as in (b): once
 * for those that are sent side by side.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measured, newSite, type TokenPolicy, withSandbox } from "../simulatedSite.ts";
import type { BareMeasured } from "./bare.ts";
import type { SyncMeasured } from "./measure.ts";

const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "3000" },
    "answer-times": { type: "string", default: "0,10,50" },
    policy: { type: "string", default: "refreshBeforeEachWrite" },
    runs: { type: "string", default: "1" },
  },
});
const orders = Number(values.orders);
const policy = values.policy as TokenPolicy;
const folder = mkdtempSync(join(tmpdir(), "mlc-sync-"));

console.log(`${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, Node ${process.version}`);
console.log(`${orders} purchase orders of 5 lines, token: ${policy}\n`);
try {
  for (let run = 0; run < Number(values.runs); run++) {
    const [first, ...others] = values["answer-times"].split(",").map(Number);
    tellCosts(await compare(first ?? 0));
    for (const answerTime of others) await compare(answerTime);
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

/** @returns the sync by one worker */
async function compare(answerTime: number): Promise<SyncMeasured | undefined> {
  const size = { count: orders, lines: 5, answerTime };
  console.log(answerTime === 0 ? "Cleo answers at once" : `Cleo waits ${answerTime} ms with each answer`);
  const bare = await withSandbox(folder, size, async (urls) =>
    measured<BareMeasured>(join(import.meta.dirname, "bare.ts"), [JSON.stringify({ ...urls, orders, policy })]),
  );
  const ceiling = (orders / bare.took) * 1_000;
  console.log("             files/s   of bare");
  console.log(`bare       ${ceiling.toFixed(0).padStart(9)}   100 %   (${bare.requests} requests)`);
  let first: SyncMeasured | undefined;
  for (const workers of [1, 2]) {
    const sync = await withSandbox(folder, size, async (urls) => {
      const { file, dataDirectory } = newSite(folder, urls, policy);
      const given = [file, dataDirectory, urls.adminUrl, String(workers), String(urls.pid)];
      return measured<SyncMeasured>(join(import.meta.dirname, "measure.ts"), given);
    });
    first ??= sync;
    const rate = (orders / sync.took) * 1_000;
    console.log(
      `${`${workers} worker${workers > 1 ? "s" : ""}`.padEnd(10)} ${rate.toFixed(0).padStart(9)}   ${((rate / ceiling) * 100).toFixed(0).padStart(3)} %   (${sync.requests} requests)`,
    );
  }
  console.log();
  return first;
}

function tellCosts(sync: SyncMeasured | undefined): void {
  if (sync === undefined) return;
  const { empty, audit, commits, cpu, others } = sync;
  const perFile = (milliseconds: number) => `${(milliseconds / orders).toFixed(2)} ms`;
  const beside =
    others && ` (the database takes ${perFile(others.database)} besides, the sandbox ${perFile(others.sandbox)})`;
  console.log(
    `per file, 1 worker: ${(commits / orders).toFixed(2)} commits, ${perFile(cpu)} of processor time${beside ?? ""}`,
  );
  console.log(
    `an empty poll: ${empty.gpRequests} requests to GP, ${empty.cleoRequests} to Cleo, rows written: ${words(empty.rows)}`,
  );
  if (audit === undefined) return;
  const aSecond = (entries: number, took: number) => ((entries / took) * 1_000).toFixed(0);
  console.log(
    `audit verify: ${audit.entries} entries, ${aSecond(audit.entries, audit.took)} a second; sealed before, ${aSecond(audit.sealed, audit.sealing)} a second\n`,
  );
}

function words(rows: Readonly<Record<string, number>>): string {
  const parts = Object.entries(rows).map(([table, count]) => `${table} ${count}`);
  return parts.join(", ") || "none";
}
