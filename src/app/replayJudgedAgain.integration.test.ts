import { expect, onTestFinished, test } from "vitest";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { claimJob, findJob, type Job } from "../ledger/jobs.ts";
import { deliverSome } from "../sync/deliver.ts";
import { replay } from "../sync/replay.ts";
import { readJob } from "./readJob.ts";
import { planReplay, planReplayByFilter, startReplay } from "./replay.ts";
import { tellByHand } from "./tellByHand.ts";

const data = { vendors: 3, purchaseOrders: 4, linesPerOrder: 2, seed: 3, spreadDays: 60 };
const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };
const key = "PO00000002";
const replacedBy = "a later revision took its place; replay that one";
const bell = { ring: async () => {} } as never;
const hour = 3_600_000;

async function openSite(link?: string): Promise<PollingSite> {
  const site = await openPollingSite({
    now: "2026-03-18T17:00:00Z",
    sandbox: { gp: { companies: [company] } },
    ...(link && { link }),
  });
  onTestFinished(() => site.close());
  return site;
}

const application = ({ ledger, application: { clock } }: PollingSite) => ({ ledger, actor: "cli:mia", clock });
const deliveries = ({ ledger }: PollingSite) =>
  ledger.selectFrom("delivery").selectAll().where("key", "=", key).orderBy("position").execute();
const uploads = ({ sandbox }: PollingSite) => sandbox.admin.uploads().map(({ path }) => path);

/** Reads everything, and has Cleo put off what is sent. */
async function failAll(site: PollingSite): Promise<void> {
  await site.request();
  await site.takeUp();
  site.sandbox.admin.armFault({ target: "cleo.upload", times: 7, effect: { kind: "status", status: 429 } });
  await deliverSome(site.contextOf("wrk_9"), site.resources, 8);
}

/** Runs the replay job that waits, as a worker does. @returns what it put up */
async function run(site: PollingSite, ring = async () => {}): Promise<object | null | undefined> {
  const job = await claimJob(site.ledger, "w1", ["w1"], site.application.clock());
  await replay({ ...site.contextOf("w1"), ring }, job as Job);
  return (await findJob(site.ledger, job?.id ?? ""))?.checkpoint;
}

async function changeOrder(site: PollingSite): Promise<void> {
  site.sandbox.admin.company().editPurchaseOrder(key, { comment: "second" });
  site.advance(60_000);
  await site.poll();
}

const x12 = `    purchaseOrders: { folder: upload/850, schedule: manual }
    us:             { isa: { qualifier: ZZ, id: FABRIKAM }, gs: FABRIKAM }
    partners:
      default:      { isa: { qualifier: ZZ, id: PARTNER }, gs: PARTNER }
`;

test("What came into doubt since the plan is not made anew: it keeps its file, and the answer says why.", async () => {
  const site = await openSite(x12);
  await site.request({ entities: ["purchaseOrders"] });
  await site.takeUp();
  site.sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind: "status", status: 429 } });
  await deliverSome(site.contextOf("wrk_9"), site.resources, 1);
  const attempted = () =>
    site.ledger
      .selectFrom("delivery")
      .selectAll()
      .where("attempts", ">", 0)
      .orderBy("position")
      .executeTakeFirstOrThrow();
  const failed = await attempted();
  const plan = await planReplay(site.ledger, [failed.id], "rerender");
  expect(plan.replays).toMatchObject([{ state: "failed", sameBytes: false }]);
  // Before the person says yes, the worker tries it by itself, and the answer is lost.
  site.sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind: "lostAnswer" } });
  site.advance(hour);
  await deliverSome(site.contextOf("wrk_9"), site.resources, 1);
  const doubt = await attempted();
  expect(doubt.state).toBe("inDoubt");
  const { jobs, plan: done } = await startReplay(application(site), { bell }, plan, undefined);
  expect(jobs).toEqual([]);
  expect(done.replays).toMatchObject([
    { refused: "it may have arrived; resend the same bytes, or settle the doubt first" },
  ]);
  expect(await attempted()).toEqual(doubt);
});

test("What Cleo accepted since the plan needs a reason by then.", async () => {
  const site = await openSite();
  await failAll(site);
  const plan = await planReplay(site.ledger, [key], "resend");
  expect(plan.replays).toMatchObject([{ state: "failed", acceptedBefore: false }]);
  site.advance(hour);
  await site.deliver();
  await expect(startReplay(application(site), { bell }, plan, " ")).rejects.toMatchObject({
    code: "REPLAY_NEEDS_REASON",
    message: `Cleo has accepted ${key} since the plan was made; a second file may be processed a second time`,
  });
  expect((await startReplay(application(site), { bell }, plan, "the partner lost it")).jobs).toHaveLength(1);
});

test("A replay by filter without a reason repeats nothing that was accepted before it ran, and tells how many for which reason.", async () => {
  const site = await openSite();
  await failAll(site);
  const plan = await planReplayByFilter(site.ledger, { from: "2026-03-18T00:00:00Z" }, "resend");
  expect(plan.filter).toMatchObject({ total: 7, accepted: 0 });
  const { jobs } = await startReplay(application(site), { bell }, plan, undefined);
  site.advance(hour);
  await site.deliver();
  expect(uploads(site)).toHaveLength(7);
  expect(await run(site)).toMatchObject({ queued: 0, refused: 7 });
  expect(await readJob(site.ledger, jobs[0]?.jobId ?? "")).toMatchObject({
    deliveries: [],
    refused: [{ why: "Cleo has it, or may have it, and no reason was given", deliveries: 7 }],
  });
  await site.deliver();
  expect(uploads(site)).toHaveLength(7);
});

test("A page that the database made the worker do again is counted once.", async () => {
  const site = await openSite();
  await site.poll();
  const plan = await planReplayByFilter(site.ledger, { state: "sent" }, "resend");
  await startReplay(application(site), { bell }, plan, "Cleo lost a day");
  let rings = 0;
  const conflicting = async () => {
    rings += 1;
    if (rings === 1) throw Object.assign(new Error("deadlock detected"), { code: "40P01" });
  };
  expect(await run(site, conflicting)).toMatchObject({ queued: 7, refused: 0 });
  expect(rings).toBe(2);
});

test("An old revision is not sent behind a newer one: the plan of its job says so, and the partner stays on the newer.", async () => {
  const site = await openSite();
  const { jobId } = await site.poll();
  await changeOrder(site);
  const plan = await planReplay(site.ledger, [jobId], "resend");
  expect(plan.filter).toMatchObject({ total: 6, refused: 1, accepted: 6 });
  expect(plan.replays.find(({ document }) => document === key)).toMatchObject({ revision: 1, refused: replacedBy });
  const { jobs } = await startReplay(application(site), { bell }, plan, "Cleo lost a day");
  expect(jobs).toMatchObject([{ replayOf: jobId }]);
  expect(await run(site)).toMatchObject({ queued: 6, refused: 1, refusals: { [replacedBy]: 1 } });
  await site.deliver();
  expect((await site.files(key)).map(({ text }) => text.includes("second"))).toEqual([false, true]);
  // What was delivered since by the replay does not keep the job from being replayed once more.
  expect((await planReplay(site.ledger, [jobId], "resend")).filter).toMatchObject({ total: 6, refused: 1 });
  expect((await planReplay(site.ledger, [key], "resend")).replays).toMatchObject([
    { revision: 2, acceptedBefore: true },
  ]);
});

test("A revision that was recorded since the plan keeps the one before from being sent behind it, and the job counts it.", async () => {
  const site = await openSite();
  await site.poll();
  const ids = [key, "PO00000003"];
  const plan = await planReplay(site.ledger, ids, "resend");
  await changeOrder(site);
  const { jobs, plan: done } = await startReplay(application(site), { bell }, plan, "the partner lost it");
  expect(done.replays.map(({ document, refused }) => [document, refused])).toEqual([
    [key, replacedBy],
    ["PO00000003", undefined],
  ]);
  expect((await findJob(site.ledger, jobs[0]?.jobId ?? ""))?.checkpoint).toEqual({
    queued: 1,
    refused: 1,
    refusals: { [replacedBy]: 1 },
  });
  await site.deliver();
  expect((await site.files(key)).map(({ text }) => text.includes("second"))).toEqual([false, true]);
});

test("What is in doubt may be resent while the later revision waits behind it.", async () => {
  const site = await openSite();
  await site.poll();
  const [first] = await deliveries(site);
  await site.ledger
    .updateTable("delivery")
    .set({ state: "inDoubt", nextAttemptAt: null })
    .where("key", "=", key)
    .execute();
  site.sandbox.admin.company().editPurchaseOrder(key, { comment: "second" });
  site.advance(60_000);
  await site.request();
  await site.takeUp();
  const plan = await planReplay(site.ledger, [first?.id ?? ""], "resend");
  expect(plan.replays[0]?.refused).toBeUndefined();
  expect((await startReplay(application(site), { bell }, plan, "the folder is empty")).jobs).toHaveLength(1);
  await site.deliver();
  expect((await deliveries(site)).map(({ revision, state }) => [revision, state])).toEqual([
    [1, "sent"],
    [2, "sent"],
  ]);
});

test("A revision that took nobody's place leaves the one before to be replayed.", async () => {
  const site = await openSite();
  await site.poll();
  await changeOrder(site);
  const [first, second] = await deliveries(site);
  await site.ledger
    .updateTable("delivery")
    .set({ state: "unneeded" })
    .where("id", "=", second?.id ?? "")
    .execute();
  const plan = await planReplay(site.ledger, [first?.id ?? ""], "resend");
  expect(plan.replays).toMatchObject([{ revision: 1, acceptedBefore: true }]);
  expect(plan.replays[0]?.refused).toBeUndefined();
});

test("What was left out, because the record is not for sending any more, is refused with that reason.", async () => {
  const site = await openSite();
  await failAll(site);
  site.sandbox.admin.company().editPurchaseOrder(key, { status: 6 });
  site.advance(60_000);
  await site.poll();
  expect((await planReplay(site.ledger, [key], "resend")).replays).toMatchObject([
    {
      state: "superseded",
      refused: "it was left out before it was sent: the record is not for sending as it is in GP now",
    },
  ]);
});

test("What a person has told the partner is not replayed, nor is the revision before sent behind it.", async () => {
  const site = await openSite();
  await site.poll();
  await changeOrder(site);
  const [first, second] = await deliveries(site);
  await site.ledger
    .updateTable("delivery")
    .set({ state: "blocked" })
    .where("id", "=", second?.id ?? "")
    .execute();
  await tellByHand(application(site), [key], "by telephone");
  const plan = await planReplay(site.ledger, [first?.id ?? "", second?.id ?? ""], "resend");
  expect(plan.replays.map(({ revision, refused }) => [revision, refused])).toEqual([
    [1, replacedBy],
    [2, "a person has told the partner"],
  ]);
});
