/** A sandbox and an application on a ledger of its own, for fit checks in this process. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Application } from "../src/app/application.ts";
import { applyConfiguration } from "../src/app/configure.ts";
import type { Database } from "../src/database/database.ts";
import { ledgerPool, openLedger } from "../src/ledger/ledger.ts";
import type { SandboxOptions } from "../src/sandbox/options.ts";
import { type Sandbox, startSandbox } from "../src/sandbox/sandbox.ts";
import { openVault } from "../src/secrets/vault.ts";
import { createLogonGuard } from "../src/windows-auth/index.ts";
import { sandboxConfiguration, sandboxSecrets } from "./commandLine.ts";
import { temporaryDatabase } from "./temporaryDatabase.ts";

export interface CheckedSiteOptions {
  sandbox?: SandboxOptions;
  /** Parts of the configuration's text to replace. */
  change?: Readonly<Record<string, string>>;
  secrets?: Readonly<Record<string, string>>;
  now?: string;
}

export interface CheckedSite {
  sandbox: Sandbox;
  application: Application;
}

/** Closed when the test that asked for it has ended. */
export async function openCheckedSite(options: CheckedSiteOptions = {}): Promise<CheckedSite> {
  const sandbox = await startSandbox({ ...options.sandbox, gp: { coldStartMs: 0, ...options.sandbox?.gp } });
  onTestFinished(sandbox.close);
  const database = await temporaryDatabase({
    name: "check",
    prepare: async (poolConfig) => (await openLedger(ledgerPool(poolConfig))).destroy(),
  });
  onTestFinished(() => database.drop());
  const ledger = await openLedger(ledgerPool({ ...database.poolConfig, max: 4 }));
  onTestFinished(() => ledger.destroy());
  const directory = mkdtempSync(join(tmpdir(), "mlc-check-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const fixed = options.now;
  const application: Application = {
    dataDirectory: directory,
    backend: "postgres",
    database: { poolConfig: database.poolConfig } as Database,
    ledger,
    vault: () => openVault({ dataDirectory: directory, environment: {} }),
    logonGuard: createLogonGuard(),
    actor: "test",
    clock: () => (fixed === undefined ? new Date() : new Date(fixed)),
    close: async () => {},
  };
  const file = join(directory, "site.yaml");
  writeFileSync(file, sandboxConfiguration(sandbox, options.change));
  await applyConfiguration(application, file, { ...sandboxSecrets, ...options.secrets });
  return { sandbox, application };
}
