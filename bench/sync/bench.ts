/**
 * The whole durable sync against the bare requests: `npm run bench -- sync [--orders 1000] [--policy reuseUntilExpiry]`.
 *
 * In one run, with the sandbox in a process of its own: (a) *bare*: the same requests by undici, as many at once as the
 * connector keeps under way, with nothing read, decided, rendered or recorded; (b) *sync*: poll, ledger with fsync,
 * control numbers, 850s, delivery, audit, to the last file in Cleo, by one worker and by two. Purchase orders have 5 lines.
 * Then: what an empty poll costs, and how fast the audit trail is proved.
 *
 * `--policy refreshBeforeEachWrite`, the default of a connection, refreshes the token before every file, in (a) as in (b).
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { BareMeasured } from "./bare.ts";
import type { SyncMeasured } from "./measure.ts";

const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "1000" },
    policy: { type: "string", default: "refreshBeforeEachWrite" },
    runs: { type: "string", default: "1" },
  },
});
const orders = Number(values.orders);
const policy = values.policy as "refreshBeforeEachWrite" | "reuseUntilExpiry";
const folder = mkdtempSync(join(tmpdir(), "mlc-sync-"));
const program = join(import.meta.dirname, "../../bin/ml-connector.js");
const environment = { ...process.env, GP_PASSWORD: "Sandbox-Pa55!", CLEO_PASSWORD: "S@mple&Pw+1%" };

console.log(`${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, Node ${process.version}`);
console.log(`${orders} purchase orders of 5 lines, token: ${policy}\n`);
try {
  for (let run = 0; run < Number(values.runs); run++) await compare();
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

async function compare(): Promise<void> {
  const bare = await withSandbox(async (urls) =>
    measured<BareMeasured>("bare.ts", [JSON.stringify({ ...urls, orders, policy })]),
  );
  const ceiling = (orders / bare.took) * 1_000;
  console.log("             files/s   of bare");
  console.log(`bare       ${ceiling.toFixed(0).padStart(9)}   100 %   (${bare.requests} requests)`);
  let first: SyncMeasured | undefined;
  for (const workers of [1, 2]) {
    const sync = await withSandbox((urls) => syncOnce(urls, workers));
    first ??= sync;
    const rate = (orders / sync.took) * 1_000;
    console.log(
      `${`${workers} worker${workers > 1 ? "s" : ""}`.padEnd(10)} ${rate.toFixed(0).padStart(9)}   ${((rate / ceiling) * 100).toFixed(0).padStart(3)} %`,
    );
  }
  if (first === undefined) return;
  const { empty, audit, commits, cpu } = first;
  console.log(
    `\nper file, 1 worker: ${(commits / orders).toFixed(2)} commits, ${(cpu / orders).toFixed(2)} ms of processor time`,
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

interface Urls {
  gpUrl: string;
  cleoUrl: string;
  adminUrl: string;
}

async function withSandbox<Result>(work: (urls: Urls) => Promise<Result>): Promise<Result> {
  const options = join(folder, "sandbox.json");
  const data = { vendors: 50, purchaseOrders: orders, linesPerOrder: 5, seed: 1, spreadDays: 90 };
  const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };
  writeFileSync(options, JSON.stringify({ gp: { companies: [company], pageCap: 100, coldStartMs: 0 } }));
  const sandbox = spawn(process.execPath, [program, "sandbox", "-f", options, "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const urls = await new Promise<Urls>((resolve, reject) => {
      let text = "";
      sandbox.on("error", reject);
      sandbox.stdout.on("data", (chunk) => {
        text += chunk;
        if (text.trimEnd().endsWith("}")) resolve(JSON.parse(text));
      });
    });
    return await work(urls);
  } finally {
    const ended = new Promise((resolve) => sandbox.on("exit", resolve));
    sandbox.kill("SIGTERM");
    await ended;
  }
}

async function syncOnce(urls: Urls, workers: number): Promise<SyncMeasured> {
  const site = mkdtempSync(join(folder, "site-"));
  const file = join(site, "site.yaml");
  writeFileSync(file, configuration(urls));
  const dataDirectory = join(site, "data");
  mkdirSync(dataDirectory, { mode: 0o700 });
  return measured<SyncMeasured>("measure.ts", [file, dataDirectory, urls.adminUrl, String(workers)]);
}

function measured<Measured>(script: string, words: string[]): Measured {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(import.meta.dirname, script), ...words], {
    env: environment,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  return JSON.parse(stdout) as Measured;
}

function configuration({ gpUrl, cleoUrl }: Urls): string {
  return `gp:
  - name: gp
    url: ${gpUrl}
    version: "2018"
    company: { database: TWO, timeZone: America/Chicago }
    auth: { scheme: ntlm, username: CONTOSO\\svc-mlconnector, password: "\${GP_PASSWORD}" }
cleo:
  - name: cleo
    url: ${cleoUrl}
    auth: { username: gpsvc, password: "\${CLEO_PASSWORD}" }
    token: { policy: ${policy} }
links:
  - name: bench
    gp: gp
    cleo: cleo
    purchaseOrders: { folder: upload/850, schedule: manual }
    us:             { isa: { qualifier: ZZ, id: FABRIKAM }, gs: FABRIKAM }
    partners:
      default:      { isa: { qualifier: ZZ, id: PARTNER }, gs: PARTNER }
`;
}

function words(rows: Readonly<Record<string, number>>): string {
  const parts = Object.entries(rows).map(([table, count]) => `${table} ${count}`);
  return parts.join(", ") || "none";
}
