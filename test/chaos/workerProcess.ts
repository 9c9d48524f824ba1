/**
 * A worker in a process of its own, for the chaos suite: what `ml-connector worker` runs, without the command line around
 * it, which would take most of the time of a thousand starts. `node workerProcess.ts <pool configuration> <data directory> [milliseconds that its clock is ahead]`
 */
import type { Application } from "../../src/app/application.ts";
import { startRuntime } from "../../src/app/runtime.ts";
import type { Database } from "../../src/database/database.ts";
import { ledgerPool, openLedger } from "../../src/ledger/ledger.ts";
import { openVault } from "../../src/secrets/vault.ts";

const [poolText = "", dataDirectory = "", clockAhead = "0"] = process.argv.slice(2);
const poolConfig = JSON.parse(poolText);
const application: Application = {
  database: { poolConfig } as Database,
  ledger: await openLedger(ledgerPool({ ...poolConfig, max: 8 })),
  vault: () => openVault({ dataDirectory, environment: {} }),
  actor: "chaos",
  clock: () => new Date(Date.now() + Number(clockAhead)),
  close: async () => {},
};
const runtime = await startRuntime(application, {
  // What is wrong in the background is judged by what comes of it.
  onError: (error) => {
    if (process.env.ML_CONNECTOR_DEBUG) process.stderr.write(`${error}\n`);
  },
});
process.stdout.write("up\n");
process.once("SIGTERM", async () => {
  await runtime.stop();
  await application.ledger.destroy();
});
