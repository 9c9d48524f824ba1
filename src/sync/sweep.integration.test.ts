import { expect, onTestFinished, test } from "vitest";
import { openPollingSite, type PollingSite, type PollingSiteOptions } from "../../test/pollingSite.ts";
import { verifyTrail } from "../app/auditTrail.ts";
import { pollReport } from "../app/pollReport.ts";
import { readDocument } from "../app/readDocument.ts";
import { findJob, type Job } from "../ledger/jobs.ts";

const data = { vendors: 4, purchaseOrders: 24, linesPerOrder: 2, seed: 3, spreadDays: 60 };
const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };
const now = "2026-03-18T17:00:00Z";
const order = (position: number) => `PO${String(position).padStart(8, "0")}`;

async function openSite(options: PollingSiteOptions = {}): Promise<PollingSite> {
  const site = await openPollingSite({
    now,
    ...options,
    sandbox: { ...options.sandbox, gp: { companies: [company], pageCap: 10, ...options.sandbox?.gp } },
  });
  onTestFinished(() => site.close());
  return site;
}

async function actions({ ledger }: PollingSite, action: string) {
  return ledger.selectFrom("auditEntry").selectAll().where("action", "=", action).orderBy("id").execute();
}

const total = (outcomes: Record<string, number>) => Object.values(outcomes).reduce((sum, count) => sum + count, 0);

test("A deleted order is reported gone by the next sweep, once, and nothing is sent for it.", async () => {
  const site = await openSite();
  await site.poll();
  const sent = site.sandbox.admin.uploads().length;
  site.sandbox.admin.company().deletePurchaseOrder(order(3));

  const poll = await site.poll();
  expect(poll.disappeared).toBeUndefined();
  site.advance(60_000);

  const sweep = await site.sweep();
  expect(sweep).toMatchObject({ disappeared: 1, missedByPolls: 0, read: { vendors: 4, purchaseOrders: 23 } });
  expect(sweep.disappearedDocuments).toMatchObject([{ type: "purchaseOrder", key: order(3) }]);
  expect(total(sweep.outcomes)).toBe(27);
  expect(await actions(site, "document.disappeared")).toMatchObject([{ detail: { key: order(3) } }]);
  const [document] = await readDocument(site.ledger, order(3));
  expect(document?.disappearedAt).not.toBeNull();
  expect(document?.timeline.map(({ state }) => state)).toEqual(["seen", "sent", "disappeared"]);

  expect(await site.sweep()).toMatchObject({ disappeared: 0, disappearedDocuments: [] });
  expect(site.sandbox.admin.uploads()).toHaveLength(sent);
  expect((await verifyTrail(site.ledger)).ok).toBe(true);
});

test("An order that is deleted before it was sent is not sent, once a sweep has found it gone; one that comes back is.", async () => {
  const site = await openSite();
  await site.request();
  await site.takeUp();
  const { vendorId } = site.sandbox.admin.purchaseOrder(order(3)) ?? { vendorId: "" };
  site.sandbox.admin.company().deletePurchaseOrder(order(3));
  site.advance(60_000);
  await site.sweep();
  expect(await site.files(order(3))).toEqual([]);
  expect(await actions(site, "delivery.superseded")).toMatchObject([{ detail: { document: order(3), revision: 1 } }]);

  const lines = [{ itemNumber: "NEW-1", quantity: "5.00000", unitCost: "2.00000" }];
  site.sandbox.admin.company().addPurchaseOrder({ number: order(3), vendorId, lines });
  await site.poll();
  expect(await site.files(order(3))).toHaveLength(1);
});

test("An order that is on the list no more, but still there by its number, is not gone.", async () => {
  const site = await openSite({ sandbox: { gp: { movingRows: "none" } } });
  await site.poll();
  // The list leaves out what lies in the far future; the order itself is there.
  site.sandbox.admin.company().editPurchaseOrder(order(5), { modified: "9999-12-31", comment: "by hand" });
  const sweep = await site.sweep("purchaseOrders");
  expect(sweep).toMatchObject({ disappeared: 0, read: { purchaseOrders: 24 }, outcomes: { sent: 1, unchanged: 23 } });
  expect((await site.files(order(5))).at(-1)?.text).toContain("by hand");
});

test("A vendor that is gone is told like an order.", async () => {
  const site = await openSite();
  await site.poll();
  site.sandbox.admin.company().deleteVendor("GEN000002");
  const sweep = await site.sweep("vendors");
  expect(sweep.disappearedDocuments).toMatchObject([{ type: "vendor", key: "GEN000002" }]);
  expect(await site.sweep()).toMatchObject({ disappeared: 0 });
});

test("A document that comes back loses its mark, by whatever poll reads it, and may go again.", async () => {
  const site = await openSite();
  await site.poll();
  const edits = site.sandbox.admin.company();
  const { vendorId } = site.sandbox.admin.purchaseOrder(order(7)) ?? { vendorId: "" };
  edits.deletePurchaseOrder(order(7));
  await site.sweep();
  site.advance(86_400_000);
  edits.addPurchaseOrder({
    number: order(7),
    vendorId,
    lines: [{ itemNumber: "NEW-1", quantity: "5.00000", unitCost: "2.00000" }],
  });

  expect(await site.poll()).toMatchObject({ outcomes: { sent: 1 } });
  const [returned] = await readDocument(site.ledger, order(7));
  expect(returned?.disappearedAt).toBeNull();
  expect(returned?.timeline.map(({ state }) => state)).toContain("returned");
  expect(await actions(site, "document.returned")).toHaveLength(1);

  // GP gave the number of a deleted order to another one: what the partner has under it is replaced.
  expect(await actions(site, "document.numberReused")).toMatchObject([
    { detail: { key: order(7), created: "2026-03-19" } },
  ]);
  const newest = JSON.parse((await site.files(order(7))).at(-1)?.text ?? "{}");
  expect(newest).toMatchObject({
    purpose: "replace",
    revision: 2,
    purchaseOrder: { lines: [{ itemNumber: "NEW-1" }] },
  });

  edits.deletePurchaseOrder(order(7));
  expect(await site.sweep()).toMatchObject({ disappeared: 1 });
});

test("A line edit without a ModifiedDate, outside of what polls read, is sent by the sweep and told as missed by polls.", async () => {
  const site = await openSite();
  await site.poll();
  const old = oldOrder(site);
  const ord = site.sandbox.admin.purchaseOrder(old)?.lines[0]?.ord ?? 0;
  site.sandbox.admin.company().editLine(old, ord, { quantityOrdered: "777.00000" }, { touch: false });

  expect(await site.poll()).toMatchObject({ outcomes: { sent: 0 } });
  const sweep = await site.sweep();
  expect(sweep).toMatchObject({ outcomes: { sent: 1 }, missedByPolls: 1 });
  expect(sweep.documents.filter(({ missedByPolls }) => missedByPolls)).toMatchObject([{ key: old }]);
  expect(await actions(site, "document.missedByPolls")).toMatchObject([{ detail: { key: old } }]);
  expect((await site.files(old)).at(-1)?.text).toContain('"quantity":"777"');
  expect(await site.sweep()).toMatchObject({ missedByPolls: 0, outcomes: { sent: 0 } });
});

test("A change that a poll would have found is not told as missed, even where a sweep is the first to see it.", async () => {
  const site = await openSite();
  await site.poll();
  const old = oldOrder(site);
  site.sandbox.admin.company().editPurchaseOrder(old, { comment: "touched" });
  expect(await site.sweep()).toMatchObject({ outcomes: { sent: 1 }, missedByPolls: 0 });
});

test("The first sweep of a link misses nothing: there was no poll before it.", async () => {
  const site = await openSite();
  const sweep = await site.sweep();
  expect(sweep).toMatchObject({ missedByPolls: 0, disappeared: 0, read: { vendors: 4, purchaseOrders: 24 } });
});

test("A sweep that dies while it asks for missing orders goes on where it was, and tells each of them once.", async () => {
  const site = await openSite({
    sandbox: { gp: { companies: [{ ...company, data: { ...data, purchaseOrders: 260 } }], pageCap: 100 } },
  });
  await site.poll();
  const gone = Array.from({ length: 230 }, (_, position) => order(position + 1));
  for (const number of gone) site.sandbox.admin.company().deletePurchaseOrder(number);
  const known = await site.ledger.selectFrom("document").select("key").where("key", "in", gone).execute();
  expect(known.length).toBeGreaterThan(150);
  // GP fails behind the first hundred answers.
  site.sandbox.admin.armFault({
    target: "gp.purchaseOrder",
    skip: 130,
    times: 30,
    effect: { kind: "status", status: 500 },
  });
  const id = await site.request({ full: true, sweep: true });
  await expect(site.takeUp()).rejects.toThrow();
  const half = await site.ledger.selectFrom("disappearance").selectAll().execute();
  expect(half).toHaveLength(100);

  site.sandbox.admin.clearFaults();
  const before = site.sandbox.admin.gpRequests().filter(({ operation }) => operation === "gp.purchaseOrders").length;
  const sweep = await site.takeUp();
  expect(sweep).toMatchObject({ jobId: id, disappeared: known.length });
  const after = site.sandbox.admin.gpRequests().filter(({ operation }) => operation === "gp.purchaseOrders").length;
  expect(after - before, "the list is not read again").toBeLessThanOrEqual(1);
  expect(await actions(site, "document.disappeared")).toHaveLength(known.length);
});

test("A sweep that could not read the whole list judges nothing.", async () => {
  const site = await openSite();
  await site.poll();
  site.sandbox.admin.company().deletePurchaseOrder(order(3));
  site.sandbox.admin.armFault({ target: "gp.purchaseOrders", skip: 1, effect: { kind: "status", status: 500 } });
  await site.request({ full: true, sweep: true });
  await expect(site.takeUp()).rejects.toThrow();
  expect(await site.ledger.selectFrom("disappearance").selectAll().execute()).toEqual([]);

  site.sandbox.admin.clearFaults();
  expect(await site.takeUp()).toMatchObject({ disappeared: 1 });
});

test("A report lists as many documents as it may, what changed before what did not, and counts all of them.", async () => {
  const site = await openSite();
  await site.poll();
  const edits = site.sandbox.admin.company();
  for (const position of [2, 9]) edits.editPurchaseOrder(order(position), { comment: "changed" });
  for (const position of [4, 5, 6, 7]) edits.deletePurchaseOrder(order(position));
  const { jobId } = await site.sweep();
  const report = await pollReport(site.ledger, (await findJob(site.ledger, jobId)) as Job, 3);
  expect(report).toMatchObject({ read: { vendors: 4, purchaseOrders: 20 }, disappeared: 4, documentsOmitted: 21 });
  expect(total(report.outcomes)).toBe(24);
  expect(report.documents.map(({ outcome }) => outcome).sort()).toEqual(["sent", "sent", "unchanged"]);
  expect(report.disappearedDocuments?.map(({ key }) => key)).toEqual([order(4), order(5), order(6)]);
});

test("With DEX_ROW_TS, a poll finds a line edit that leaves the ModifiedDate alone, and reads little else.", async () => {
  const profile =
    "{ extends: sba, resources: { purchaseOrders: { query: { changedSince: ChangedSince } }, vendors: { query: { changedSince: ChangedSince } } } }";
  const site = await openSite({ profile, sandbox: { gp: { rowStamps: true } } });
  await site.poll();
  const old = oldOrder(site);
  site.advance(3_600_000);
  const ord = site.sandbox.admin.purchaseOrder(old)?.lines[0]?.ord ?? 0;
  site.sandbox.admin.company().editLine(old, ord, { quantityOrdered: "777.00000" }, { touch: false });
  const poll = await site.poll();
  expect(poll).toMatchObject({ outcomes: { sent: 1 } });
  expect(poll.read.purchaseOrders).toBeLessThan(6);

  // A transaction may end some minutes behind the stamps that it wrote.
  site.advance(3_600_000);
  site.sandbox.admin.company().editLine(old, ord, { quantityOrdered: "778.00000" }, { touch: false });
  await site.poll();
  site.advance(-600_000);
  const late = oldOrder(site, old);
  const lateOrd = site.sandbox.admin.purchaseOrder(late)?.lines[0]?.ord ?? 0;
  site.sandbox.admin.company().editLine(late, lateOrd, { quantityOrdered: "779.00000" }, { touch: false });
  site.advance(660_000);
  expect(await site.poll()).toMatchObject({ outcomes: { sent: 1 } });
  expect(await site.sweep()).toMatchObject({ missedByPolls: 0, outcomes: { sent: 0 } });
});

/** An open order whose ModifiedDate lies behind everything that polls look at. */
function oldOrder(site: PollingSite, besides = ""): string {
  for (let position = 1; position <= data.purchaseOrders; position++) {
    const found = site.sandbox.admin.purchaseOrder(order(position));
    if (found && found.modified < "2026-03-01" && found.number !== besides) return found.number;
  }
  throw new Error("the seed has no old order");
}
