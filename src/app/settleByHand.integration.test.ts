import { expect, onTestFinished, test } from "vitest";
import { untilWaiting } from "../../test/lockWaits.ts";
import { openPollingSite } from "../../test/pollingSite.ts";
import { settleByHand, settleRestored } from "./settleByHand.ts";

const data = { vendors: 3, purchaseOrders: 2, linesPerOrder: 2, seed: 3, spreadDays: 60 };
const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };
const found = { arrived: false, reason: "it is not in the folder" };

/** Two orders in doubt since a restore, of which a worker finds one while a person settles them. */
async function openDoubts() {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z", sandbox: { gp: { companies: [company] } } });
  onTestFinished(site.close);
  await site.poll();
  await site.ledger
    .updateTable("delivery")
    .set({ state: "inDoubt", nextAttemptAt: null, error: JSON.stringify({ code: "DELIVERY_MAY_HAVE_BEEN_SENT" }) })
    .where("type", "=", "purchaseOrder")
    .execute();
  const worker = await site.ledger.startTransaction().execute();
  onTestFinished(async () => {
    if (!worker.isCommitted && !worker.isRolledBack) await worker.rollback().execute();
  });
  await worker.updateTable("delivery").set({ state: "sent" }).where("key", "=", "PO00000001").execute();
  const meanwhile = async () => {
    await untilWaiting(site.ledger, 1);
    await worker.commit().execute();
  };
  return { application: site.application, worker, meanwhile };
}

test("What a worker settled while a person said so of many is not among what they settled.", async () => {
  const { application, meanwhile } = await openDoubts();
  const settled = settleRestored(application, undefined, found);
  await meanwhile();
  expect(await settled).toMatchObject([{ document: "PO00000002", state: "failed" }]);
});

test("A person who settles what a worker settles at that moment is told that it is in doubt no more.", async () => {
  const { application, meanwhile } = await openDoubts();
  const settled = settleByHand(application, ["PO00000001"], found);
  settled.catch(() => {});
  await meanwhile();
  await expect(settled).rejects.toMatchObject({ code: "DELIVERY_NOT_IN_DOUBT" });
});

test("Several that are named are settled together, and none of them where one is not in doubt.", async () => {
  const { application, worker } = await openDoubts();
  await worker.rollback().execute();
  const states = async () =>
    (await application.ledger.selectFrom("delivery").select("state").where("type", "=", "purchaseOrder").execute()).map(
      ({ state }) => state,
    );
  const { key: vendor } = await application.ledger
    .selectFrom("delivery")
    .select("key")
    .where("state", "=", "sent")
    .executeTakeFirstOrThrow();
  await expect(settleByHand(application, ["PO00000001", vendor, "PO00000002"], found)).rejects.toMatchObject({
    code: "DELIVERY_NOT_IN_DOUBT",
    message: expect.stringContaining(`nothing of ${vendor} is in doubt`),
  });
  await expect(settleByHand(application, ["PO00000001", "PO404"], found)).rejects.toMatchObject({
    code: "JOB_UNKNOWN",
  });
  expect(await states()).toEqual(["inDoubt", "inDoubt"]);
  const both = await settleByHand(application, ["PO00000002", "PO00000001", "PO00000002"], found);
  expect(both.map(({ document }) => document).toSorted()).toEqual(["PO00000001", "PO00000002"]);
  expect(await states()).toEqual(["failed", "failed"]);
});
