/**
 * A link is removed while something of it begins, on connections of their own. Where one is in the middle of its transaction, the
 * other is seen to wait for it in the database.
 */
import { sql } from "kysely";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { untilWaiting } from "../../test/lockWaits.ts";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { queueReplay } from "../ledger/deliveries.ts";
import { takeDeliveriesDue } from "../ledger/dueDeliveries.ts";
import { claimJob } from "../ledger/jobs.ts";
import { holdLink } from "../ledger/linkHold.ts";
import { deliverSome } from "../sync/deliver.ts";
import { storeArrival } from "../sync/inbound/store.ts";
import { loadConfiguration } from "./configure.ts";
import { putEntry, readConfigurationInForce, removeEntry } from "./editConfiguration.ts";

describe("removing a link while something of it begins", () => {
  let site: PollingSite;
  let third: pg.Client;
  beforeEach(async () => {
    site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00" });
    await site.request({ entities: ["vendors"] });
    await site.takeUp();
    third = new pg.Client(site.application.database.poolConfig);
    await third.connect();
  });
  afterEach(async () => {
    await third.end();
    await site.close();
  });

  const links = async () => (await loadConfiguration(site.application)).links.map(({ name }) => name);
  const remove = () => {
    const removal = removeEntry(site.application, "links", site.link, { leaveWaiting: true });
    // It may be refused before anybody awaits it.
    removal.catch(() => {});
    return removal;
  };
  it("waits for a worker that is taking files, and is refused when it has them", async () => {
    const claim = await site.ledger.startTransaction().execute();
    const [taken] = await takeDeliveriesDue(claim, site.link, site.application.clock(), 1);
    await claim
      .updateTable("delivery")
      .set({ state: "sending", workerId: "wrk_1" })
      .where("id", "=", taken?.id ?? "")
      .execute();
    const removal = remove();
    await untilWaiting(site.ledger, 1);
    await claim.commit().execute();
    await expect(removal).rejects.toMatchObject({
      code: "LINK_UNDER_WAY",
      message: expect.stringContaining("1 file being sent"),
    });
    expect(await links()).toEqual([site.link]);
    await site.ledger.updateTable("delivery").set({ state: "planned", workerId: null }).execute();
    await site.deliver();
  });

  it("lets nothing begin that came while it was being done: no file, job, message or replay", async () => {
    await deliverSome(site.contextOf("wrk_1"), site.resources, 1);
    const sent = await site.ledger.selectFrom("delivery").selectAll().where("state", "=", "sent").executeTakeFirst();
    const queued = await site.request({ entities: ["vendors"] });
    const uploads = site.sandbox.admin.uploads().length;
    await third.query("begin");
    await third.query("lock table configuration in share mode");
    const removal = remove();
    await untilWaiting(site.ledger, 1);

    const context = site.contextOf("wrk_2");
    const delivered = deliverSome(context, site.resources, 4);
    const claimed = claimJob(site.ledger, "wrk_2", ["wrk_2"], site.application.clock());
    const stored = storeArrival(
      { ...context, wake: () => {} },
      { link: site.link, source: "webhook", content: Buffer.from("ISA*00*") },
    );
    stored.catch(() => {});
    await untilWaiting(site.ledger, 4);
    await third.query("commit");
    await removal;

    expect(await links()).toEqual([]);
    expect(await delivered).toBe("idle");
    expect(site.sandbox.admin.uploads()).toHaveLength(uploads);
    await expect(stored).rejects.toMatchObject({ code: "LINK_UNKNOWN" });
    expect(await site.ledger.selectFrom("inboxMessage").select("id").execute()).toEqual([]);
    // Whoever takes it up opens the link by the configuration in force, and so ends it with the reason.
    expect(await claimed).toMatchObject({ id: queued });
    const replayed = site.ledger
      .transaction()
      .execute((transaction) =>
        queueReplay(transaction, sent as never, { mode: "resend", jobId: queued, now: site.application.clock() }),
      );
    expect(await replayed).toBeUndefined();
    const [entry] = await site.ledger
      .selectFrom("auditEntry")
      .select("detail")
      .where("action", "=", "link.removed")
      .execute();
    const left = await site.ledger
      .selectFrom("delivery")
      .select(sql<number>`count(*)::integer`.as("count"))
      .where("state", "=", "planned")
      .executeTakeFirst();
    expect(entry?.detail).toMatchObject({
      left: [
        { what: "delivery", state: "planned", count: left?.count },
        { what: "job", state: "queued", count: 1 },
      ],
    });
  });

  it("is not done by a file that was made before another one was applied", async () => {
    const { file } = await readConfigurationInForce(site.application);
    const [{ name: _, ...link } = {}] = file.links ?? [];
    const holder = await site.ledger.startTransaction().execute();
    expect(await holdLink(holder, site.link)).toBe(true);
    const removal = remove();
    await untilWaiting(site.ledger, 1);
    await putEntry(site.application, "links", "second", link);
    await holder.commit().execute();
    await expect(removal).rejects.toMatchObject({ code: "CONFIGURATION_CHANGED" });
    expect(await links()).toEqual([site.link, "second"]);
  });

  it("ends: a link that comes back under the name goes on with what was left", async () => {
    const { file } = await readConfigurationInForce(site.application);
    const [{ name: _, ...link } = {}] = file.links ?? [];
    await remove();
    expect(await deliverSome(site.contextOf("wrk_1"), site.resources, 1)).toBe("idle");
    await putEntry(site.application, "links", site.link, link);
    await site.deliver();
    expect(site.sandbox.admin.uploads().length).toBeGreaterThan(0);
  });
});
