/**
 * One measured process of bench/backfill: does one thing with the site that a configuration file names, and prints the peak
 * of its memory as JSON. `node bench/backfill/measure.ts <mode> <configuration> <data directory>`
 */
import { type Application, openApplication } from "../../src/app/application.ts";
import { applyConfiguration, loadConfiguration } from "../../src/app/configure.ts";
import { limitHeapGrowth } from "../../src/app/heapGrowth.ts";
import { createLinkOpener } from "../../src/app/linkOpener.ts";
import { pollNow } from "../../src/app/pollNow.ts";
import { pollReport } from "../../src/app/pollReport.ts";
import { previewPoll } from "../../src/app/previewPoll.ts";
import { startRuntime } from "../../src/app/runtime.ts";
import type { Configuration } from "../../src/configuration/configuration.ts";
import { claimJob, findJob, finishJob, requestJob } from "../../src/ledger/jobs.ts";
import { poll } from "../../src/sync/poll.ts";

export type Mode = "read" | "dry-run" | "record" | "deliver";

/** What a process prints. Bytes and milliseconds. */
export interface Measured {
  records: number;
  peak: number;
  /** Used in JavaScript's heap when the work is done. */
  heap: number;
  took: number;
}

type Work = (application: Application, configuration: Configuration) => Promise<number>;

const work: Readonly<Record<Mode, Work>> = {
  /** GP is read and decoded, and nothing is kept. */
  async read(application, configuration) {
    const opener = createLinkOpener(application, configuration);
    const { gp } = await opener.open("bench");
    let count = 0;
    for await (const { records } of gp.purchaseOrders()) count += records.length;
    await opener.close();
    return count;
  },
  async "dry-run"(application, configuration) {
    const [report] = await previewPoll(application, configuration, configuration.links, { full: true });
    return report?.read.purchaseOrders ?? 0;
  },
  /** A poll as far as its deliveries are planned, and its report. */
  async record(application, configuration) {
    const { ledger, clock } = application;
    const opener = createLinkOpener(application, configuration);
    const resources = await opener.open("bench");
    const parameters = { entities: ["purchaseOrders"], full: false };
    const request = { kind: "poll", link: "bench", parameters, requestedBy: "bench", now: clock() } as const;
    const { id } = await ledger.transaction().execute((transaction) => requestJob(transaction, request));
    const worker = "wrk_bench";
    const job = await claimJob(ledger, worker, [worker], clock());
    if (job === undefined) throw new Error("the job cannot be claimed");
    const context = { ledger, worker, actor: "bench", clock, chance: () => 0.5 };
    await poll({ ...context, ring: async () => {}, progress: () => {} }, resources, job);
    await ledger.transaction().execute((transaction) => finishJob(transaction, { id, worker, now: clock() }));
    const done = await findJob(ledger, id);
    const report = done && (await pollReport(ledger, done));
    await opener.close();
    return report?.read.purchaseOrders ?? 0;
  },
  /** The whole poll, to the last file in Cleo. */
  async deliver(application, configuration) {
    const [link] = configuration.links;
    if (link === undefined) throw new Error("the configuration has no link");
    const runtime = await startRuntime(application, { onError: console.error });
    const report = await pollNow(application, runtime, link, {
      full: false,
      patience: 3_600_000,
      stop: new AbortController().signal,
    });
    await runtime.stop();
    if (report.outcomes.sent !== report.read.purchaseOrders) throw new Error(JSON.stringify(report.outcomes));
    return report.read.purchaseOrders;
  },
};

limitHeapGrowth();
const [mode = "", file = "", dataDirectory = ""] = process.argv.slice(2);

const application = await openApplication({
  dataDirectory,
  environment: { ...process.env },
  actor: "bench",
  notice: () => {},
});
await applyConfiguration(application, file, process.env);
const configuration = await loadConfiguration(application);
const start = performance.now();
const records = await work[mode as Mode](application, configuration);
const measured: Measured = {
  records,
  peak: process.resourceUsage().maxRSS * 1024,
  heap: process.memoryUsage().heapUsed,
  took: performance.now() - start,
};
await application.close();
process.stdout.write(`${JSON.stringify(measured)}\n`);
