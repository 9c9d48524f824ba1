/**
 * Kills the process at any moment of `poll`, starts it again, and judges by Cleo's own upload log: every revision arrived
 * once, whatever happened. A file that was being sent when the process died may or may not have arrived; it is held and
 * listed, and here a person looks into the log and replays it where it is not there.
 *
 * ML_CONNECTOR_CHAOS_KILLS sets the number of kills, ML_CONNECTOR_CHAOS_SEED repeats a run.
 */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openDatabase } from "../../src/database/database.ts";
import { seededRandom } from "../../src/sandbox/faults.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { orderNumber } from "../../src/sandbox/seed/generate.ts";
import { temporaryDirectory } from "../temporaryDirectory.ts";

const kills = Number(process.env.ML_CONNECTOR_CHAOS_KILLS ?? 50);
const seed = Number(process.env.ML_CONNECTOR_CHAOS_SEED ?? Date.now() % 1_000_000);
const program = join(import.meta.dirname, "../../bin/ml-connector.js");

const company = {
  database: "TWO",
  id: -1,
  displayName: "Fabrikam, Inc.",
  data: { vendors: 12, purchaseOrders: 60, linesPerOrder: 3, seed: 7 },
};

interface Run {
  exitCode: number | null;
  output: string;
  errors: string;
}

/** Runs a command; `killAfter` ends it with SIGKILL that many milliseconds after its start. */
function run(directory: string, words: readonly string[], killAfter?: number): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...words, "--data", directory, "--json"], {
      env: { ...process.env, GP_PASSWORD: "Sandbox-Pa55!", CLEO_PASSWORD: "S@mple&Pw+1%" },
    });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (errors += chunk));
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, output, errors }));
    if (killAfter !== undefined) setTimeout(() => child.kill("SIGKILL"), killAfter);
  });
}

describe(`${kills} kills in the middle of a poll (seed ${seed})`, () => {
  const random = seededRandom(seed);

  it("sends every revision once, and loses none", async () => {
    const directory = await temporaryDirectory();
    const sandbox = await startSandbox({
      gp: { companies: [company], pageCap: 10 },
      cleo: { pickUp: "never" },
    });
    onTestFinished(() => sandbox.close());
    // Keeps the embedded server up between the runs, as a running service would.
    const database = await openDatabase({ dataDirectory: directory });
    onTestFinished(() => database.close());
    const file = join(directory, "chaos.yaml");
    writeFileSync(file, configuration(sandbox));
    const applied = await run(directory, ["config", "apply", "-f", file]);
    expect(applied.exitCode, applied.errors).toBe(0);

    const edits = sandbox.admin.company();
    const orders = eligibleOrders(sandbox);
    expect(orders.length).toBeGreaterThan(10);
    let longest = 2_500;
    for (let kill = 0; kill < kills; kill++) {
      for (const number of orders.filter(() => random() < 0.2)) {
        const line = sandbox.admin.purchaseOrder(number)?.lines[0];
        const quantityOrdered = String(1 + Math.floor(random() * 900));
        if (line) edits.editLine(number, line.ord, { quantityOrdered }, { touch: true });
      }
      const started = performance.now();
      const killAfter = 250 + random() * longest;
      const { exitCode } = await run(directory, ["poll", "--wait", "1"], killAfter);
      // A run that came to its end before it was killed tells how late a kill can be.
      if (exitCode !== null) longest = Math.max(400, performance.now() - started - 250);
    }
    const last = await run(directory, ["poll"]);
    expect([0, 1]).toContain(last.exitCode);
    const report = JSON.parse(last.output);
    expect(Object.values(report.outcomes as Record<string, number>).reduce((sum, count) => sum + count, 0)).toBe(
      report.read.vendors + report.read.purchaseOrders,
    );

    // What is in doubt is held and listed. Whoever operates looks into Cleo, and replays what never arrived.
    const held = await listed(directory, "inDoubt");
    const arrived = new Set(sandbox.admin.uploads().map(({ path }) => path));
    for (const { id, folder, fileName } of held) {
      expect(arrived.has(`${folder}/${fileName}`), `${fileName} is in doubt, but Cleo has it`).toBe(false);
      const replayed = await run(directory, ["replay", id, "--reason", "not in Cleo's log"]);
      expect(replayed.exitCode, replayed.output + replayed.errors).toBe(0);
    }
    // What a held revision kept back goes out behind it.
    const behind = await run(directory, ["poll"]);
    expect(behind.exitCode).toBe(0);

    const uploads = sandbox.admin.uploads();
    const names = uploads.map(({ path }) => path);
    expect(
      names.filter((name, at) => names.indexOf(name) !== at),
      "sent twice",
    ).toEqual([]);
    const documents = await listed(directory);
    expect(documents).toHaveLength(company.data.vendors + orders.length);
    for (const document of documents) {
      expect(document.state, document.key).toBe("sent");
      expect(arrivedNow(sandbox).has(`${document.folder}/${document.fileName}`), document.fileName).toBe(true);
    }
    // No revision went out under two names either, and no control number twice.
    const revisions = names.map((name) => name.replace(/_[0-9a-f]{8}\.\w+$/, ""));
    expect(new Set(revisions).size).toBe(revisions.length);
    const numbers: string[] = [];
    for (const { seq, path } of uploads) {
      if (path.endsWith(".x12")) numbers.push(await interchangeNumber(sandbox, seq));
    }
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of orders) {
      const quantity = sandbox.admin.purchaseOrder(number)?.lines[0]?.quantityOrdered;
      const newest = uploads.findLast(({ path }) => path.includes(`_${number}_`));
      const content = newest && (await sandbox.admin.uploadContent(newest.seq))?.toString("latin1");
      expect(content, number).toContain(`PO1*1*${Number(quantity)}*`);
    }
    const verdict = await run(directory, ["audit", "verify"]);
    expect(JSON.parse(verdict.output)).toMatchObject({ ok: true });
    process.stderr.write(`${kills} kills: ${uploads.length} files, ${held.length} held in doubt and replayed\n`);
  }, 900_000);
});

interface Listed {
  id: string;
  key: string;
  state: string;
  folder: string;
  fileName: string;
}

async function listed(directory: string, state?: string): Promise<Listed[]> {
  const words = ["documents", "list", "--limit", "1000", ...(state ? ["--state", state] : [])];
  const { output } = await run(directory, words);
  return (JSON.parse(output) as { documents: Listed[] }).documents;
}

function arrivedNow(sandbox: Sandbox): Set<string> {
  return new Set(sandbox.admin.uploads().map(({ path }) => path));
}

async function interchangeNumber(sandbox: Sandbox, seq: number): Promise<string> {
  return (await sandbox.admin.uploadContent(seq))?.subarray(90, 99).toString("latin1") ?? "";
}

/** Open and not on hold: what a link sends unless told otherwise. */
function eligibleOrders({ admin }: Sandbox): string[] {
  const numbers = Array.from({ length: company.data.purchaseOrders }, (_, position) => orderNumber(position));
  return numbers.filter((number) => {
    const order = admin.purchaseOrder(number);
    return order !== undefined && order.status <= 3 && !order.onHold && order.lines.length > 0;
  });
}

function configuration({ gpUrl, cleoUrl }: Sandbox): string {
  return `gp:
  - name: gp
    url: ${gpUrl}
    version: "2018"
    company: { database: TWO, timeZone: America/Chicago }
    auth: { scheme: ntlm, username: CONTOSO\\svc-mlconnector, password: "\${GP_PASSWORD}" }
cleo:
  - name: cleo
    url: ${cleoUrl}
    auth: { username: gpsvc, password: "\${CLEO_PASSWORD}" }
links:
  - name: two-to-cleo
    gp: gp
    cleo: cleo
    vendors:        { folder: upload/vendors, schedule: manual }
    purchaseOrders: { folder: upload/850, schedule: manual }
    us:             { isa: { qualifier: ZZ, id: FABRIKAM }, gs: FABRIKAM }
    partners:
      default:      { isa: { qualifier: ZZ, id: PARTNER }, gs: PARTNER }
`;
}
