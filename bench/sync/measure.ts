/**
 * One measured sync: the first poll of a link to its last file, then an empty poll, then the proof of the audit trail.
 * `node bench/sync/measure.ts <configuration> <data directory> <sandbox admin> <workers>`; prints JSON.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { sql } from "kysely";
import { openApplication } from "../../src/app/application.ts";
import { applyConfiguration, loadConfiguration } from "../../src/app/configure.ts";
import { pollNow } from "../../src/app/pollNow.ts";
import { startRuntime } from "../../src/app/runtime.ts";
import { sealAudit } from "../../src/ledger/audit.ts";
import { parentOf, processorTime } from "./processorTime.ts";
import { proveTrail, type TrailProof } from "./proveTrail.ts";
import { rowsWritten, type Written } from "./rowsWritten.ts";

export interface SyncMeasured {
  took: number;
  /** To GP and Cleo. */
  requests: number;
  /** Transactions that were committed meanwhile. */
  commits: number;
  /** Milliseconds of processor time that this process took meanwhile: the database and the sandbox have theirs besides. */
  cpu: number;
  /** The same of the database's processes and of the sandbox; not known but on Linux. */
  others?: { database: number; sandbox: number } | undefined;
  empty: { gpRequests: number; cleoRequests: number; rows: Written };
  /** Of the run with one worker. */
  audit?: TrailProof | undefined;
}

const [file = "", dataDirectory = "", adminUrl = "", workers = "1", sandboxPid = "0"] = process.argv.slice(2);
const program = join(import.meta.dirname, "../../bin/ml-connector.js");

const application = await openApplication({
  dataDirectory,
  environment: { ...process.env },
  actor: "bench",
  notice: () => {},
});
const { ledger } = application;
await applyConfiguration(application, file, process.env);
const [link] = (await loadConfiguration(application)).links;
if (link === undefined) throw new Error("the configuration has no link");
const others = Array.from({ length: Number(workers) - 1 }, () =>
  spawn(process.execPath, [program, "worker", "--data", dataDirectory, "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  }),
);
for (const { stdout } of others) await once(stdout, "data");
const runtime = await startRuntime(application, { onError: console.error });
const request = { full: false, patience: 3_600_000, stop: new AbortController().signal };

const committed = async (): Promise<number> => {
  await sql`select pg_stat_force_next_flush()`.execute(ledger);
  const { rows } = await sql<{ count: number }>`
    select xact_commit as count from pg_stat_database where datname = current_database()`.execute(ledger);
  return rows[0]?.count ?? 0;
};
const { rows: backends } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(ledger);
const server = process.platform === "linux" ? parentOf(backends[0]?.pid ?? 0) : undefined;
const othersTook = () =>
  server === undefined ? undefined : { database: processorTime(server), sandbox: processorTime(Number(sandboxPid)) };
const asked = async (): Promise<number> => {
  const { gp, cleo } = (await (await fetch(`${adminUrl}/state`)).json()) as Record<"gp" | "cleo", { requests: number }>;
  return gp.requests + cleo.requests;
};
const askedBefore = await asked();
const commitsBefore = await committed();
const othersBefore = othersTook();
const cpuBefore = process.cpuUsage();
const start = performance.now();
const report = await pollNow(application, runtime, link, request);
const took = performance.now() - start;
const cpuUsed = process.cpuUsage(cpuBefore);
const othersAfter = othersTook();
const beside = othersBefore &&
  othersAfter && {
    database: othersAfter.database - othersBefore.database,
    sandbox: othersAfter.sandbox - othersBefore.sandbox,
  };
if (report.outcomes.sent !== report.read.purchaseOrders) throw new Error(JSON.stringify(report.outcomes));
const askedFor = (await asked()) - askedBefore;
const commits = (await committed()) - commitsBefore;

const requests = async (system: "gp" | "cleo"): Promise<number> => {
  const answer = await fetch(`${adminUrl}/${system}/requests?since=0`);
  const { requests: all } = (await answer.json()) as { requests: unknown[] };
  return all.length;
};
// What the first poll left behind, the seals of its audit entries, is not the empty poll's.
while ((await sealAudit(ledger)) > 0) {}
const before = { gp: await requests("gp"), cleo: await requests("cleo") };
const rows = await rowsWritten(ledger, async () => {
  const nothing = await pollNow(application, runtime, link, request);
  if (nothing.outcomes.sent !== 0) throw new Error("the second poll found something");
  await sealAudit(ledger);
});
const empty = {
  gpRequests: (await requests("gp")) - before.gp,
  cleoRequests: (await requests("cleo")) - before.cleo,
  rows,
};

await runtime.stop();
for (const other of others) {
  other.kill("SIGTERM");
  await once(other, "exit");
}
const audit = workers === "1" ? await proveTrail(ledger, link.name) : undefined;
await application.close();
const cpu = (cpuUsed.user + cpuUsed.system) / 1_000;
const measured: SyncMeasured = { took, requests: askedFor, commits, cpu, others: beside, empty, audit };
process.stdout.write(`${JSON.stringify(measured)}\n`);
