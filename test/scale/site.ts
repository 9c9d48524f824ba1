/** A sandbox, a data directory whose database stays up, and the connector's own operations on it, for tests of several processes. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Application, openApplication } from "../../src/app/application.ts";
import { applyConfiguration } from "../../src/app/configure.ts";
import { requestPoll } from "../../src/app/pollNow.ts";
import { openBell } from "../../src/engine/bell.ts";
import { findJob, type Job } from "../../src/ledger/jobs.ts";
import type { SandboxOptions } from "../../src/sandbox/options.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { sandboxConfiguration, sandboxSecrets } from "../commandLine.ts";
import { temporaryDirectory } from "../temporaryDirectory.ts";

export const link = "two-to-cleo";

export interface Site {
  directory: string;
  sandbox: Sandbox;
  application: Application;
  /** Applies the configuration of the sandbox, with parts of its text replaced. */
  configure(change?: Readonly<Record<string, string>>): Promise<void>;
  requestPoll(): Promise<string>;
  job(id: string): Promise<Job>;
  /** Deliveries by state. */
  deliveries(): Promise<Record<string, number>>;
}

/** @param directory where the data directory is made: a temporary one, unless given */
export async function openSite(options: SandboxOptions, directory?: string): Promise<Site> {
  directory ??= await temporaryDirectory();
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  const application = await openApplication({
    dataDirectory: join(directory, "data"),
    environment: {},
    actor: "test",
    notice: () => {},
  });
  onTestFinished(() => application.close());
  const bell = await openBell(application.database.poolConfig, {
    supervise: false,
    backend: "postgres",
    onError: () => {},
  });
  onTestFinished(() => bell.close());
  const { ledger } = application;
  const site: Site = {
    directory,
    sandbox,
    application,
    async configure(change) {
      const file = join(directory, "site.yaml");
      writeFileSync(file, sandboxConfiguration(sandbox, change));
      await applyConfiguration(application, file, sandboxSecrets);
    },
    async requestPoll() {
      const parameters = { entities: ["vendors" as const, "purchaseOrders" as const], full: false };
      return (await requestPoll(application, { bell }, link, parameters)).id;
    },
    async job(id) {
      const job = await findJob(ledger, id);
      if (job === undefined) throw new Error(`there is no job ${id}`);
      return job;
    },
    async deliveries() {
      const rows = await ledger
        .selectFrom("delivery")
        .select(({ fn }) => ["state", fn.countAll<number>().as("count")])
        .groupBy("state")
        .execute();
      return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
    },
  };
  await site.configure();
  return site;
}
