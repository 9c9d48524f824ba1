import { expect, onTestFinished, test } from "vitest";
import { openPollingSite } from "../../test/pollingSite.ts";
import { listAlerts } from "../ledger/alerts.ts";
import { deliverSome } from "./deliver.ts";
import { settleNextDoubt } from "./settle.ts";

const data = { vendors: 3, purchaseOrders: 2, linesPerOrder: 2, seed: 3, spreadDays: 60 };
const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };

test("A doubt whose bytes are damaged waits for a person, and is told.", async () => {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z", sandbox: { gp: { companies: [company] } } });
  onTestFinished(() => site.close());
  await site.request({ entities: ["vendors"] });
  await site.takeUp();
  site.sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind: "lostAnswer" } });
  const context = site.contextOf("wrk_1");
  await deliverSome(context, site.resources, 1);
  await site.ledger
    .updateTable("content")
    .set({ bytes: Buffer.from("damaged") })
    .execute();
  site.advance(60_000);
  expect(await settleNextDoubt(context, site.resources)).toBe(true);
  expect(await settleNextDoubt(context, site.resources)).toBe(false);
  site.advance(3_600_000);
  expect(await settleNextDoubt(context, site.resources)).toBe(false);
  await site.watch();
  expect(await listAlerts(site.ledger, { state: "open", limit: 9 })).toMatchObject([{ key: `in-doubt/${site.link}` }]);
  await site.deliver();
  expect(site.sandbox.admin.uploads()).toHaveLength(3);
});
