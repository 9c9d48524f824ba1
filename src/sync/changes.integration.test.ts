import { expect, onTestFinished, test } from "vitest";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { readDocument } from "../app/readDocument.ts";
import { tellByHand } from "../app/tellByHand.ts";
import { digestOf } from "../ledger/contents.ts";

const data = { vendors: 3, purchaseOrders: 4, linesPerOrder: 3, seed: 3, spreadDays: 60 };
const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };
const key = "PO00000002";

const takesNoChanges = `    vendors:        { folder: upload/vendors, schedule: manual }
    purchaseOrders: { folder: upload/orders, schedule: manual }
    us:             { isa: { qualifier: ZZ, id: FABRIKAM }, gs: FABRIKAM }
    partners:
      default:      { isa: { qualifier: ZZ, id: PARTNER }, gs: PARTNER, change: none }
`;

async function openSite(): Promise<PollingSite> {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z", sandbox: { gp: { companies: [company] } } });
  onTestFinished(() => site.close());
  await site.poll();
  return site;
}

async function history(site: PollingSite, which = key) {
  const [document] = await readDocument(site.ledger, which);
  if (document === undefined) throw new Error("no document");
  return document;
}

test("A changed order keeps what changed, in words, with the delivery and in the timeline.", async () => {
  const site = await openSite();
  const [first] = site.sandbox.admin.purchaseOrder(key)?.lines ?? [];
  site.sandbox.admin.company().editLine(key, first?.ord ?? 0, { quantityOrdered: "77" }, { touch: true });
  site.advance(60_000);
  await site.poll();
  const { deliveries, revisions, timeline } = await history(site);
  const text = expect.stringMatching(/^line 1: quantity \S+ -> 77$/);
  expect(deliveries.at(-1)).toMatchObject({
    revision: 2,
    state: "sent",
    purpose: "replace",
    form: "json",
    comparison: { revision: 1, changes: [{ place: "line 1", field: "quantity", after: "77", text }] },
  });
  expect(revisions.at(-1)?.changes).toMatchObject([{ text }]);
  expect(timeline.find(({ state }) => state === "changed")?.text).toContain("-> 77");
});

test("The trail holds digests of what a page changed, before and after, which the revisions bear out.", async () => {
  const site = await openSite();
  site.sandbox.admin.company().editPurchaseOrder(key, { comment: "another" });
  site.advance(60_000);
  await site.poll();
  const entries = await site.ledger
    .selectFrom("auditEntry")
    .select("detail")
    .where("action", "=", "page.recorded")
    .orderBy("id")
    .execute();
  const [first, second] = (await history(site)).revisions.map(({ contentHash }) => digestOf(`${key} ${contentHash}\n`));
  expect(entries.at(-1)?.detail).toMatchObject({ changed: 1, before: first, after: second });
  expect(entries[0]?.detail).toMatchObject({ before: null, after: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

test("What was changed and changed back before it was sent sends nothing, and says so.", async () => {
  const site = await openSite();
  const sent = site.sandbox.admin.uploads().length;
  const was = site.sandbox.admin.purchaseOrder(key);
  site.sandbox.admin.company().editPurchaseOrder(key, { comment: "in error" });
  site.advance(60_000);
  await site.request();
  await site.takeUp();
  site.sandbox.admin.company().editPurchaseOrder(key, { comment: was?.comment ?? "" });
  site.advance(60_000);
  const report = await site.poll();
  expect(site.sandbox.admin.uploads()).toHaveLength(sent);
  expect(report.outcomes).toMatchObject({ sent: 0, waiting: 0, blocked: 0 });
  const { deliveries } = await history(site);
  expect(deliveries.map(({ state }) => state)).toEqual(["sent", "superseded", "unneeded"]);
  expect(deliveries.at(-1)?.comparison).toEqual({ revision: 1, changes: [] });
  const again = await site.poll();
  const outcomes = Object.values(again.outcomes).reduce((sum, count) => sum + count, 0);
  expect(outcomes).toBe(again.read.vendors + again.read.purchaseOrders);
  expect(again.outcomes.waiting).toBe(0);
});

test("What the partner refused by a 997 they do not have: the next revision is an original again.", async () => {
  const site = await openSite();
  const [sent] = (await history(site)).deliveries;
  const { id: orderId, link } = await history(site);
  const answer = { deliveryId: sent?.id ?? "", kind: "997", orderId, link, partner: "P", sentAt: new Date() } as const;
  await site.ledger
    .insertInto("acknowledgement")
    .values({ ...answer, state: "rejected" })
    .execute();
  site.sandbox.admin.company().editPurchaseOrder(key, { comment: "corrected" });
  site.advance(60_000);
  await site.poll();
  expect((await history(site)).deliveries.at(-1)).toMatchObject({
    purpose: "original",
    comparison: null,
    state: "sent",
  });

  await site.ledger.updateTable("acknowledgement").set({ state: "accepted" }).execute();
  site.sandbox.admin.company().editPurchaseOrder(key, { comment: "and changed" });
  site.advance(60_000);
  await site.poll();
  expect((await history(site)).deliveries.at(-1)).toMatchObject({ purpose: "replace", comparison: { revision: 2 } });
});

test("What a person tells a partner who takes no changes counts as known to them: later changes are compared with it.", async () => {
  const site = await openPollingSite({
    now: "2026-03-18T17:00:00Z",
    sandbox: { gp: { companies: [company] } },
    link: takesNoChanges,
  });
  onTestFinished(() => site.close());
  await site.poll();
  const [first] = site.sandbox.admin.purchaseOrder(key)?.lines ?? [];
  const change = async (quantityOrdered: string) => {
    site.sandbox.admin.company().editLine(key, first?.ord ?? 0, { quantityOrdered }, { touch: true });
    site.advance(60_000);
    return site.poll();
  };
  expect(await change("77")).toMatchObject({ outcomes: { blocked: 1 } });
  const application = { ...site.application, actor: "cli:mia" };
  await tellByHand(application, [key], "told Ann by phone");
  site.advance(60_000);
  expect(await site.poll()).toMatchObject({ outcomes: { blocked: 0 } });
  expect((await history(site)).timeline.at(-1)?.text).toBe(
    "revision 2 was told to the partner, says cli:mia: told Ann by phone",
  );
  await expect(tellByHand(application, [key], "again")).rejects.toMatchObject({ code: "DELIVERY_NOT_BLOCKED" });

  await change("78");
  const { deliveries } = await history(site);
  expect(deliveries.at(-1)).toMatchObject({ state: "blocked", revision: 3 });
  await tellByHand(application, [key], "told Ann again");
  await change("77");
  expect(await site.files(key)).toHaveLength(1);
});

test("An order that is canceled in GP before it was sent is not sent.", async () => {
  const site = await openUnsent();
  site.sandbox.admin.company().editPurchaseOrder(key, { status: 6 });
  site.advance(60_000);
  const report = await site.poll();
  expect(await site.files(key)).toEqual([]);
  expect(report.documents.find((document) => document.key === key)).toMatchObject({ outcome: "skipped" });
  const { deliveries, timeline } = await history(site);
  expect(deliveries.map(({ state }) => state)).toEqual(["superseded"]);
  expect(timeline.at(-1)?.text).toBe(
    "revision 1 was left out before it was sent: the record is not for sending as it is in GP now",
  );
});

test("An order that is on hold before it was sent waits for the end of the hold, and then goes as it is.", async () => {
  const site = await openUnsent();
  const company = site.sandbox.admin.company();
  company.editPurchaseOrder(key, { onHold: true });
  site.advance(60_000);
  await site.poll();
  expect(await site.files(key)).toEqual([]);
  company.editPurchaseOrder(key, { onHold: false });
  site.advance(60_000);
  await site.poll();
  expect(await site.files(key)).toHaveLength(1);
  const { deliveries, timeline } = await history(site);
  expect(deliveries.map(({ state, purpose }) => [state, purpose])).toEqual([
    ["superseded", null],
    ["sent", "original"],
  ]);
  expect(timeline.map(({ text }) => text)).toContain("for sending again: revision 2");
  site.advance(60_000);
  await site.poll();
  expect(await site.files(key)).toHaveLength(1);
});

/** All of GP was read, and nothing was sent yet. */
async function openUnsent(): Promise<PollingSite> {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z", sandbox: { gp: { companies: [company] } } });
  onTestFinished(() => site.close());
  await site.request();
  await site.takeUp();
  return site;
}
