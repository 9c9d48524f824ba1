import { expect, onTestFinished, test } from "vitest";
import { plannedDelivery } from "../../test/ledgerRecords.ts";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { settleRestored } from "../app/settleByHand.ts";
import { type FirstNumbers, listSeries, openSeries } from "../ledger/controlNumbers.ts";
import { recordRestoration } from "../ledger/restoration.ts";
import { deliverSome } from "./deliver.ts";

const pair = { sender: "ZZ:FABRIKAM", receiver: "ZZ:NORTHWIND", usage: "P" };

async function openRestored({ mayHaveGoneOn = true } = {}): Promise<PollingSite> {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z" });
  onTestFinished(site.close);
  await restore(site, { mayHaveGoneOn });
  return site;
}

async function restore(site: PollingSite, { mayHaveGoneOn = true } = {}): Promise<void> {
  const restoredAt = site.application.clock();
  const backupTakenAt = new Date(restoredAt.getTime() - 86_400_000);
  const restoration = {
    id: "rst_1",
    backupId: "bak_1",
    backupTakenAt,
    restoredAt,
    restoredBy: "cli:mia",
    mayHaveGoneOn,
  };
  await site.ledger.transaction().execute((transaction) => recordRestoration(transaction, restoration));
}

/** @param deliveryId gets the first numbers of the pair; they are only looked at where there is none */
async function firstNumbers(
  { ledger, application }: PollingSite,
  { first, deliveryId }: { first?: FirstNumbers; deliveryId?: string } = {},
) {
  return ledger.transaction().execute(async (transaction) => {
    const series = await openSeries(transaction, [{ pair, first }]);
    const numbers = series.next(pair);
    if (deliveryId !== undefined) series.give(pair, deliveryId);
    for (const write of await series.close(application.clock())) await write.execute(transaction);
    return numbers;
  });
}

test("A link that was set up before the backup and polled only after it sends nothing that may have been sent.", async () => {
  const site = await openRestored();
  await site.request();
  await site.takeUp();
  const states = await site.ledger.selectFrom("delivery").select("state").distinct().execute();
  expect(states).toEqual([{ state: "inDoubt" }]);
  expect(site.sandbox.admin.uploads()).toEqual([]);
});

test("A series that the restored ledger does not know begins behind what the one before it may have given, and says so.", async () => {
  const site = await openRestored();
  expect(await firstNumbers(site)).toEqual({ interchange: 1001, group: 1001 });
  expect(await listSeries(site.ledger)).toEqual([]);
  const { deliveryId } = await plannedDelivery(site.ledger, "PO1");
  await firstNumbers(site, { deliveryId });
  const [interchange, group] = await listSeries(site.ledger);
  const leaps = [{ from: 1, to: 1000, actor: "cli:mia", reason: expect.stringContaining("2026-03-17") }];
  expect(interchange).toMatchObject({ kind: "interchange", last: 1001, given: 1, leaps });
  expect(group).toMatchObject({ kind: "group", last: 1001, given: 1, leaps });
});

test("It begins behind the number that the partner's settings name, and with that one where nothing can have been lost.", async () => {
  const first = { interchange: 5_000, group: 700 };
  expect(await firstNumbers(await openRestored(), { first })).toEqual({ interchange: 6_000, group: 1_700 });
  expect(await firstNumbers(await openRestored({ mayHaveGoneOn: false }), { first })).toEqual(first);
});

test("A change that was in doubt since the restore, did not arrive and tells the partner nothing new is left out for good.", async () => {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z" });
  onTestFinished(site.close);
  await site.poll();
  const key = "PO2075";
  const readAgain = async (comment: string) => {
    site.sandbox.admin.company().editPurchaseOrder(key, { comment });
    site.advance(60_000);
    await site.request();
    await site.takeUp();
  };
  const comment = site.sandbox.admin.purchaseOrder(key)?.comment ?? "";
  await readAgain("another");
  await readAgain(comment);
  await restore(site);
  await settleRestored(site.application, undefined, { arrived: false, reason: "the ledger before was shut down" });
  const context = site.contextOf("wrk_1");
  expect(await deliverSome(context, site.resources, 8)).toBe("done");
  expect(await deliverSome(context, site.resources, 8)).toBe("idle");
  const states = await site.ledger.selectFrom("delivery").select("state").where("key", "=", key).execute();
  expect(states.map(({ state }) => state)).toEqual(["sent", "superseded", "unneeded"]);
});
