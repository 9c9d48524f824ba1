/**
 * `npm run chaos [KILLS]`: the chaos suite with a thousand kills instead of the two hundred of `npm test`, and ten thousand
 * messages to the webhook of a connector that is killed ten times.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const kills = process.argv[2] ?? "1000";
const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", "test/chaos"], {
  stdio: "inherit",
  env: {
    ML_CONNECTOR_INBOX_MESSAGES: "10000",
    ML_CONNECTOR_INBOX_KILLS: "10",
    ...process.env,
    ML_CONNECTOR_CHAOS_KILLS: kills,
  },
});
process.exitCode = status ?? 1;
