/** Disks that are full: the program says so with a code, loses nothing, and goes on once there is room. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { applyRetention, planRetention } from "../../src/app/applyRetention.ts";
import { runCommand } from "../commandLine.ts";
import { openPollingSite } from "../pollingSite.ts";
import { startCommand } from "../runningCommand.ts";
import { canMount, fillDisk, resizeDisk, smallDisk } from "../smallDisk.ts";
import { openSite } from "./site.ts";

const company = {
  database: "TWO",
  id: -1,
  displayName: "Fabrikam, Inc.",
  data: { vendors: 3, purchaseOrders: 60, linesPerOrder: 2, seed: 5 },
};
const within = { timeout: 240_000, interval: 100 };

describe.skipIf(!canMount("a connector at work"))("a full disk", () => {
  it("under the database costs time, and no file", { timeout: 600_000 }, async ({ skip }) => {
    const disk = await smallDisk("200m");
    if (disk === undefined) return skip("no right to mount");
    const site = await openSite(
      { gp: { companies: [company], pageCap: 8, latencyMs: 30 }, cleo: { pickUp: "never" } },
      disk,
    );
    const worker = await startCommand(disk, ["worker"]);
    onTestFinished(() => worker.kill());
    const id = await site.requestPoll();
    for (let time = 1; time <= 2; time++) {
      const goal = Math.min(site.sandbox.admin.uploads().length + 6, 30);
      await expect.poll(() => site.sandbox.admin.uploads().length, within).toBeGreaterThanOrEqual(goal);
      const makeRoom = fillDisk(disk, 0);
      // Told of on stderr, as to whoever looks into the service's log.
      const told = worker.errors().length;
      await expect.poll(() => worker.errors().slice(told), within).toMatch(/DATABASE_(DISK_FULL|UNREACHABLE)/);
      await makeRoom();
    }
    await expect.poll(async () => (await site.job(id)).state, within).toBe("succeeded");
    const open = async () => {
      const { planned = 0, sending = 0, failed = 0 } = await site.deliveries();
      return planned + sending + failed;
    };
    await expect.poll(open, within).toBe(0);
    const names = site.sandbox.admin.uploads().map(({ path }) => path);
    expect(new Set(names).size).toBe(names.length);
    const { sent = 0, inDoubt = 0 } = await site.deliveries();
    expect(sent + inDoubt).toBeGreaterThanOrEqual(names.length);
    expect(names.length).toBeGreaterThanOrEqual(sent);
    expect(await worker.stop()).toBe(0);
  });

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
    await expect(applyRetention(application, disk)).rejects.toMatchObject({ code: "FILE_DISK_FULL" });
    for (const name of readdirSync(disk).filter((each) => each.endsWith(".jsonl")))
      for (const line of readFileSync(join(disk, name), "utf8").trimEnd().split("\n")) JSON.parse(line);
    const kept = await planRetention(application);
    resizeDisk(disk, "20m");
    const later = { ...application, clock: () => new Date("2027-12-01T00:01:00Z") };
    const applied = await applyRetention(later, disk);
    expect(applied.rows).toBe(kept.pages + kept.notifications + kept.alerts);
    expect((await planRetention(application)).pages).toBe(0);
  }, 240_000);
});
