import { expect, onTestFinished, test } from "vitest";
import { type AnsweringSite, openAnsweringSite, partnerSends, x12Link } from "../../test/answeringSite.ts";
import { untilWaiting } from "../../test/lockWaits.ts";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { planReplay, startReplay } from "../app/replay.ts";
import { settleByHand } from "../app/settleByHand.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { listAlerts } from "../ledger/alerts.ts";
import { answersOfOrder, recordAnswer } from "../ledger/answers.ts";
import { findDelivery, holdDelivery } from "../ledger/deliveries.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { deliverSome } from "./deliver.ts";
import type { LinkResources } from "./linkResources.ts";
import { settleAbandoned, settleNextDoubt } from "./settle.ts";

const key = "PO2075";
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

/** An order to send; what is looked for is not there, as the flow has taken it away at once. */
async function orderToSend(policy: string) {
  const link = x12Link().replace("manual }", `manual, onUnknown: ${policy} }`);
  const site = await openAnsweringSite({ now: "2026-01-16T10:00:00-06:00", link });
  onTestFinished(site.close);
  await site.request();
  await site.takeUp();
  const resources = { ...site.resources, cleo: { ...site.resources.cleo, compare: async () => "absent" as const } };
  const context = site.contextOf("wrk_1");
  const query = site.ledger.selectFrom("delivery").selectAll().where("key", "=", key);
  return {
    site,
    resources,
    context,
    armUpload: (effect: { kind: "lostAnswer" } | { kind: "status"; status: number }) =>
      site.sandbox.admin.armFault({ target: "cleo.upload", path: key, times: 1, effect }),
    send: async () => {
      while ((await deliverSome(context, resources, 8)) === "done") {}
    },
    look: async () => {
      while (await settleNextDoubt(context, resources)) {}
    },
    delivery: () => query.executeTakeFirstOrThrow(),
    uploads: () => site.sandbox.admin.uploads().filter(({ path }) => path.includes(`_${key}_r`)).length,
  };
}

test.each(["by the policy", "by a person"])(
  "A 997 proves the arrival of a file that was taken for not there %s: it is not sent again, and nothing is owed for it.",
  async (takenBy) => {
    const byHand = takenBy === "by a person";
    const { site, armUpload, send, look, delivery, uploads } = await orderToSend(byHand ? "hold" : "verifyThenResend");
    armUpload({ kind: "lostAnswer" });
    await send();
    await look();
    if (byHand) await settleByHand(site.application, [key], { arrived: false, reason: "there is no job" });
    expect((await delivery()).state).toBe("failed");
    await site.receive(partnerSends.acknowledgment(1, await site.groupOf(key), ["AK9*A*1*1*1"]));
    site.advance(3_600_000);
    await send();
    expect([(await delivery()).state, uploads()]).toEqual(["sent", 1]);
    const { id: deliveryId } = await delivery();
    const debts = site.ledger
      .selectFrom("acknowledgement")
      .select(["kind", "state"])
      .where("deliveryId", "=", deliveryId);
    expect(await debts.where("kind", "=", "997").execute()).toEqual([{ kind: "997", state: "accepted" }]);
  },
);

test("A 997 proves the arrival of a file that Cleo refused for good when it was sent again.", async () => {
  const { site, armUpload, send, look, delivery } = await orderToSend("verifyThenResend");
  armUpload({ kind: "lostAnswer" });
  await send();
  await look();
  site.advance(3_600_000);
  armUpload({ kind: "status", status: 413 });
  await send();
  expect((await delivery()).state).toBe("blocked");
  await site.receive(partnerSends.acknowledgment(1, await site.groupOf(key), ["AK9*A*1*1*1"]));
  expect(await delivery()).toMatchObject({ state: "sent", error: null });
});

test("A 997 for a former file of a delivery says nothing of the file that was made anew.", async () => {
  const { site, armUpload, send, look, delivery } = await orderToSend("hold");
  armUpload({ kind: "lostAnswer" });
  await send();
  await look();
  const former = await site.groupOf(key);
  await settleByHand(site.application, [key], { arrived: false, reason: "there is no job" });
  const { id, documentId } = await delivery();
  await startReplay(
    site.application,
    { bell: { ring: async () => {} } as never },
    await planReplay(site.ledger, [id], "rerender"),
    undefined,
  );
  armUpload({ kind: "lostAnswer" });
  await send();
  await look();
  expect(await site.groupOf(key)).not.toBe(former);
  await site.receive(partnerSends.acknowledgment(1, former, ["AK9*R*1*1*0"]));
  expect((await delivery()).state).toBe("inDoubt");
  const [answer] = await answersOfOrder(site.ledger, documentId);
  expect(answer).toMatchObject({ number: String(former), deliveryId: null, result: "rejected" });
  expect(answer?.summary).toContain(`in a file (group ${former}) that was made anew since`);
  await look();
  expect((await delivery()).state).toBe("inDoubt");
});

test("A look into a doubt that took long says nothing of the next attempt.", async () => {
  const { site, resources, context, armUpload, send, look, uploads } = await orderToSend("verifyThenResend");
  armUpload({ kind: "status", status: 503 });
  await send();
  expect(uploads()).toBe(0);
  // The answer takes a minute. Another worker looks meanwhile, sends it again, and its answer is lost.
  const compare = async () => {
    site.advance(61_000);
    await look();
    site.advance(2_000);
    armUpload({ kind: "lostAnswer" });
    await send();
    expect(uploads()).toBe(1);
    return "absent" as const;
  };
  expect(await settleNextDoubt(context, { ...resources, cleo: { ...resources.cleo, compare } })).toBe(true);
  site.advance(60_000);
  await settleNextDoubt(context, site.resources);
  await send();
  expect(uploads()).toBe(1);
});

test("A doubt that Cleo says nothing of for an hour is told to a person, and a short one is not.", async () => {
  const { site, context, armUpload, send } = await orderToSend("hold");
  armUpload({ kind: "lostAnswer" });
  site.sandbox.admin.armFault({ target: "cleo.download", effect: { kind: "status", status: 500 } });
  await send();
  const told = async () => {
    while (await settleNextDoubt(context, site.resources)) {}
    await site.watch();
    return (await listAlerts(site.ledger, { state: "open", limit: 9 })).map((alert) => alert.key);
  };
  site.advance(50 * 60_000);
  expect(await told()).not.toContain(`in-doubt/${site.link}`);
  site.advance(11 * 60_000);
  expect(await told()).toContain(`in-doubt/${site.link}`);
});

test("Doubts that Cleo takes long to say nothing of are looked into once before the other files go.", async () => {
  const { site, resources, context } = await orderToSend("hold");
  site.sandbox.admin.armFault({ target: "cleo.upload", times: 2, effect: { kind: "lostAnswer" } });
  await deliverSome(context, resources, 2);
  const compare = async () => {
    site.advance(60_000);
    throw new ConnectorError("CLEO_UNREACHABLE", "cleo did not answer in time");
  };
  const silent = { ...resources, cleo: { ...resources.cleo, compare } };
  const begun = context.clock();
  for (const found of [true, true, false]) expect(await settleNextDoubt(context, silent, begun)).toBe(found);
});

test.each(["hold", "verifyThenResend"])(
  "A 997 that came before Cleo's answer was lost proves the arrival where the policy is %s: nothing is held or resent.",
  async (policy) => {
    const link = x12Link().replace("manual }", `manual, onUnknown: ${policy} }`);
    const site = await openAnsweringSite({ now: "2026-01-16T10:00:00-06:00", link });
    onTestFinished(site.close);
    await site.request();
    await site.takeUp();
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

/** An order in doubt at Cleo, which says that there is no such file, and is asked by `looked`. */
async function doubtedOrder(looked: (site: AnsweringSite) => Promise<void>) {
  const site = await openAnsweringSite({ now: "2026-01-16T10:00:00-06:00" });
  onTestFinished(site.close);
  await site.request();
  await site.takeUp();
  site.sandbox.admin.armFault({ target: "cleo.upload", path: "PO2075", times: 1, effect: { kind: "lostAnswer" } });
  const compare = async () => {
    await looked(site);
    return "absent" as const;
  };
  const resources = { ...site.resources, cleo: { ...site.resources.cleo, compare } };
  const context = site.contextOf("wrk_1");
  while ((await deliverSome(context, resources, 8)) === "done") {}
  const query = site.ledger.selectFrom("delivery").selectAll().where("key", "=", "PO2075");
  const delivery = await query.executeTakeFirstOrThrow();
  expect(delivery.state).toBe("inDoubt");
  return { site, delivery, lookInto: () => settleNextDoubt(context, resources) };
}

test("A 997 that comes while Cleo is asked for the file proves the arrival: it is not held.", async () => {
  const { site, delivery, lookInto } = await doubtedOrder(async ({ receive, groupOf }) => {
    await receive(partnerSends.acknowledgment(1, await groupOf("PO2075"), ["AK9*A*1*1*1"]));
  });
  expect(await lookInto()).toBe(true);
  expect(await stateOf(site, delivery.id)).toBe("sent");
});

test("A 997 that is being written down is waited for before a file is held.", async () => {
  const held = Promise.withResolvers<void>();
  const { site, delivery, lookInto } = await doubtedOrder(() => held.promise);
  const { id: deliveryId, documentId: orderId, jobId, controlNumbers } = delivery;
  const [{ id: inboundId } = { id: "" }] = await site.receive(partnerSends.acknowledgment(1, 999, ["AK9*A*1*1*1"]));
  const looking = lookInto();
  await site.ledger.transaction().execute(async (transaction) => {
    await holdDelivery(transaction, deliveryId);
    held.resolve();
    await untilWaiting(site.ledger, 1);
    const said = {
      partner: "default",
      number: String(controlNumbers?.group),
      sequence: "1",
      result: "accepted",
      summary: "",
      detail: {},
    } as const;
    const answeredAt = site.application.clock();
    const about = { inboundId, orderId, deliveryId, jobId, link: site.link, answeredAt };
    await recordAnswer(transaction, { type: "997", ...about, ...said });
  });
  await looking;
  expect(await stateOf(site, deliveryId)).toBe("sent");
});

test("A 997 waits for a doubt that is being written down, and settles it.", async () => {
  const { site, delivery } = await doubtedOrder(async () => {});
  const group = await site.groupOf("PO2075");
  const move = (ledger: Ledger, state: "sending" | "inDoubt") =>
    ledger.updateTable("delivery").set({ state }).where("id", "=", delivery.id).execute();
  await move(site.ledger, "sending");
  let answered: Promise<unknown> | undefined;
  await site.ledger.transaction().execute(async (transaction) => {
    await move(transaction, "inDoubt");
    answered = site.receive(partnerSends.acknowledgment(1, group, ["AK9*A*1*1*1"]));
    await untilWaiting(site.ledger, 1);
  });
  await answered;
  expect(await stateOf(site, delivery.id)).toBe("sent");
});

const stateOf = async ({ ledger }: PollingSite, id: string) => (await findDelivery(ledger, id))?.state;

/** A vendor whose upload was begun by a worker that was then taken for dead, and is told to go on by `late`. */
async function cutOffUpload(heirLooks = true) {
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
  while (heirLooks && (await settleNextDoubt(heir, site.resources))) {}
  const states = async () =>
    (await site.ledger.selectFrom("delivery").select("state").execute()).map((row) => row.state);
  expect(await states()).toEqual([heirLooks ? "failed" : "inDoubt"]);
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

test.each([
  [429, "failed", "delivery.failed"],
  [413, "blocked", "delivery.blocked"],
])("A late refusal (%i) ends the doubt: the file is certainly not there.", async (status, state, action) => {
  const { site, late, states } = await cutOffUpload(false);
  site.sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind: "status", status } });
  await late();
  expect(await states()).toEqual([state]);
  expect(await lastSaid(site)).toMatchObject({ action, detail: { attempt: 1 } });
  expect(site.sandbox.admin.uploads()).toEqual([]);
});
