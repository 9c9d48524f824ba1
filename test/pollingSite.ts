/**
 * A GP site, a Cleo mailbox and the connector's own steps between them, with the clock in the test's hand: a poll is what
 * a worker does with it, from the request to the last delivery, without the worker's timers.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Application } from "../src/app/application.ts";
import { applyConfiguration, loadConfiguration } from "../src/app/configure.ts";
import { createLinkOpener } from "../src/app/linkOpener.ts";
import { type PollReport, pollReport } from "../src/app/pollReport.ts";
import type { Database } from "../src/database/database.ts";
import { lockRole } from "../src/database/roleLock.ts";
import { reportOf } from "../src/errors/connectorError.ts";
import { claimJob, findJob, finishJob, type Job, requestJob } from "../src/ledger/jobs.ts";
import { type Ledger, ledgerPool, openLedger } from "../src/ledger/ledger.ts";
import type { SandboxOptions } from "../src/sandbox/options.ts";
import { type Sandbox, startSandbox } from "../src/sandbox/sandbox.ts";
import { openVault } from "../src/secrets/vault.ts";
import { deliverSome } from "../src/sync/deliver.ts";
import type { LinkResources } from "../src/sync/linkResources.ts";
import { poll } from "../src/sync/poll.ts";
import { type Entity, entities, type PollParameters } from "../src/sync/pollRun.ts";
import { settleNextDoubt } from "../src/sync/settle.ts";
import { watch } from "../src/sync/watch.ts";
import type { WorkerContext } from "../src/sync/workerContext.ts";
import { createLogonGuard } from "../src/windows-auth/index.ts";
import { temporaryDatabase } from "./temporaryDatabase.ts";

export interface PollingSiteOptions {
  sandbox?: SandboxOptions;
  /** The time at the site when it opens. The real one if not given. */
  now?: string;
  /** Milliseconds by which the connector's clock is ahead of the site's. */
  skew?: number;
  /** The zone that the connector takes the site to be in; the site's own if not given. */
  timeZone?: string;
  /** The value of `profile`, as YAML in one line. */
  profile?: string;
  /** Lines of the link, as YAML indented by four blanks, in place of the usual flows and partners. */
  link?: string;
}

export interface PollingSite {
  sandbox: Sandbox;
  application: Application;
  ledger: Ledger;
  resources: LinkResources;
  link: string;
  /** Sets the time at the site; the connector's clock keeps its distance. Time stands still between the calls. */
  setTime(instant: string): void;
  advance(milliseconds: number): void;
  /** Moves the connector's clock alone: milliseconds ahead of the site's. */
  setSkew(milliseconds: number): void;
  /** Reads GP and delivers all that is due. */
  poll(parameters?: Partial<PollParameters>): Promise<PollReport>;
  sweep(...only: Entity[]): Promise<PollReport>;
  /** Runs a new or an abandoned job as another worker would, and leaves it as it is where it fails. */
  takeUp(): Promise<PollReport>;
  request(parameters?: Partial<PollParameters>): Promise<string>;
  deliver(): Promise<void>;
  /** Delivers what is due until Cleo takes nothing. @returns whether everything went */
  tryToDeliver(): Promise<boolean>;
  /** What a worker does from time to time: compares the alerts with the ledger. */
  watch(): Promise<void>;
  /** What a worker of this name has to work with. */
  contextOf(worker: string): WorkerContext;
  /** Contents of the files that Cleo has of a document, oldest first; of all documents without a key. */
  files(key?: string): Promise<{ path: string; text: string }[]>;
  close(): Promise<void>;
}

export async function openPollingSite(options: PollingSiteOptions = {}): Promise<PollingSite> {
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const each of opened.splice(0).reverse()) await each();
  };
  try {
    return await open(options, (each) => opened.push(each), close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  options: PollingSiteOptions,
  onClose: (close: () => Promise<void>) => void,
  close: () => Promise<void>,
): Promise<PollingSite> {
  const gpZone = options.sandbox?.gp?.timeZone ?? "America/Chicago";
  let siteTime = options.now === undefined ? undefined : Date.parse(options.now);
  const siteNow = () => new Date(siteTime ?? Date.now());
  let skew = options.skew ?? 0;
  const clock = () => new Date(siteNow().getTime() + skew);
  const sandbox = await startSandbox(
    { ...options.sandbox, gp: { coldStartMs: 0, ...options.sandbox?.gp } },
    { now: siteNow },
  );
  onClose(sandbox.close);
  const database = await temporaryDatabase({
    name: "polling",
    prepare: async (poolConfig) => (await openLedger(ledgerPool(poolConfig))).destroy(),
  });
  onClose(database.drop);
  const ledger = await openLedger(ledgerPool({ ...database.poolConfig, max: 6 }));
  onClose(() => ledger.destroy());
  const directory = mkdtempSync(join(tmpdir(), "mlc-site-"));
  onClose(async () => rmSync(directory, { recursive: true, force: true }));
  const application: Application = {
    dataDirectory: directory,
    backend: "postgres",
    database: {
      poolConfig: database.poolConfig,
      kind: "external",
      lockRole: (role) => lockRole(database.poolConfig, role, "the database"),
    } as Database,
    ledger,
    vault: () => openVault({ dataDirectory: directory, environment: {} }),
    logonGuard: createLogonGuard(),
    actor: "test",
    clock,
    close: async () => {},
  };
  const file = join(directory, "site.yaml");
  writeFileSync(file, configuration(sandbox, options.timeZone ?? gpZone, options.profile, options.link));
  await applyConfiguration(application, file, { GP_PASSWORD: "Sandbox-Pa55!", CLEO_PASSWORD: "S@mple&Pw+1%" });
  const opener = createLinkOpener(application, await loadConfiguration(application));
  onClose(opener.close);
  const link = "two-to-cleo";
  const resources = await opener.open(link);
  let workers = 0;
  const contextOf = (worker: string): WorkerContext => ({
    ledger,
    worker,
    actor: "worker",
    clock,
    chance: () => 0.5,
    ring: async () => {},
    progress: () => {},
  });

  const site: PollingSite = {
    contextOf,
    sandbox,
    application,
    ledger,
    resources,
    link,
    setTime(instant) {
      siteTime = Date.parse(instant);
    },
    advance(milliseconds) {
      siteTime = siteNow().getTime() + milliseconds;
    },
    setSkew(milliseconds) {
      skew = milliseconds;
    },
    async request(parameters) {
      const wanted: PollParameters = { entities: [...entities], full: false, ...parameters };
      const request = { kind: "poll", link, parameters: wanted, requestedBy: "test", now: clock() } as const;
      const { id } = await ledger.transaction().execute((transaction) => requestJob(transaction, request));
      return id;
    },
    async takeUp() {
      const worker = `wrk_${++workers}`;
      const job = await claimJob(ledger, worker, [worker], clock());
      if (job === undefined) throw new Error("there is no job to take up");
      await poll(contextOf(worker), resources, job);
      await ledger.transaction().execute((transaction) => finishJob(transaction, { id: job.id, worker, now: clock() }));
      return pollReport(ledger, (await findJob(ledger, job.id)) as Job);
    },
    async deliver() {
      if (!(await site.tryToDeliver())) throw new Error("Cleo takes nothing");
    },
    async tryToDeliver() {
      const context = contextOf(`wrk_${++workers}`);
      for (;;) {
        while (await settleNextDoubt(context, resources)) {}
        const delivered = await deliverSome(context, resources, 1);
        if (delivered !== "done") return delivered === "idle";
      }
    },
    watch: () => watch({ ledger, clock }),
    async poll(parameters) {
      const id = await site.request(parameters);
      try {
        await site.takeUp();
      } catch (error) {
        throw new Error(`the poll failed: ${JSON.stringify(reportOf(error))}`, { cause: error });
      }
      await site.deliver();
      return pollReport(ledger, (await findJob(ledger, id)) as Job);
    },
    sweep: (...only) => site.poll({ full: true, sweep: true, ...(only.length > 0 && { entities: only }) }),
    async files(key) {
      const uploads = sandbox.admin.uploads().filter(({ path }) => key === undefined || path.includes(`_${key}_r`));
      return Promise.all(
        uploads.map(async ({ seq, path }) => ({
          path,
          text: (await sandbox.admin.uploadContent(seq))?.toString("utf8") ?? "",
        })),
      );
    },
    close,
  };
  return site;
}

/** Everything travels as JSON, which a test can compare with what GP has. */
function configuration({ gpUrl, cleoUrl }: Sandbox, timeZone: string, profile = "sba", link = usualLink): string {
  return `gp:
  - name: gp
    url: ${gpUrl}
    version: "2018"
    company: { database: TWO, timeZone: ${timeZone} }
    auth: { scheme: ntlm, username: CONTOSO\\svc-mlconnector, password: "\${GP_PASSWORD}" }
    profile: ${profile}
    concurrency: 4
cleo:
  - name: cleo
    url: ${cleoUrl}
    auth: { username: gpsvc, password: "\${CLEO_PASSWORD}" }
    token: { policy: reuseUntilExpiry }
links:
  - name: two-to-cleo
    gp: gp
    cleo: cleo
${link}`;
}

const usualLink = `    vendors:        { folder: upload/vendors, schedule: manual }
    purchaseOrders: { folder: upload/orders, format: json, schedule: manual }
    us:             { isa: { qualifier: ZZ, id: FABRIKAM }, gs: FABRIKAM }
    partners:
      default:      { isa: { qualifier: ZZ, id: PARTNER }, gs: PARTNER }
`;
