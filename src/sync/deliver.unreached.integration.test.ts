import { expect, onTestFinished, test } from "vitest";
import { x12Link } from "../../test/answeringSite.ts";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { findDelivery, isToTry, pendingDeliveries } from "../ledger/deliveries.ts";
import { lastDeliveryPause } from "../ledger/deliveryPause.ts";
import { documentPage } from "../ledger/documentSearch.ts";
import { countDeliveriesDue, linksWithWork } from "../ledger/dueDeliveries.ts";
import { deliverSome } from "./deliver.ts";

test("A connection that is down is tried after pauses that grow to a minute, and from the first one again once it has worked.", async () => {
  const site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00" });
  onTestFinished(site.close);
  const { sandbox, ledger, resources, link } = site;
  const context = { ...site.contextOf("wrk_1"), unreached: new Map<string, number>() };
  await site.request({ entities: ["vendors"] });
  await site.takeUp();
  const due = async () =>
    ((await lastDeliveryPause(ledger, link))?.until.getTime() ?? 0) - site.application.clock().getTime();
  /** @returns seconds until the next attempt, after each of so many that fail */
  async function pauses(attempts: number): Promise<number[]> {
    sandbox.admin.armFault({ target: "cleo.token", times: attempts, effect: { kind: "resetBeforeBody" } });
    const found: number[] = [];
    for (let attempt = 0; attempt < attempts; attempt++) {
      expect(await deliverSome(context, resources, 1)).toBe("paused");
      const pause = await due();
      found.push(pause / 1_000);
      site.advance(pause);
    }
    return found;
  }
  expect(await pauses(7)).toEqual([1, 2, 5, 15, 60, 60, 60]);
  expect(await deliverSome(context, resources, 1)).toBe("done");
  // The token has ended by then.
  site.advance(24 * 3_600_000);
  expect(await pauses(2)).toEqual([1, 2]);
});

test("What takes longer to look through than the first pause lasts is looked through once, and then Cleo is tried.", async () => {
  const site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00" });
  onTestFinished(site.close);
  const { sandbox, ledger, resources } = site;
  await site.request();
  await site.takeUp();
  // Each look at the clock finds that two seconds have passed.
  let looks = 0;
  const clock = () => {
    looks += 1;
    if (looks > 500) throw new Error("it goes round and round");
    site.advance(2_000);
    return site.application.clock();
  };
  const context = { ...site.contextOf("wrk_1"), clock };
  sandbox.admin.armFault({ target: "cleo.token", times: 1, effect: { kind: "resetBeforeBody" } });
  expect(await deliverSome(context, resources, 1)).toBe("paused");
  const waiting = await ledger
    .selectFrom("delivery")
    .select("state")
    .where("state", "in", ["planned", "failed"])
    .execute();
  expect(waiting.length).toBeGreaterThan(20);
  expect(waiting.filter(({ state }) => state !== "failed")).toEqual([]);
  expect(await deliverSome(context, resources, 1)).toBe("done");
});

test("What has its file is put off with its link, and is not read again while Cleo is down.", async () => {
  const site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00" });
  onTestFinished(site.close);
  const { sandbox, ledger, resources, link } = site;
  await site.request();
  await site.takeUp();
  const context = site.contextOf("wrk_1");
  sandbox.admin.armFault({ target: "cleo.upload", times: 4, effect: { kind: "status", status: 429 } });
  expect(await deliverSome(context, resources, 4)).toBe("paused");
  // The token has ended by then.
  site.advance(24 * 3_600_000);
  sandbox.admin.armFault({ target: "cleo.token", times: 3, effect: { kind: "resetBeforeBody" } });
  expect(await deliverSome(context, resources, 1)).toBe("paused");
  const kept = await ledger.selectFrom("content").select(["digest", "bytes"]).execute();
  const open = () => ledger.selectFrom("delivery").select("nextAttemptAt").where("state", "=", "failed").execute();
  const waiting = await open();
  // Whoever reads a file now finds it damaged, and blocks its delivery.
  await ledger
    .updateTable("content")
    .set({ bytes: Buffer.from("damaged") })
    .execute();
  // One is asked for again by a person: it has its file, and was never put off.
  const again = ledger.selectFrom("delivery").select("id").where("contentDigest", "is not", null).limit(1);
  await ledger.updateTable("delivery").set({ state: "planned", nextAttemptAt: null }).where("id", "=", again).execute();
  site.advance(60_000);
  expect(await deliverSome(context, resources, 1)).toBe("paused");
  expect(await countDeliveriesDue(ledger, link, site.application.clock(), 1)).toBe(0);
  expect((await open()).length).toBe(waiting.length - 1);
  for (const { digest, bytes } of kept) {
    await ledger.updateTable("content").set({ bytes }).where("digest", "=", digest).execute();
  }
  site.advance(60_000);
  expect(await deliverSome(context, resources, 1)).toBe("paused");
  site.advance(60_000);
  expect(await deliverSome(context, resources, 1)).toBe("done");
});

test("An order that changes while Cleo is down leaves no gap in the control numbers of the partner.", async () => {
  const site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00", link: x12Link() });
  onTestFinished(site.close);
  const { sandbox, ledger, resources } = site;
  const context = site.contextOf("wrk_1");
  const poll = async () => {
    await site.request({ entities: ["purchaseOrders"] });
    await site.takeUp();
  };
  await poll();
  sandbox.admin.armFault({ target: "cleo.token", times: 1, effect: { kind: "resetBeforeBody" } });
  expect(await deliverSome(context, resources, 4)).toBe("paused");
  const waiting = await ledger.selectFrom("delivery").select("key").where("state", "=", "failed").execute();
  const [changed, ...others] = waiting.map(({ key }) => key);
  const ord = sandbox.admin.purchaseOrder(changed ?? "")?.lines[0]?.ord ?? 0;
  sandbox.admin.company().editLine(changed ?? "", ord, { quantityOrdered: "779.00000" });
  site.advance(60_000);
  await poll();
  while ((await deliverSome(context, resources, 4)) === "done") {}
  const sent = await ledger
    .selectFrom("delivery")
    .select(["key", "revision", "controlNumbers"])
    .where("state", "=", "sent")
    .execute();
  expect(sent.filter(({ revision }) => revision === 2).map(({ key }) => key)).toEqual([changed]);
  expect(sent.map(({ controlNumbers }) => controlNumbers?.interchange).toSorted((a = 0, b = 0) => a - b)).toEqual(
    Array.from({ length: others.length + 1 }, (_, index) => index + 1),
  );
});

test("What comes while Cleo is down is looked through and waits as long, and Cleo is not asked for it.", async () => {
  const site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00" });
  onTestFinished(site.close);
  const { sandbox, ledger, resources, link } = site;
  const context = site.contextOf("wrk_1");
  await site.request({ entities: ["vendors"] });
  await site.takeUp();
  sandbox.admin.armFault({ target: "cleo.token", times: 1, effect: { kind: "resetBeforeBody" } });
  expect(await deliverSome(context, resources, 1)).toBe("paused");
  await site.request({ entities: ["purchaseOrders"] });
  await site.takeUp();
  const now = site.application.clock();
  expect(await linksWithWork(ledger, now)).toEqual([link]);
  const before = await pendingDeliveries(ledger, link, now);
  const asked = sandbox.admin.cleoRequests().length;
  expect(await deliverSome(context, resources, 4)).toBe("paused");
  expect(await deliverSome(context, resources, 4)).toBe("idle");
  expect(await linksWithWork(ledger, now)).toEqual([]);
  expect(sandbox.admin.cleoRequests().length).toBe(asked);
  const { open, later } = await pendingDeliveries(ledger, link, now);
  expect([before.later < before.open, later]).toEqual([true, open]);
  const unseen = ledger.selectFrom("delivery").select("id").where("state", "=", "planned");
  expect(await unseen.execute()).toEqual([]);
  site.advance(60_000);
  while ((await deliverSome(context, resources, 4)) === "done") {}
  expect(await ledger.selectFrom("delivery").select("id").where(isToTry).execute()).toEqual([]);
});

test("Where Cleo says of no upload whether it was kept, three and then one after each growing pause come in doubt, and the others follow the first clear answer.", async () => {
  const site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00" });
  onTestFinished(site.close);
  const { sandbox, ledger, resources, link } = site;
  await site.request({ entities: ["purchaseOrders"] });
  await site.takeUp();
  const context = { ...site.contextOf("wrk_1"), unreached: new Map<string, number>() };
  const inDoubt = () => ledger.selectFrom("delivery").select("id").where("state", "=", "inDoubt").execute();
  sandbox.admin.armFault({ target: "cleo.upload", effect: { kind: "status", status: 503 } });
  for (let file = 0; file < 2; file++) expect(await deliverSome(context, resources, 1)).toBe("done");
  const pauses: number[] = [];
  for (let attempt = 0; attempt < 5; attempt++) {
    expect(await deliverSome(context, resources, 1)).toBe("paused");
    expect(await deliverSome(context, resources, 1)).toBe("idle");
    const until = (await lastDeliveryPause(ledger, link))?.until ?? new Date(0);
    const { documents } = await documentPage(ledger, { limit: 100, state: "planned" });
    expect(documents.length).toBeGreaterThan(4);
    for (const { error, nextAttemptAt } of documents) {
      expect([error?.code, nextAttemptAt]).toEqual(["CLEO_UPLOADS_UNCLEAR", until]);
    }
    const shown = await findDelivery(ledger, documents[0]?.deliveryId ?? "");
    expect([shown?.error?.code, shown?.nextAttemptAt]).toEqual(["CLEO_UPLOADS_UNCLEAR", until]);
    const pause = until.getTime() - site.application.clock().getTime();
    pauses.push(pause / 1_000);
    site.advance(pause);
  }
  expect(pauses).toEqual([5, 15, 60, 300, 300]);
  expect((await inDoubt()).length).toBe(7);
  const alerts = await ledger.selectFrom("alert").select(["key", "code", "owner"]).execute();
  expect(alerts).toEqual([{ key: `cleo-connection/${link}`, code: "CLEO_UPLOADS_UNCLEAR", owner: "cleo-admin" }]);

  sandbox.admin.clearFaults();
  while ((await deliverSome(context, resources, 4)) === "done") {}
  expect(await ledger.selectFrom("delivery").select("id").where(isToTry).execute()).toEqual([]);
  expect((await inDoubt()).length).toBe(7);
});

/** Orders that wait, the oldest first, and what a worker does with their link: one goes ahead. */
async function openWaitingOrders() {
  const site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00" });
  onTestFinished(site.close);
  await site.request({ entities: ["purchaseOrders"] });
  await site.takeUp();
  const context = { ...site.contextOf("wrk_1"), unreached: new Map<string, number>() };
  async function drain() {
    let delivered = await deliverSome(context, site.resources, 1);
    while (delivered === "done") delivered = await deliverSome(context, site.resources, 4);
    return delivered;
  }
  return { site, drain, keys: (await waiting(site)).map(({ key }) => key) };
}

const waiting = ({ ledger }: PollingSite) =>
  ledger.selectFrom("delivery").select(["key", "nextAttemptAt"]).where(isToTry).orderBy("position").execute();

/** Milliseconds for which the link waits. */
async function pauseOf({ ledger, link, application }: PollingSite): Promise<number> {
  return ((await lastDeliveryPause(ledger, link))?.until.getTime() ?? 0) - application.clock().getTime();
}

test.for([429, 401])(
  "A file that Cleo answers with %i whenever it is sent does not keep those behind it, then or later.",
  async (status) => {
    const { site, drain, keys } = await openWaitingOrders();
    const [, poisoned = ""] = keys;
    site.sandbox.admin.armFault({ target: "cleo.upload", path: `_${poisoned}_r`, effect: { kind: "status", status } });
    for (let pause = 0; pause < 6; pause++) {
      await drain();
      await site.watch();
      site.advance(Math.max(await pauseOf(site), 0));
    }
    expect((await waiting(site)).map(({ key }) => key)).toEqual([poisoned]);
    for (let attempt = 0; attempt < 3; attempt++) {
      const [{ nextAttemptAt } = { nextAttemptAt: null }] = await waiting(site);
      site.advance((nextAttemptAt?.getTime() ?? 0) - site.application.clock().getTime());
      expect(await drain()).toBe("paused");
      expect(await pauseOf(site)).toBe(1_000);
    }
  },
);

test("A file keeps its place as long as Cleo takes no other either.", async () => {
  const { site, drain, keys } = await openWaitingOrders();
  site.sandbox.admin.armFault({ target: "cleo.upload", times: 9, effect: { kind: "status", status: 429 } });
  for (let attempt = 0; attempt < 9; attempt++) {
    expect(await drain()).toBe("paused");
    await site.watch();
    site.advance(await pauseOf(site));
  }
  const context = site.contextOf("wrk_1");
  expect(await deliverSome(context, site.resources, 1)).toBe("done");
  await site.watch();
  while ((await deliverSome(context, site.resources, 1)) === "done") {}
  const [first, second, third, ...others] = keys;
  const sent = site.sandbox.admin.uploads().map(({ path }) => keys.find((key) => path.includes(`_${key}_r`)));
  expect(sent.length).toBeGreaterThan(8);
  expect(sent).toEqual([third, first, second, ...others].filter((key) => sent.includes(key)));
});
