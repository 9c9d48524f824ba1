import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { listAlerts, raiseAlert } from "../ledger/alerts.ts";
import { storedSecretNames } from "../ledger/configurations.ts";
import { watchAnswers } from "../sync/watchAnswers.ts";
import { loadConfiguration } from "./configure.ts";
import { putEntry, readConfigurationInForce, removeEntry } from "./editConfiguration.ts";
import { planRemoval } from "./planRemoval.ts";
import { readHome } from "./readHome.ts";
import { planReplay } from "./replay.ts";
import { startRuntime } from "./runtime.ts";
import { listSchedules } from "./schedules.ts";

describe("removing a link", () => {
  let site: PollingSite;
  beforeEach(async () => {
    site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00" });
    await site.poll();
  });
  afterEach(() => site.close());

  const links = async (): Promise<string[]> =>
    (await loadConfiguration(site.application)).links.map(({ name }) => name);
  const blocked = async (): Promise<string> =>
    (
      await site.ledger
        .selectFrom("delivery")
        .select("id")
        .where("state", "=", "blocked")
        .orderBy("position")
        .limit(1)
        .executeTakeFirstOrThrow()
    ).id;

  it("says beforehand what would stay undone and what stays in the books, and changes nothing", async () => {
    const plan = await planRemoval(site.application, "links", site.link);
    expect(plan).toMatchObject({
      unfinished: [{ what: "delivery", state: "blocked", count: expect.any(Number), underWay: false }],
      refused: null,
      leavesWork: true,
      unused: [
        { section: "gp", name: "gp" },
        { section: "cleo", name: "cleo" },
      ],
    });
    expect(plan.schedules).toBeGreaterThan(2);
    expect(plan.onRecord?.documents).toBeGreaterThan(20);
    expect(await links()).toEqual([site.link]);
    await expect(planRemoval(site.application, "links", "nowhere")).rejects.toMatchObject({
      code: "CONFIGURATION_ENTRY_UNKNOWN",
    });
  });

  it("is refused while work waits, unless that is left on purpose; then the books stay and nobody is asked for", async () => {
    await site.ledger.transaction().execute(async (transaction) => {
      await raiseAlert(transaction, {
        key: "test",
        code: "SCHEDULE_SILENT",
        link: site.link,
        message: "silent",
        now: site.application.clock(),
      });
    });
    const before = await readHome(site.application);
    expect([before.needs.length > 0, before.alerts.length]).toEqual([true, 1]);
    const refused = removeEntry(site.application, "links", site.link);
    await expect(refused).rejects.toMatchObject({
      code: "LINK_WORK_WAITING",
      message: expect.stringMatching(/\d files? blocked/),
    });
    expect(await links()).toEqual([site.link]);

    const delivery = await blocked();
    const { onRecord } = await planRemoval(site.application, "links", site.link);
    await removeEntry(site.application, "links", site.link, { leaveWaiting: true });
    expect(await links()).toEqual([]);
    expect(await readHome(site.application)).toMatchObject({ needs: [], alerts: [], links: [] });
    expect(await listSchedules(site.application)).toEqual([]);
    expect((await planReplay(site.ledger, [delivery], "rerender")).replays).toMatchObject([
      { state: "blocked", refused: `its link ${site.link} was removed` },
    ]);
    const [entry] = await site.ledger
      .selectFrom("auditEntry")
      .selectAll()
      .where("action", "=", "link.removed")
      .execute();
    expect(entry).toMatchObject({
      actor: "test",
      link: site.link,
      detail: { left: [{ what: "delivery", state: "blocked" }] },
    });
    const rows = await site.ledger.selectFrom("document").select("id").where("link", "=", site.link).execute();
    expect(rows).toHaveLength(onRecord?.documents ?? -1);
  });

  it("leaves no alert of it behind, whatever stays in the books, and none comes back", async () => {
    const open = () => listAlerts(site.ledger, { state: "open", limit: 9 });
    await site.request();
    await site.watch();
    expect((await open()).map(({ link }) => link)).toContain(site.link);
    await removeEntry(site.application, "links", site.link, { leaveWaiting: true });
    await site.watch();
    await watchAnswers(site.application);
    expect(await open()).toEqual([]);

    // The poll that waited ends, because its link is gone.
    const runtime = await startRuntime(site.application, { onError: () => {} });
    const states = async () =>
      (await site.ledger.selectFrom("job").select("state").execute()).map(({ state }) => state);
    await expect.poll(states, { timeout: 20_000 }).toContain("failed");
    await runtime.stop();
    expect(await open()).toEqual([]);
  });

  it("is refused while a file is in doubt, whatever is left on purpose", async () => {
    await site.ledger
      .updateTable("delivery")
      .set({ state: "inDoubt" })
      .where("id", "=", await blocked())
      .execute();
    expect((await planRemoval(site.application, "links", site.link)).refused).toMatchObject({ code: "LINK_UNDER_WAY" });
    await expect(removeEntry(site.application, "links", site.link, { leaveWaiting: true })).rejects.toMatchObject({
      code: "LINK_UNDER_WAY",
      message: expect.stringContaining("1 file in doubt"),
    });
    expect(await links()).toEqual([site.link]);
  });

  it("lets its connections go after it, with their passwords; a link that comes back goes on from where it was", async () => {
    const { file } = await readConfigurationInForce(site.application);
    await expect(removeEntry(site.application, "gp", "gp")).rejects.toMatchObject({ code: "CONFIGURATION_IN_USE" });
    expect(await planRemoval(site.application, "gp", "gp")).toMatchObject({
      usedBy: [site.link],
      refused: { code: "CONFIGURATION_IN_USE" },
    });
    await removeEntry(site.application, "links", site.link, { leaveWaiting: true });
    await removeEntry(site.application, "gp", "gp");
    expect(await storedSecretNames(site.ledger)).toEqual(["cleo/cleo/password"]);

    const [gp] = file.gp;
    const [{ name: _, ...link } = {}] = file.links ?? [];
    await putEntry(site.application, "gp", "gp", { ...gp, auth: { ...gp?.auth, password: "Sandbox-Pa55!" } });
    await putEntry(site.application, "links", site.link, link);
    const { replays } = await planReplay(site.ledger, [await blocked()], "rerender");
    expect(replays[0]).not.toHaveProperty("refused");
    const report = await site.poll();
    expect(report.outcomes.sent).toBe(0);
  });
});
