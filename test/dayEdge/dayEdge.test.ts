/**
 * GP's ModifiedDate is a date without a time, in the site's own calendar. Every case here edits something where that is
 * dangerous, and holds the same promise: after the next poll the change has travelled, exactly once.
 */
import { describe, expect, onTestFinished, test } from "vitest";
import type { EditOptions } from "../../src/sandbox/admin/companyEdits.ts";
import { openPollingSite, type PollingSite, type PollingSiteOptions } from "../pollingSite.ts";
import { instantAt } from "./localTime.ts";

const zones = ["America/Chicago", "Australia/Sydney", "Asia/Kolkata", "UTC"];
const hour = 3_600_000;
const day = 24 * hour;
const orders = ["PO00000001", "PO00000002", "PO00000003"] as const;
const [order, other, third] = orders;

async function openSite(zone: string, local: string, options: PollingSiteOptions = {}): Promise<PollingSite> {
  const data = { vendors: 1, purchaseOrders: orders.length, linesPerOrder: 1, seed: 11, spreadDays: 40 };
  const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };
  const site = await openPollingSite({
    now: instantAt(zone, local),
    ...options,
    sandbox: { gp: { timeZone: zone, companies: [company] } },
  });
  onTestFinished(() => site.close());
  await site.poll();
  for (const number of orders) expect(await site.files(number), "the seed holds open orders").toHaveLength(1);
  return site;
}

let edits = 0;

/** An edit that a file shows. */
function edit({ sandbox }: PollingSite, number: string, change: { modified?: string } = {}, options?: EditOptions) {
  const mark = `EDIT ${++edits}.`;
  sandbox.admin.company().editPurchaseOrder(number, { comment: mark, ...change }, options);
  return { number, mark };
}

async function travelled(site: PollingSite, { number, mark }: { number: string; mark: string }): Promise<number> {
  return (await site.files(number)).filter(({ text }) => text.includes(mark)).length;
}

/** One poll brings the change, further ones bring nothing. */
async function travelsOnce(site: PollingSite, made: ReturnType<typeof edit>): Promise<void> {
  expect(await travelled(site, made), "before the poll").toBe(0);
  await site.poll();
  expect(await travelled(site, made), "after the next poll").toBe(1);
  const before = site.sandbox.admin.uploads().length;
  await site.poll();
  expect(site.sandbox.admin.uploads(), "a second poll").toHaveLength(before);
}

describe.each(zones)("at a site in %s", (zone) => {
  const at = (local: string) => instantAt(zone, local);

  test("an edit travels, whether it was made before or after a poll of the same day", async () => {
    const site = await openSite(zone, "2026-05-20T08:00:00");
    await travelsOnce(site, edit(site, order));
    site.setTime(at("2026-05-20T09:00:00"));
    await travelsOnce(site, edit(site, order));
    await travelsOnce(site, edit(site, other));
  });

  test("an edit in the last second of a day travels with the first poll of the next", async () => {
    const site = await openSite(zone, "2026-05-20T23:59:58");
    site.setTime(at("2026-05-20T23:59:59"));
    const late = edit(site, order);
    site.setTime(at("2026-05-21T00:00:01"));
    await travelsOnce(site, late);
  });

  test("an edit in the last second of a day travels although the poll that moved the watermark saw that day", async () => {
    const site = await openSite(zone, "2026-05-20T23:00:00");
    await travelsOnce(site, edit(site, other));
    site.setTime(at("2026-05-20T23:59:59"));
    const late = edit(site, order);
    site.setTime(at("2026-05-21T00:00:00"));
    await travelsOnce(site, late);
  });

  test("an edit in the first second of a day travels, although a poll ran in it", async () => {
    const site = await openSite(zone, "2026-05-20T12:00:00");
    site.setTime(at("2026-05-21T00:00:01"));
    await travelsOnce(site, edit(site, order));
    await travelsOnce(site, edit(site, other));
    await travelsOnce(site, edit(site, order));
  });

  test("nothing is modified for six weeks, and then something is", async () => {
    const site = await openSite(zone, "2026-05-20T12:00:00");
    for (let week = 0; week < 6; week++) {
      site.advance(7 * day);
      expect((await site.poll()).outcomes.sent).toBe(0);
    }
    await travelsOnce(site, edit(site, order));
  });

  test("a ModifiedDate in the future keeps neither its record nor the others back", async () => {
    const site = await openSite(zone, "2026-05-20T12:00:00");
    await travelsOnce(site, edit(site, order, { modified: "2026-06-30" }));
    await travelsOnce(site, edit(site, other));
    // A typing error of a century, and an edit of an order that carries it.
    await travelsOnce(site, edit(site, third, { modified: "2126-05-20" }));
    await travelsOnce(site, edit(site, third, {}, { touch: false }));
    site.advance(3 * day);
    await travelsOnce(site, edit(site, order));
    await travelsOnce(site, edit(site, other));
  });

  test.each([26, 14, -14, -26])("the connector's clock differs from the site's by %i hours", async (hours) => {
    const site = await openSite(zone, "2026-05-20T23:30:00", { skew: hours * hour });
    for (let step = 0; step < 6; step++) {
      await travelsOnce(site, edit(site, orders[step % orders.length] ?? order));
      site.advance(7 * hour);
    }
  });

  test("the connector's clock jumps by 26 hours, ahead and back", async () => {
    const site = await openSite(zone, "2026-05-20T12:00:00");
    for (const hours of [26, -26, 0, 26, 0]) {
      site.setSkew(hours * hour);
      await travelsOnce(site, edit(site, order));
      site.advance(hour);
      await travelsOnce(site, edit(site, other));
    }
  });

  test("the connector takes the site to be somewhere else", async () => {
    for (const timeZone of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
      const site = await openSite(zone, "2026-05-20T20:00:00", { timeZone });
      for (let step = 0; step < 5; step++) {
        await travelsOnce(site, edit(site, order));
        site.advance(5 * hour);
      }
    }
  });
});

describe.each([
  { zone: "America/Chicago", date: "2026-03-08", what: "loses an hour" },
  { zone: "America/Chicago", date: "2026-11-01", what: "gains an hour" },
  { zone: "Australia/Sydney", date: "2026-10-04", what: "loses an hour" },
  { zone: "Australia/Sydney", date: "2026-04-05", what: "gains an hour" },
])("on $date, when $zone $what", ({ zone, date }) => {
  test("edits of every hour travel, each with the next poll", async () => {
    const site = await openSite(zone, `${date}T00:00:00`);
    site.advance(-2 * hour);
    expect((await site.poll()).outcomes.sent).toBe(0);
    for (let hours = -2; hours < 28; hours++) {
      const made = edit(site, orders[(hours + 2) % orders.length] ?? order);
      site.advance(hour);
      await site.poll();
      expect(await travelled(site, made), `${hours} hours from midnight`).toBe(1);
    }
    const before = site.sandbox.admin.uploads().length;
    await site.poll();
    expect(site.sandbox.admin.uploads()).toHaveLength(before);
  });
});
