/**
 * A process that calls a GP server as often as it is allowed to: `node gpCaller.ts <pool config> <base URL> <load settings>`. Prints
 * a line for each call that was answered, and the code that stopped it.
 */

import { isConnectorError } from "../../src/errors/connectorError.ts";
import { createGpLoad } from "../../src/gp/index.ts";
import { defaultLoad } from "../../src/gp/load/schema.ts";
import { ledgerPool, openLedger } from "../../src/ledger/ledger.ts";
import { sharedLoad } from "../../src/ledger/sharedLoad.ts";

const [pool = "{}", url = "", changes = "{}"] = process.argv.slice(2);
const ledger = await openLedger(ledgerPool({ ...JSON.parse(pool), max: 2 }));
const load = createGpLoad({
  settings: { ...defaultLoad, ...JSON.parse(changes), retries: 0 },
  timeZone: "UTC",
  now: () => new Date(),
  shared: sharedLoad(ledger, "gp"),
});
const transport = load.around(
  {
    async request({ path }) {
      const { status } = await fetch(`${url}${path}`);
      return { status, headers: {}, body: Buffer.alloc(0) };
    },
    close() {},
  },
  {},
);
for (;;) {
  try {
    const { status } = await transport.request({ method: "GET", path: "/" });
    process.stdout.write(`${status}\n`);
  } catch (error) {
    process.stdout.write(`${isConnectorError(error) ? error.code : String(error)}\n`);
    break;
  }
}
await ledger.destroy();
