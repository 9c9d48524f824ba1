import { expect, onTestFinished, test } from "vitest";
import { openAnsweringSite, partnerSends, x12Link } from "../../test/answeringSite.ts";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { listAlerts } from "../ledger/alerts.ts";
import { deliverSome } from "./deliver.ts";
import type { LinkResources } from "./linkResources.ts";
import { settleAbandoned, settleNextDoubt } from "./settle.ts";

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

test.each(["hold", "verifyThenResend"])(
  "A 997 that came before Cleo's answer was lost proves the arrival where the policy is %s: nothing is held or resent.",
  async (policy) => {
    const link = x12Link().replace("manual }", `manual, onUnknown: ${policy} }`);
    const site = await openAnsweringSite({ now: "2026-01-16T10:00:00-06:00", link });
    onTestFinished(site.close);
    await site.request();
    await site.takeUp();
    const key = "PO2075";
    site.sandbox.admin.armFault({ target: "cleo.upload", path: key, times: 1, effect: { kind: "lostAnswer" } });
    const { cleo } = site.resources;
    // The partner answers before the connection breaks, and by then the flow has taken the file away.
    const upload: LinkResources["cleo"]["upload"] = async (file, authorization) => {
      const outcome = await cleo.upload(file, authorization);
      if (file.fileName.includes(key))
        await site.receive(partnerSends.acknowledgment(1, await site.groupOf(key), ["AK9*A*1*1*1"]));
      return outcome;
    };
    const resources = { ...site.resources, cleo: { ...cleo, upload, compare: async () => "absent" as const } };
    const context = site.contextOf("wrk_1");
    while ((await deliverSome(context, resources, 8)) === "done") {}
    const state = async () => {
      const rows = await site.ledger.selectFrom("delivery").select("state").where("key", "=", key).execute();
      return rows.map((row) => row.state);
    };
    expect(await state()).toEqual(["inDoubt"]);
    while (await settleNextDoubt(context, resources)) {}
    expect(await state()).toEqual(["sent"]);
  },
);

/** A vendor whose upload was begun by a worker that was then taken for dead, and is told to go on by `late`. */
async function cutOffUpload() {
  const one = { ...company, data: { ...data, vendors: 1 } };
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z", sandbox: { gp: { companies: [one] } } });
  onTestFinished(site.close);
  await site.request({ entities: ["vendors"] });
  await site.takeUp();
  const taken = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const { cleo } = site.resources;
  const upload: LinkResources["cleo"]["upload"] = async (file, authorization) => {
    taken.resolve();
    await goOn.promise;
    return cleo.upload(file, authorization);
  };
  const cutOff = deliverSome(site.contextOf("wrk_cut_off"), { ...site.resources, cleo: { ...cleo, upload } }, 1);
  await taken.promise;
  const heir = site.contextOf("wrk_heir");
  expect(await settleAbandoned(heir, ["wrk_heir"])).toBe(1);
  while (await settleNextDoubt(heir, site.resources)) {}
  const states = async () =>
    (await site.ledger.selectFrom("delivery").select("state").execute()).map((row) => row.state);
  expect(await states()).toEqual(["failed"]);
  const late = async () => {
    goOn.resolve();
    await cutOff;
  };
  return { site, heir, late, states };
}

const lastSaid = ({ ledger }: PollingSite) =>
  ledger.selectFrom("auditEntry").selectAll().orderBy("id", "desc").executeTakeFirstOrThrow();

test("What a worker that was taken for dead sent after all is not sent again by the one who took it over.", async () => {
  const { site, heir, late, states } = await cutOffUpload();
  await late();
  expect(await states()).toEqual(["sent"]);
  expect(await lastSaid(site)).toMatchObject({ action: "delivery.sent" });
  site.advance(3_600_000);
  expect(await deliverSome(heir, site.resources, 1)).toBe("idle");
  expect(site.sandbox.admin.uploads()).toHaveLength(1);
});

test("A late answer says nothing of a file that was made anew meanwhile.", async () => {
  const { site, late, states } = await cutOffUpload();
  const { digest } = await site.ledger
    .insertInto("content")
    .values({ digest: "0".repeat(64), bytes: Buffer.from("another"), createdAt: site.application.clock() })
    .returning("digest")
    .executeTakeFirstOrThrow();
  await site.ledger.updateTable("delivery").set({ contentDigest: digest }).execute();
  await late();
  expect(await states()).toEqual(["failed"]);
  expect(await lastSaid(site)).toMatchObject({ action: "delivery.answeredLate", detail: { attempt: 1, status: 201 } });
});
