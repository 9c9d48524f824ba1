/** Disks that are full: the program says so with a code, loses nothing, and goes on once there is room. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { applyRetention, planRetention } from "../../src/app/applyRetention.ts";
import { runCommand } from "../commandLine.ts";
import { openPollingSite } from "../pollingSite.ts";
import { canMount, resizeDisk, smallDisk } from "../smallDisk.ts";
import { openSite } from "./site.ts";

const company = {
  database: "TWO",
  id: -1,
  displayName: "Fabrikam, Inc.",
  data: { vendors: 3, purchaseOrders: 60, linesPerOrder: 2, seed: 5 },
};

describe.skipIf(!canMount("exports, backups and archives"))("a full disk", () => {
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
