import { expect, onTestFinished, test } from "vitest";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { deliverSome } from "../sync/deliver.ts";
import { jobPage } from "./listJobs.ts";
import { planReplay, startReplay } from "./replay.ts";

const data = { vendors: 3, purchaseOrders: 3, linesPerOrder: 2, seed: 3, spreadDays: 60 };
const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };
const key = "PO00000002";

async function openSite(): Promise<PollingSite> {
  const site = await openPollingSite({
    now: "2026-03-18T17:00:00Z",
    sandbox: { gp: { companies: [company] }, cleo: { pickUp: "immediate" } },
  });
  onTestFinished(() => site.close());
  return site;
}

/** Of the jobs in the list, the oldest first. */
async function blocked(site: PollingSite): Promise<number[]> {
  const { jobs } = await jobPage(site.ledger, { limit: 10 });
  return jobs.map(({ progress }) => progress.blocked).reverse();
}

const upload = (site: PollingSite, effect: { kind: "lostAnswer" } | { kind: "status"; status: number }): void => {
  site.sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect });
};

test("The list of jobs counts as blocked what the report of each does: in doubt, behind a doubt, and still so when read again.", async () => {
  const site = await openSite();
  await site.request({ entities: ["purchaseOrders"] });
  await site.takeUp();
  upload(site, { kind: "lostAnswer" });
  await deliverSome(site.contextOf("wrk_1"), site.resources, 1);
  upload(site, { kind: "status", status: 415 });
  await deliverSome(site.contextOf("wrk_1"), site.resources, 1);
  await site.ledger.updateTable("delivery").set({ nextAttemptAt: null }).where("state", "=", "inDoubt").execute();
  const { key: doubted } = await site.ledger
    .selectFrom("delivery")
    .select("key")
    .where("state", "=", "inDoubt")
    .executeTakeFirstOrThrow();
  expect(await blocked(site)).toEqual([2]);

  site.sandbox.admin.company().editPurchaseOrder(doubted, { comment: "second" });
  site.advance(60_000);
  await site.request({ entities: ["purchaseOrders"], full: true });
  const { outcomes } = await site.takeUp();
  expect(outcomes.blocked).toBe(2);
  expect(await blocked(site)).toEqual([2, 2]);
});

test("A replay counts as blocked what it left in doubt.", async () => {
  const site = await openSite();
  await site.poll();
  site.advance(1_000);
  const plan = await planReplay(site.ledger, [key], "resend");
  const application = { ledger: site.ledger, actor: "cli:mia", clock: site.application.clock };
  await startReplay(application, { bell: { ring: async () => {} } as never }, plan, "the partner lost it");
  upload(site, { kind: "lostAnswer" });
  await deliverSome(site.contextOf("wrk_1"), site.resources, 1);
  // The order was sent by the poll, whatever becomes of a second file.
  expect(await blocked(site)).toEqual([0, 1]);
});
