/**
 * Kills the process at any moment of `poll`, starts it again, and judges by Cleo's own upload log: every revision arrived
 * once, whatever happened. A file that was being sent when the process died may or may not have arrived; where the folder does
 * not show it, it is held and listed, and here a person looks into the log and says what is there.
 *
 * ML_CONNECTOR_CHAOS_KILLS sets the number of kills of the suite, of which one in twenty comes here; ML_CONNECTOR_CHAOS_SEED
 * repeats a run.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openDatabase } from "../../src/database/database.ts";
import { seededRandom } from "../../src/sandbox/faults.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { orderNumber } from "../../src/sandbox/seed/generate.ts";
import { type Run, runCommand, sandboxConfiguration } from "../commandLine.ts";
import { temporaryDirectory } from "../temporaryDirectory.ts";
import { killsOf } from "./killing.ts";

// Each is a whole command, as a user runs it; most kills are tried on bare workers (killedWorkers.test.ts).
const kills = killsOf(0.05);
const seed = Number(process.env.ML_CONNECTOR_CHAOS_SEED ?? Date.now() % 1_000_000);

const company = {
  database: "TWO",
  id: -1,
  displayName: "Fabrikam, Inc.",
  data: { vendors: 12, purchaseOrders: 60, linesPerOrder: 3, seed: 7 },
};

function run(directory: string, words: readonly string[], kill?: (now: () => void) => void): Promise<Run> {
  return runCommand(directory, words, kill && { kill });
}

/** Cleo leaves files where they are, so that looking proves an arrival; or takes them up at once, so that it does not. */
describe.each([
  { pickUp: "never", share: 0.6 },
  { pickUp: "immediate", share: 0.4 },
] as const)("a poll that is killed again and again, files picked up $pickUp", ({ pickUp, share }) => {
  const random = seededRandom(seed);
  const rounds = Math.ceil(kills * share);

  it(
    `sends every revision once and loses none in ${rounds} kills (seed ${seed})`,
    async () => {
      const directory = await temporaryDirectory();
      const sandbox = await startSandbox({
        gp: { companies: [company], pageCap: 10 },
        cleo: { pickUp },
      });
      onTestFinished(() => sandbox.close());
      // Keeps the embedded server up between the runs, as a running service would.
      const database = await openDatabase({ dataDirectory: join(directory, "data") });
      onTestFinished(() => database.close());
      const file = join(directory, "chaos.yaml");
      writeFileSync(file, sandboxConfiguration(sandbox));
      const applied = await run(directory, ["config", "apply", "-f", file]);
      expect(applied.exitCode, applied.errors).toBe(0);

      const edits = sandbox.admin.company();
      const orders = eligibleOrders(sandbox);
      expect(orders.length).toBeGreaterThan(10);
      let longest = 1_500;
      for (let kill = 0; kill < rounds; kill++) {
        for (const number of orders.filter(() => random() < 0.2)) {
          const line = sandbox.admin.purchaseOrder(number)?.lines[0];
          const quantityOrdered = String(1 + Math.floor(random() * 900));
          if (line) edits.editLine(number, line.ord, { quantityOrdered }, { touch: true });
        }
        // Half of the kills come at any moment of the run, half of them in the thick of its uploads.
        const started = performance.now();
        const killAfter = 250 + random() * longest;
        const killAtUpload = sandbox.admin.uploads().length + 1 + Math.floor(random() * 6);
        const { exitCode } = await run(directory, ["poll", "--wait", "1"], (now) => {
          if (kill % 2 === 0) setTimeout(now, killAfter);
          else void whenUploaded(sandbox, killAtUpload, 20_000).then(now);
        });
        // A run that came to its end before it was killed tells how late a kill can be.
        if (exitCode !== null) longest = Math.max(400, performance.now() - started - 250);
      }
      const last = await run(directory, ["poll"]);
      expect([0, 1]).toContain(last.exitCode);
      const report = JSON.parse(last.output);
      expect(Object.values(report.outcomes as Record<string, number>).reduce((sum, count) => sum + count, 0)).toBe(
        report.read.vendors + report.read.purchaseOrders,
      );

      // What is in doubt is held and listed. Whoever operates looks into Cleo, and says what is there.
      const held = await listed(directory, "inDoubt");
      const arrived = new Set(sandbox.admin.uploads().map(({ path }) => path));
      for (const { id, folder, fileName } of held) {
        const answer = arrived.has(`${folder}/${fileName}`) ? "--arrived" : "--not-arrived";
        if (pickUp === "never") expect(answer, `${fileName} lies in the folder for all to see`).toBe("--not-arrived");
        const settled = await run(directory, ["settle", id, answer, "--reason", "looked into Cleo"]);
        expect(settled.exitCode, settled.output + settled.errors).toBe(0);
      }
      // What a held revision kept back goes out behind it.
      const behind = await run(directory, ["poll"]);
      expect(behind.exitCode, behind.output + behind.errors).toBe(0);

      const uploads = sandbox.admin.uploads();
      // A vendor that nobody can prove arrived is sent again, with the same bytes under the same name: that is its policy.
      const harmless = (path: string) => pickUp === "immediate" && path.includes("/VENDOR_");
      const names = uploads
        .map(({ path }) => path)
        .filter((path, at, all) => !harmless(path) || all.indexOf(path) === at);
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
      const doubts = await run(directory, ["audit", "list", "--action", "delivery.inDoubt", "--last", "1000"]);
      const inDoubt = (JSON.parse(doubts.output) as { entries: object[] }).entries.length;
      expect(inDoubt, "no kill came while a file was being sent: the test has tried nothing").toBeGreaterThan(0);
      const verdict = await run(directory, ["audit", "verify"]);
      expect(JSON.parse(verdict.output)).toMatchObject({ ok: true });
      process.stderr.write(
        `${rounds} kills, picked up ${pickUp}: ${uploads.length} files, ${inDoubt} in doubt, ${held.length} of them held for a person\n`,
      );
    },
    120_000 + rounds * 10_000,
  );
});

/** Resolves when Cleo has accepted so many uploads, or when the time is over. */
async function whenUploaded({ admin }: Sandbox, uploads: number, limit: number): Promise<void> {
  const end = performance.now() + limit;
  while (admin.uploads().length < uploads && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

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
