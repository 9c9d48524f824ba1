/** A site for a measurement: the sandbox in a process of its own, a configuration for it, and a script that is measured on it. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const program = join(import.meta.dirname, "../bin/ml-connector.js");
const environment = { ...process.env, GP_PASSWORD: "Sandbox-Pa55!", CLEO_PASSWORD: "S@mple&Pw+1%" };

export interface SandboxUrls {
  gpUrl: string;
  cleoUrl: string;
  adminUrl: string;
  /** Of the sandbox's process. */
  pid: number;
}

export type TokenPolicy = "refreshBeforeEachWrite" | "reuseUntilExpiry";

/**
 * Runs the sandbox with so many purchase orders while `work` does.
 *
 * @param answerTime milliseconds by which Cleo waits with each answer
 */
export async function withSandbox<Result>(
  folder: string,
  orders: { count: number; lines: number; answerTime?: number },
  work: (urls: SandboxUrls) => Promise<Result>,
): Promise<Result> {
  const options = join(folder, "sandbox.json");
  const data = { vendors: 50, purchaseOrders: orders.count, linesPerOrder: orders.lines, seed: 1, spreadDays: 90 };
  const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };
  writeFileSync(options, JSON.stringify({ gp: { companies: [company], pageCap: 100, coldStartMs: 0 } }));
  const slow = orders.answerTime ? ["--fault", `delay=${orders.answerTime}@cleo`] : [];
  const sandbox = spawn(process.execPath, [program, "sandbox", "-f", options, ...slow, "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const urls = await new Promise<SandboxUrls>((resolve, reject) => {
      let text = "";
      sandbox.on("error", reject);
      sandbox.stdout.on("data", (chunk) => {
        text += chunk;
        if (text.trimEnd().endsWith("}")) resolve({ ...JSON.parse(text), pid: sandbox.pid });
      });
    });
    return await work(urls);
  } finally {
    const ended = new Promise((resolve) => sandbox.on("exit", resolve));
    sandbox.kill("SIGTERM");
    await ended;
  }
}

/** A configuration file for the sandbox, and an empty data directory. */
export function newSite(
  folder: string,
  { gpUrl, cleoUrl }: SandboxUrls,
  policy: TokenPolicy,
): { file: string; dataDirectory: string } {
  const site = mkdtempSync(join(folder, "site-"));
  const file = join(site, "site.yaml");
  writeFileSync(
    file,
    `gp:
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
`,
  );
  const dataDirectory = join(site, "data");
  mkdirSync(dataDirectory, { mode: 0o700 });
  return { file, dataDirectory };
}

/** Runs a script in a process of its own, and gives what it printed as JSON. */
export function measured<Measured>(script: string, words: readonly string[]): Measured {
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, ...words], {
    env: environment,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  return JSON.parse(stdout) as Measured;
}
