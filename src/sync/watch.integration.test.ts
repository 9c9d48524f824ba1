import { expect, onTestFinished, test } from "vitest";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { settleByHand } from "../app/settleByHand.ts";
import { listAlerts } from "../ledger/alerts.ts";
import { lastDeliveryPause } from "../ledger/deliveryPause.ts";
import { countDeliveriesDue } from "../ledger/dueDeliveries.ts";
import { deliverSome } from "./deliver.ts";
import type { LinkResources } from "./linkResources.ts";
import { type AnswerRecorder, createAnswerRecorder } from "./recordAnswers.ts";

const data = { vendors: 3, purchaseOrders: 6, linesPerOrder: 2, seed: 3, spreadDays: 60 };
const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };

async function openSite(): Promise<PollingSite> {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z", sandbox: { gp: { companies: [company] } } });
  onTestFinished(() => site.close());
  return site;
}

const open = ({ ledger }: PollingSite) => listAlerts(ledger, { state: "open", limit: 20 });
const all = ({ ledger }: PollingSite) => listAlerts(ledger, { state: "all", limit: 20 });

function removeLines({ sandbox }: PollingSite, key: string): void {
  for (const { ord } of sandbox.admin.purchaseOrder(key)?.lines ?? []) sandbox.admin.company().deleteLine(key, ord);
}

test("A Cleo that is down is one alert for the link, and it is cleared when files arrive again.", async () => {
  const site = await openSite();
  site.sandbox.admin.armFault({ target: "cleo.upload", effect: { kind: "status", status: 429 } });
  await site.request();
  await site.takeUp();
  expect(await site.tryToDeliver()).toBe(false);
  for (let attempt = 0; attempt < 3; attempt++) {
    site.advance(20_000);
    expect(await site.tryToDeliver()).toBe(false);
    await site.watch();
  }
  expect(await open(site)).toMatchObject([{ key: `cleo-connection/${site.link}`, link: site.link, count: 4 }]);

  site.sandbox.admin.clearFaults();
  site.advance(20_000);
  await site.deliver();
  await site.watch();
  expect(await open(site)).toEqual([]);
  expect(await all(site)).toHaveLength(1);
  expect(site.sandbox.admin.uploads()).toHaveLength(9);
});

test("A Cleo that fails every write is not asked without a pause, though vendors may be sent again.", async () => {
  const site = await openSite();
  site.sandbox.admin.armFault({ target: "cleo.upload", effect: { kind: "status", status: 503 } });
  await site.request({ entities: ["vendors"] });
  await site.takeUp();
  await site.tryToDeliver();
  const writes = site.sandbox.admin.cleoRequests().filter(({ method }) => method === "PUT").length;
  expect(writes).toBe(3);
});

test("An account that Cleo refuses is an alert that names what to correct and whose job it is.", async () => {
  const site = await openSite();
  site.sandbox.admin.changeCleoUser({ username: "gpsvc", password: "another" });
  await site.request();
  await site.takeUp();
  expect(await site.tryToDeliver()).toBe(false);
  const [alert] = await open(site);
  expect(alert).toMatchObject({ code: "CLEO_LOGIN_REFUSED", owner: "cleo-admin" });
  expect(alert?.fix).toContain("cleo.auth");
});

test("What comes to be sent while no login is tried waits for the same cause as what met it.", async () => {
  const site = await openSite();
  site.sandbox.admin.changeCleoUser({ username: "gpsvc", password: "another" });
  await site.request({ entities: ["vendors"] });
  await site.takeUp();
  await site.tryToDeliver();
  await site.request({ entities: ["purchaseOrders"] });
  await site.takeUp();
  await site.tryToDeliver();
  const waiting = await site.ledger.selectFrom("delivery").select(["type", "error"]).execute();
  expect(new Set(waiting.map(({ type, error }) => `${type} ${error?.code}`))).toEqual(
    new Set(["vendor CLEO_LOGIN_REFUSED", "purchaseOrder CLEO_LOGIN_REFUSED"]),
  );
  expect(await open(site)).toMatchObject([{ code: "CLEO_LOGIN_REFUSED" }]);
  expect(site.sandbox.admin.state().cleo.tokens.refused).toBe(1);
});

test("Blocked documents are one alert for each thing that a person has to do, until it is done.", async () => {
  const site = await openSite();
  await site.poll();
  for (const key of ["PO00000001", "PO00000002"]) removeLines(site, key);
  site.advance(60_000);
  await site.poll();
  await site.watch();
  const [alert, ...others] = await open(site);
  expect(others).toEqual([]);
  expect(alert).toMatchObject({ key: `blocked/${site.link}/DOCUMENT_NO_LINES`, owner: "buyer", count: 1 });
  expect(alert?.message).toMatch(/^2 documents, the latest of them PO0000000[12] cannot be sent/);
  await site.watch();
  expect(await open(site)).toMatchObject([{ count: 1 }]);

  for (const key of ["PO00000001", "PO00000002"]) {
    site.sandbox.admin.company().deletePurchaseOrder(key);
  }
  await site.ledger.updateTable("delivery").set({ state: "superseded" }).where("state", "=", "blocked").execute();
  await site.watch();
  expect(await open(site)).toEqual([]);
});

test("A file whose arrival nobody knows is an alert until a person says what they found.", async () => {
  const site = await openSite();
  await site.poll();
  site.sandbox.admin.company().editPurchaseOrder("PO00000001", { comment: "changed" });
  site.sandbox.admin.armFault({ target: "cleo.upload", effect: { kind: "resetMidBody" }, times: 1 });
  site.advance(60_000);
  await site.request();
  await site.takeUp();
  await site.tryToDeliver();
  await site.watch();
  expect(await open(site)).toMatchObject([
    { key: `in-doubt/${site.link}`, subject: "PO00000001", code: "CLEO_OUTCOME_UNKNOWN" },
  ]);
  const application = { ledger: site.ledger, actor: "test", clock: () => new Date() };
  await settleByHand(application, ["PO00000001"], { arrived: true, reason: "seen in Cleo" });
  await site.watch();
  expect(await open(site)).toEqual([]);
});

test("Records of GP that cannot be used are one alert for each cause, until they are mended or gone.", async () => {
  const site = await openSite();
  const company = site.sandbox.admin.company();
  await site.poll();
  for (const key of ["PO00000001", "PO00000002"]) company.editPurchaseOrder(key, { date: "1900-01-01" });
  site.advance(60_000);
  await site.poll();
  await site.watch();
  const [alert, ...others] = await open(site);
  expect(others).toEqual([]);
  expect(alert).toMatchObject({ key: `gp-record/${site.link}/GP_RECORD_UNREADABLE`, subject: "PO00000001", count: 1 });
  expect(alert?.message).toMatch(
    /^2 records of GP, the latest of them the purchase order PO00000001, cannot be used: /,
  );

  company.editPurchaseOrder("PO00000001", { date: "2026-03-01" });
  site.advance(60_000);
  await site.poll();
  await site.watch();
  expect(await open(site)).toMatchObject([{ subject: "PO00000002", count: 1 }]);

  company.deletePurchaseOrder("PO00000002");
  site.advance(60_000);
  await site.poll();
  await site.watch();
  expect(await open(site)).toHaveLength(1);
  await site.sweep("purchaseOrders");
  await site.watch();
  expect(await open(site)).toEqual([]);
});

test("Files that meet the same trouble together put the link off once, until the last of them would be tried.", async () => {
  const site = await openSite();
  site.sandbox.admin.armFault({ target: "cleo.upload", effect: { kind: "status", status: 429 } });
  await site.request();
  await site.takeUp();
  const chances = [0.1, 0.9, 0.5, 0.3];
  const context = { ...site.contextOf("wrk_1"), chance: () => chances.pop() ?? 0 };
  const recorder = createAnswerRecorder(context, site.resources);
  const answers: (() => void)[] = [];
  const together: AnswerRecorder = (answered) => {
    const recorded = Promise.withResolvers<void>();
    answers.push(() => void recorder(answered).then(recorded.resolve, recorded.reject));
    if (answers.length === 4) for (const answer of answers) answer();
    return recorded.promise;
  };
  expect(await deliverSome(context, site.resources, 4, together)).toBe("paused");
  expect(await open(site)).toMatchObject([{ key: `cleo-connection/${site.link}`, count: 1 }]);
  const longest = site.application.clock().getTime() + 1_000 * (0.75 + 0.9 / 2);
  const due = (at: number) => countDeliveriesDue(site.ledger, site.link, new Date(at), 100);
  expect([await due(longest - 1), (await due(longest)) > 4]).toEqual([0, true]);
});

/** Cleo asks for an hour's patience. */
function askForPatience({ sandbox }: PollingSite): void {
  const effect = { kind: "status", status: 429, headers: { "retry-after": "3600" } } as const;
  sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect });
}

/** @returns whether Cleo is asked, and what people are told, once the alerts were compared */
async function asksAfterWatch(site: PollingSite) {
  site.advance(15_000);
  await site.watch();
  const alerts = (await open(site)).map(({ code }) => code);
  const { length: before } = site.sandbox.admin.cleoRequests();
  await deliverSome(site.contextOf("wrk_9"), site.resources, 4);
  return { asks: site.sandbox.admin.cleoRequests().length > before, alerts };
}

test("A link waits as long as Cleo asked for, though a file that was under way meanwhile arrived.", async () => {
  const site = await openSite();
  await site.request();
  await site.takeUp();
  askForPatience(site);
  const { cleo } = site.resources;
  const answered = Promise.withResolvers<void>();
  const context = {
    ...site.contextOf("wrk_1"),
    reached: (step: string) => step === "deliver.answered" && answered.resolve(),
  };
  let uploads = 0;
  const upload: LinkResources["cleo"]["upload"] = async (file, authorization) => {
    uploads += 1;
    if (uploads > 1) {
      await answered.promise;
      site.advance(1_000);
    }
    return cleo.upload(file, authorization);
  };
  expect(await deliverSome(context, { ...site.resources, cleo: { ...cleo, upload } }, 2)).toBe("paused");
  expect(site.sandbox.admin.uploads()).toHaveLength(1);
  expect(await asksAfterWatch(site)).toEqual({ asks: false, alerts: ["CLEO_THROTTLED"] });
  site.advance(3_600_000);
  expect(await asksAfterWatch(site)).toEqual({ asks: true, alerts: ["CLEO_THROTTLED"] });
  await site.watch();
  expect(await open(site)).toEqual([]);
  expect(await lastDeliveryPause(site.ledger, site.link)).toBeUndefined();
});

test("What arrived by a clock that was set back since does not tell that a connection works.", async () => {
  const site = await openSite();
  await site.request();
  await site.takeUp();
  expect(await deliverSome(site.contextOf("wrk_1"), site.resources, 2)).toBe("done");
  site.setTime("2026-03-17T17:00:00Z");
  askForPatience(site);
  expect(await deliverSome(site.contextOf("wrk_1"), site.resources, 1)).toBe("paused");
  expect(await asksAfterWatch(site)).toEqual({ asks: false, alerts: ["CLEO_THROTTLED"] });
});
