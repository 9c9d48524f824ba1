/** Disks that are full: the program says so with a code, loses nothing, and goes on once there is room. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, it, onTestFinished } from "vitest";
import { applyRetention, planRetention } from "../../src/app/applyRetention.ts";
import { runCommand, sandboxSecrets } from "../commandLine.ts";
import { openPollingSite } from "../pollingSite.ts";
import { startCommand } from "../runningCommand.ts";
import { canMount, fillDisk, resizeDisk, smallDisk } from "../smallDisk.ts";
import { openSite, type Site } from "./site.ts";

const company = {
  database: "TWO",
  id: -1,
  displayName: "Fabrikam, Inc.",
  data: { vendors: 3, purchaseOrders: 60, linesPerOrder: 2, seed: 5 },
};

const program = join(import.meta.dirname, "../../bin/ml-connector.js");
const within = { timeout: 120_000, interval: 50 };

describe.skipIf(!canMount("exports, backups, archives and the database of a running worker"))("a full disk", () => {
  it("under a running worker costs time, and no file: it says so once, spares GP, and goes on by itself", async ({
    skip,
  }) => {
    const disk = await smallDisk("150m");
    if (disk === undefined) return skip("no right to mount");
    const site = await openSite(
      { gp: { companies: [company], pageCap: 8, latencyMs: 40 }, cleo: { pickUp: "never" } },
      disk,
    );
    const { admin } = site.sandbox;
    const [stays, ends] = await Promise.all([0, 1].map(() => startCommand(site.directory, ["worker"])));
    if (stays === undefined || ends === undefined) throw new Error("no workers");
    onTestFinished(() => Promise.all([stays.kill(), ends.kill()]).then(() => {}));
    const id = await site.requestPoll();

    // First no table grows any more.
    await expect.poll(() => admin.uploads().length, within).toBeGreaterThan(5);
    const calls = () => admin.gpRequests(0).length;
    const before = calls();
    let makeRoom = fillDisk(disk);
    const told = () => `${stays.errors()}${ends.errors()}`;
    await expect.poll(told, within).toContain("DATABASE_DISK_FULL");
    await makeRoom();
    const goal = admin.uploads().length + 8;
    await expect.poll(() => admin.uploads().length, within).toBeGreaterThanOrEqual(goal);
    expect(calls() - before).toBeLessThan(60);

    // Then there is no room for the database's journal either, which ends its server.
    makeRoom = fillDisk(disk);
    await fillJournal(site);
    await expect.poll(() => stays.errors(), within).toMatch(/ended unexpectedly.*DATABASE_DISK_FULL/s);
    expect(await ends.stop()).toBe(3);
    // The last thing that it says.
    expect(ends.errors()).toMatch(/(?:^|\n)DATABASE_(?:DISK_FULL|UNREACHABLE) [^\n]*(?:\n [^\n]*)*\n?$/);
    await makeRoom();
    await expect.poll(() => stays.errors(), within).toContain("The database server works again.");

    await expect.poll(async () => (await site.job(id)).state, within).toBe("succeeded");
    await expect
      .poll(async () => {
        const { planned = 0, sending = 0, failed = 0 } = await site.deliveries();
        return planned + sending + failed;
      }, within)
      .toBe(0);
    const names = admin.uploads().map(({ path }) => path);
    expect(new Set(names).size).toBe(names.length);
    // An order whose answer could not be written down may be held; what is held was not sent twice.
    const { sent = 0, inDoubt = 0 } = await site.deliveries();
    expect(sent + inDoubt).toBe(company.data.vendors + company.data.purchaseOrders);
    expect(names.length).toBeGreaterThanOrEqual(sent);
    for (const line of ["DATABASE_DISK_FULL The database behind", "DATABASE_DISK_FULL PostgreSQL could not"])
      expect(stays.errors().split(line).length, line).toBeLessThanOrEqual(2);
    expect(await stays.stop()).toBe(0);
  }, 240_000);

  it("under an export or a backup leaves no half file, and the same command works with room", async ({ skip }) => {
    const disk = await smallDisk("4k");
    if (disk === undefined) return skip("no right to mount");
    const site = await openSite({ gp: { companies: [company] } });
    // Enough of a trail.
    for (let more = 0; more < 12; more++) await site.configure();
    const exported = ["audit", "export", "-o", join(disk, "trail.jsonl")];
    const backedUp = ["backup", "--output", join(disk, "ledger.backup")];
    const failed = await runCommand(site.directory, exported);
    expect(failed.exitCode, failed.errors).toBe(3);
    expect(failed.output + failed.errors).toContain("FILE_DISK_FULL");
    const refused = await runCommand(site.directory, backedUp);
    expect(refused.exitCode, refused.errors).toBe(2);
    expect(refused.output + refused.errors).toContain("BACKUP_FILE_UNUSABLE");
    expect(readdirSync(disk)).toEqual([]);
    resizeDisk(disk, "20m");
    for (const words of [exported, backedUp]) expect((await runCommand(site.directory, words)).exitCode).toBe(0);
    const proven = await runCommand(site.directory, ["audit", "verify", join(disk, "trail.jsonl")]);
    expect(proven.exitCode, proven.errors).toBe(0);
  }, 240_000);

  it("under an archive keeps what it could not archive, and proves what it could", async ({ skip }) => {
    const disk = await smallDisk("8k");
    if (disk === undefined) return skip("no right to mount");
    const site = await openPollingSite({ now: "2026-03-18T17:00:00Z", sandbox: { gp: { companies: [company] } } });
    onTestFinished(() => site.close());
    for (let time = 0; time < 4; time++) await site.poll({ full: true });
    const application = { ledger: site.ledger, actor: "cli:mia", clock: () => new Date("2027-12-01T00:00:00Z") };
    const planned = await planRetention(application);
    expect(planned.pages).toBeGreaterThan(0);
    await expect(applyRetention(application, disk)).rejects.toMatchObject({ code: "ARCHIVE_UNWRITABLE" });
    for (const name of readdirSync(disk).filter((each) => each.endsWith(".jsonl")))
      expect(readFileSync(join(disk, name), "utf8"), "half a line").toMatch(/^$|\n$/);
    const kept = await planRetention(application);
    expect(kept.pages).toBeGreaterThan(0);
    resizeDisk(disk, "20m");
    const later = { ...application, clock: () => new Date("2027-12-01T00:01:00Z") };
    const applied = await applyRetention(later, disk);
    expect(applied.rows).toBeGreaterThanOrEqual(kept.pages + kept.notifications + kept.alerts);
    expect((await planRetention(application)).pages).toBe(0);
  }, 240_000);
});

describe.skipIf(!existsSync("/dev/full"))("output that goes to a full disk", () => {
  it("does not end a worker, and is the error of a command whose answer it was", async () => {
    const site = await openSite({ gp: { companies: [{ ...company, data: { ...company.data, purchaseOrders: 2 } }] } });
    const full = openSync("/dev/full", "w");
    const run = (words: readonly string[], errors: number | "pipe") =>
      spawn(process.execPath, [program, ...words, "--data", join(site.directory, "data"), "--json"], {
        env: { ...process.env, ...sandboxSecrets },
        stdio: ["ignore", full, errors],
      });
    const worker = run(["worker"], full);
    onTestFinished(() => void worker.kill("SIGKILL"));
    const id = await site.requestPoll();
    await expect.poll(async () => (await site.job(id)).state, within).toBe("succeeded");
    expect(worker.exitCode).toBeNull();
    const command = run(["jobs", "list"], "pipe");
    let told = "";
    command.stderr?.on("data", (chunk) => {
      told += chunk;
    });
    expect(await once(command, "close")).toEqual([3, null]);
    expect(told).toContain("FILE_DISK_FULL");
  });
});

/** A message in the journal, which no table holds, larger than the journal's next file. */
async function fillJournal({ application }: Site): Promise<void> {
  const client = new pg.Client(application.database.poolConfig);
  client.on("error", () => {});
  await client.connect().catch(() => {});
  for (let time = 0; time < 4; time++)
    await client.query("select pg_logical_emit_message(false, 'test', repeat('x', 8000000))").catch(() => {});
  await client.end().catch(() => {});
}
