/**
 * A worker in a process of its own, for the chaos suite: what `ml-connector worker` runs, without the command line around
 * it, which would take most of the time of a thousand starts. `node workerProcess.ts <pool configuration> <data directory>`
 *
 * It loads its code, says so, and begins when it is told how: one line of JSON (see {@link Orders}) on its input.
 */
import module from "node:module";
import { createInterface } from "node:readline";
import type { Application } from "../../src/app/application.ts";
import { startRuntime } from "../../src/app/runtime.ts";
import type { Database } from "../../src/database/database.ts";
import { openDatabaseClock } from "../../src/ledger/databaseClock.ts";
import { ledgerPool, openLedger } from "../../src/ledger/ledger.ts";
import { openVault } from "../../src/secrets/vault.ts";
import { createLogonGuard } from "../../src/windows-auth/index.ts";
import type { Orders } from "./chaosWorker.ts";

const [poolText = "", dataDirectory = ""] = process.argv.slice(2);
const poolConfig = JSON.parse(poolText);
// A process that is killed keeps nothing of what it has compiled.
module.flushCompileCache();
process.stdout.write("loaded\n");
const input = createInterface(process.stdin);
const { value: line } = await input[Symbol.asyncIterator]().next();
input.close();
process.stdin.destroy();
if (line === undefined) process.exit();
const { killAt, clock } = JSON.parse(line) as Orders;
if (killAt !== undefined) process.env.ML_CONNECTOR_KILL_AT = killAt;

const ledger = await openLedger(ledgerPool({ ...poolConfig, max: 8 }));
const databaseClock = clock === "database" ? await openDatabaseClock(ledger) : undefined;
const ahead = clock === "database" ? 0 : clock.ahead;
const application: Application = {
  dataDirectory,
  backend: "postgres",
  database: { poolConfig } as Database,
  ledger,
  vault: () => openVault({ dataDirectory, environment: {} }),
  logonGuard: createLogonGuard(),
  actor: "chaos",
  clock: databaseClock?.now ?? (() => new Date(Date.now() + ahead)),
  ...(databaseClock && { databaseClock }),
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
