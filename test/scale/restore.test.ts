/**
 * A backup is taken, the ledger goes on, is lost, and the backup is restored. Cleo's own log says whether anything was
 * done twice.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openDatabase } from "../../src/database/database.ts";
import { runCommand } from "../commandLine.ts";
import { startCommand } from "../runningCommand.ts";
import { openSite, type Site } from "./site.ts";

const company = {
  database: "TWO",
  id: -1,
  displayName: "Fabrikam, Inc.",
  data: { vendors: 4, purchaseOrders: 20, linesPerOrder: 2, seed: 11 },
};

interface Listed {
  id: string;
  key: string;
  type: string;
  state: string;
  revision: number;
}

const json = (output: string) => JSON.parse(output);

/** Runs a command on the site's own directory, or on another one beside it. */
async function run(site: Site, words: string[], directory = site.directory) {
  const { exitCode, output, errors } = await runCommand(directory, words);
  return { exitCode, value: output === "" ? undefined : json(output), errors };
}

function restoredDirectory(site: Site, options: { key: boolean }): string {
  const directory = join(site.directory, "restored");
  mkdirSync(join(directory, "data"), { recursive: true, mode: 0o700 });
  const key = "master.key";
  if (options.key) copyFileSync(join(site.directory, "data", key), join(directory, "data", key));
  return directory;
}

/** Keeps a directory's database up between the commands that follow. */
async function keepUp(directory: string): Promise<void> {
  const database = await openDatabase({ dataDirectory: join(directory, "data") });
  onTestFinished(() => database.close());
}

const orders = ({ sandbox }: Site): string[] => {
  const numbers = sandbox.admin.uploads().flatMap(({ path }) => /PO_TWO_([^_]+)_r1_/.exec(path)?.[1] ?? []);
  return [...new Set(numbers)];
};

function edit({ sandbox }: Site, number: string, quantityOrdered: string): void {
  const line = sandbox.admin.purchaseOrder(number)?.lines[0];
  if (line === undefined) throw new Error(`${number} has no line`);
  sandbox.admin.company().editLine(number, line.ord, { quantityOrdered }, { touch: true });
}

describe("a ledger restored from a backup", { timeout: 600_000 }, () => {
  it("sends nothing a second time that the lost one sent after the backup, gives no number twice, and goes on", async () => {
    // Cleo picks every file up at once, so that looking into the folder proves nothing.
    const site = await openSite({ gp: { companies: [company], coldStartMs: 0 }, cleo: { pickUp: "immediate" } });
    expect((await run(site, ["poll"])).exitCode).toBe(0);
    const [one = "", two = "", three = "", later = ""] = orders(site);
    // At the backup one order is planned and not sent: Cleo takes nothing.
    site.sandbox.admin.armFault({ target: "cleo.upload", effect: { kind: "status", status: 429 } });
    edit(site, one, "31");
    await run(site, ["poll", "--wait", "0"]);
    site.sandbox.admin.clearFaults();
    const file = join(site.directory, "ledger.backup");
    const backup = await run(site, ["backup", "-o", file]);
    expect(backup.exitCode, backup.errors).toBe(0);
    expect(backup.value).toMatchObject({ handover: false, keySource: "file" });

    // The ledger goes on: the planned one is sent, another one changes and is sent, a third one changes twice.
    edit(site, two, "32");
    expect((await run(site, ["poll", "--wait", "30"])).exitCode).toBe(0);
    edit(site, three, "33");
    expect((await run(site, ["poll"])).exitCode).toBe(0);
    const before = site.sandbox.admin.uploads();
    const numbersBefore = await interchangeNumbers(site);

    // It is lost, and the backup restored elsewhere.
    const elsewhere = restoredDirectory(site, { key: true });
    const restored = await run(site, ["restore", file], elsewhere);
    expect(restored.exitCode, restored.errors).toBe(0);
    expect(restored.value).toMatchObject({ mayHaveGoneOn: true, doubts: 1, secretsLocked: [], audit: { ok: true } });
    await keepUp(elsewhere);

    // The first poll reads everything, finds what was changed, and sends none of it.
    const poll = await run(site, ["poll"], elsewhere);
    expect(poll.value.read.purchaseOrders).toBe(company.data.purchaseOrders);
    expect(site.sandbox.admin.uploads()).toHaveLength(before.length);
    const doubts = await listed(site, elsewhere, "inDoubt");
    expect(doubts.map(({ key }) => key).toSorted()).toEqual([one, two, three].toSorted());

    // A person looks into Cleo. All of them had been sent.
    const settled = await run(site, ["settle", "--restored", "--arrived", "--reason", "seen in Cleo's log"], elsewhere);
    expect(settled.exitCode, settled.errors).toBe(0);
    expect(settled.value.settled).toHaveLength(3);
    await run(site, ["poll"], elsewhere);
    expect(site.sandbox.admin.uploads()).toHaveLength(before.length);

    // What changes from now on is new, and travels by itself, under numbers that nobody has seen.
    edit(site, later, "34");
    edit(site, one, "35");
    const next = await run(site, ["poll"], elsewhere);
    expect(next.value.outcomes).toMatchObject({ sent: 2 });
    const numbers = await interchangeNumbers(site);
    expect(numbers).toHaveLength(numbersBefore.length + 2);
    expect(new Set(numbers).size).toBe(numbers.length);
    const files = site.sandbox.admin.uploads().map(({ path }) => path);
    expect(new Set(files).size).toBe(files.length);
    expect((await run(site, ["audit", "verify"], elsewhere)).value).toMatchObject({ ok: true });
    expect((await run(site, ["documents", "list", "--state", "inDoubt"], elsewhere)).value.documents).toEqual([]);
  });

  it("goes on without a doubt where the one before was handed over, which then refuses to work", async () => {
    const site = await openSite({ gp: { companies: [company], coldStartMs: 0 } });
    expect((await run(site, ["poll"])).exitCode).toBe(0);
    const sent = site.sandbox.admin.uploads().length;
    const [one = ""] = orders(site);
    const file = join(site.directory, "handover.backup");
    const backup = await run(site, ["backup", "--handover", "-o", file]);
    expect(backup.exitCode, backup.errors).toBe(0);
    const refused = await run(site, ["poll"]);
    expect(refused.exitCode).toBe(2);
    expect(refused.value.error.code).toBe("LEDGER_HANDED_OVER");

    const elsewhere = restoredDirectory(site, { key: true });
    const restored = await run(site, ["restore", file], elsewhere);
    expect(restored.value).toMatchObject({ mayHaveGoneOn: false, doubts: 0, leaps: [] });
    edit(site, one, "77");
    const next = await run(site, ["poll"], elsewhere);
    expect(next.value.outcomes).toMatchObject({ sent: 1 });
    expect(site.sandbox.admin.uploads()).toHaveLength(sent + 1);
    const numbers = await interchangeNumbers(site);
    expect(numbers.toSorted()).toEqual(numbers.map((_, index) => String(index + 1).padStart(9, "0")));
  });

  it("answers partners with 997s under numbers that the lost one did not give, each group once", async () => {
    const site = await openSite({ gp: { companies: [company], coldStartMs: 0 } });
    await site.configure({
      "    partners:\n": "    inbound: { poll: { folder: download, schedule: manual } }\n    partners:\n",
      "gs: PARTNER }": "gs: PARTNER, send997: { folder: upload/997 } }",
    });
    expect((await run(site, ["poll"])).exitCode).toBe(0);
    const acknowledged = async (): Promise<string[]> => {
      const files = site.sandbox.admin.uploads().filter(({ path }) => path.startsWith("upload/997/"));
      const texts = files.map(
        async ({ seq }) => (await site.sandbox.admin.uploadContent(seq))?.toString("latin1") ?? "",
      );
      return (await Promise.all(texts)).map((text) => /~AK1\*(\w\w\*\d+)/.exec(text)?.[1] ?? text);
    };
    /** The partner answers some orders, and whoever works on the directory answers the partner. */
    async function exchange(directory: string, ...answered: (string | undefined)[]): Promise<void> {
      const goal = (await acknowledged()).length + answered.length;
      for (const order of answered)
        await site.sandbox.admin.partner.answer(order ?? "", [{ type: "856", by: "folder" }]);
      const worker = await startCommand(directory, ["worker"]);
      try {
        const { exitCode, errors } = await run(site, ["inbound", "collect"], directory);
        expect(exitCode, errors).toBe(0);
        await expect.poll(async () => (await acknowledged()).length, { timeout: 60_000 }).toBe(goal);
      } finally {
        await worker.stop();
      }
    }
    const [one, two, three, four] = site.sandbox.admin.partner.orders();
    await exchange(site.directory, one);
    const file = join(site.directory, "ledger.backup");
    expect((await run(site, ["backup", "-o", file])).exitCode).toBe(0);
    await exchange(site.directory, two, three);
    const elsewhere = restoredDirectory(site, { key: true });
    expect((await run(site, ["restore", file], elsewhere)).exitCode).toBe(0);
    await keepUp(elsewhere);
    await exchange(elsewhere, four);
    const groups = await acknowledged();
    expect(new Set(groups).size).toBe(4);
    const numbers = await interchangeNumbers(site);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it("is not made from a backup that was changed or cut off, nor in a database that holds something", async () => {
    const site = await openSite({ gp: { companies: [company], coldStartMs: 0 } });
    expect((await run(site, ["poll"])).exitCode).toBe(0);
    const file = join(site.directory, "whole.backup");
    expect((await run(site, ["backup", "-o", file])).exitCode).toBe(0);
    expect((await run(site, ["backup", "-o", file])).value.error.code).toBe("BACKUP_FILE_UNUSABLE");
    expect((await run(site, ["restore", file])).value.error.code).toBe("RESTORE_TARGET_NOT_EMPTY");
    expect((await run(site, ["restore", file, "--verify-only"])).value).toMatchObject({ ok: true });
    const bytes = readFileSync(file);
    const elsewhere = restoredDirectory(site, { key: false });
    for (const [name, damaged] of Object.entries({
      cut: bytes.subarray(0, bytes.length - 20),
      half: bytes.subarray(0, bytes.length / 2),
      changed: Buffer.from(bytes).fill(bytes[4_000] === 7 ? 8 : 7, 4_000, 4_001),
      other: Buffer.from("not a backup"),
      empty: Buffer.alloc(0),
    })) {
      const path = join(site.directory, `${name}.backup`);
      writeFileSync(path, damaged);
      const refused = await run(site, ["restore", path], elsewhere);
      expect([name, refused.exitCode, refused.value?.error?.code]).toEqual([name, 2, "BACKUP_UNREADABLE"]);
      // The first one is refused where there is no database yet.
      if (name === "cut") await keepUp(elsewhere);
    }
    // After all of that the directory is still empty, and takes the whole one; without the key it says so.
    const restored = await run(site, ["restore", file], elsewhere);
    expect(restored.exitCode, restored.errors).toBe(0);
    expect(restored.value.secretsLocked).toHaveLength(2);
  });
});

async function listed(site: Site, directory: string, state: string): Promise<Listed[]> {
  return (await run(site, ["documents", "list", "--state", state, "--limit", "1000"], directory)).value.documents;
}

/** ISA13 of every interchange that Cleo accepted, in order. */
async function interchangeNumbers({ sandbox }: Site): Promise<string[]> {
  const numbers: string[] = [];
  for (const { seq, path } of sandbox.admin.uploads()) {
    if (path.endsWith(".x12"))
      numbers.push((await sandbox.admin.uploadContent(seq))?.subarray(90, 99).toString() ?? "");
  }
  return numbers;
}
