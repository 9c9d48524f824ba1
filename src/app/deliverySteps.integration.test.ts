import { expect, onTestFinished, test } from "vitest";
import { openPollingSite } from "../../test/pollingSite.ts";
import { deliverSome } from "../sync/deliver.ts";
import { readDocument } from "./readDocument.ts";
import { planReplay, startReplay } from "./replay.ts";
import { settleByHand } from "./settleByHand.ts";

const data = { vendors: 3, purchaseOrders: 2, linesPerOrder: 2, seed: 3, spreadDays: 60 };
const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };

test("Who says that a file arrived, and who asks for it again, stands in the timeline with the reason.", async () => {
  const site = await openPollingSite({
    now: "2026-03-18T17:00:00Z",
    sandbox: { gp: { companies: [company] }, cleo: { pickUp: "immediate" } },
  });
  onTestFinished(site.close);
  const application = { ...site.application, actor: "cli:mia" };
  site.sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind: "lostAnswer" } });
  await site.request({ entities: ["purchaseOrders"] });
  await site.takeUp();
  await deliverSome(site.contextOf("wrk_1"), site.resources, 1);
  const { key } = await site.ledger
    .selectFrom("delivery")
    .select("key")
    .where("state", "=", "inDoubt")
    .executeTakeFirstOrThrow();
  const timeline = async () => (await readDocument(site.ledger, key))[0]?.timeline.map(({ text }) => text) ?? [];

  await settleByHand(application, [key], { arrived: true, reason: "it is in the job list of Cleo" });
  expect((await timeline()).at(-1)).toBe("revision 1 arrived, says cli:mia: it is in the job list of Cleo");
  site.advance(1_000);

  const plan = await planReplay(site.ledger, [key], "resend");
  await startReplay(application, { bell: { ring: async () => {} } as never }, plan, "the partner lost it");
  site.advance(1_000);
  await site.deliver();
  expect(await timeline()).toContain("revision 1 with the same bytes, by cli:mia: the partner lost it");
  expect((await timeline()).filter((text) => text.includes("arrived"))).toHaveLength(1);
});
