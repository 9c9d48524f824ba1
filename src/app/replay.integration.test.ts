import { expect, onTestFinished, test } from "vitest";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { claimJob, findJob, type Job, requestJob } from "../ledger/jobs.ts";
import { replay } from "../sync/replay.ts";
import type { WorkerContext } from "../sync/workerContext.ts";
import { cancelJob } from "./cancelJob.ts";
import { explainReplay } from "./explainReplay.ts";
import { readDocument } from "./readDocument.ts";
import { planReplay, planReplayByFilter, startReplay } from "./replay.ts";

const data = { vendors: 3, purchaseOrders: 12, linesPerOrder: 2, seed: 3, spreadDays: 60 };
const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };
const clock = () => new Date("2026-03-18T17:05:00Z");
const bell = { ring: async () => {} } as never;

async function openSite(): Promise<PollingSite> {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z", sandbox: { gp: { companies: [company] } } });
  onTestFinished(() => site.close());
  await site.poll();
  return site;
}

const application = ({ ledger }: PollingSite) => ({ ledger, actor: "cli:mia", clock });
const contextOf = ({ ledger }: PollingSite, ring = async () => {}): WorkerContext => ({
  ledger,
  worker: "w1",
  actor: "worker",
  clock,
  chance: () => 0.5,
  ring,
  progress: () => {},
});
const filter = { state: "sent", type: "purchaseOrder" } as const;

test("A filter is planned with its count, and what Cleo has needs a reason.", async () => {
  const site = await openSite();
  const plan = await planReplayByFilter(site.ledger, filter, "resend");
  expect(plan.filter).toMatchObject({ total: 12, refused: 0, accepted: 12, links: [site.link] });
  expect(plan.replays.map(({ link }) => link)).toEqual(Array.from({ length: 12 }, () => site.link));
  await expect(startReplay(application(site), { bell }, plan, undefined)).rejects.toMatchObject({
    code: "REPLAY_NEEDS_REASON",
  });
  await expect(planReplayByFilter(site.ledger, { link: site.link }, "resend")).rejects.toMatchObject({ code: "USAGE" });
  const none = await planReplayByFilter(site.ledger, { ...filter, code: "CLEO_UNREACHABLE" }, "resend");
  expect(none.filter?.total).toBe(0);
  const early = await planReplayByFilter(site.ledger, { ...filter, to: "2026-03-18T16:00:00Z" }, "resend");
  expect(early.filter?.total).toBe(0);
});

test("What a filter means but cannot be replayed is counted apart, and gets no job.", async () => {
  const site = await openSite();
  await site.ledger.updateTable("delivery").set({ state: "unneeded" }).where("key", "=", "PO00000001").execute();
  const since = { type: "purchaseOrder", from: "2026-03-18T00:00:00Z" } as const;
  const plan = await planReplayByFilter(site.ledger, since, "resend");
  expect(plan.filter).toMatchObject({ total: 11, refused: 1, accepted: 11, links: [site.link] });
  expect(plan.replays).toHaveLength(12);
  const none = await planReplayByFilter(site.ledger, { state: "unneeded" }, "resend");
  expect(none.filter).toMatchObject({ total: 0, refused: 1, links: [] });
  expect((await startReplay(application(site), { bell }, none, undefined)).jobs).toEqual([]);
});

test("A replay by filter goes page by page under one job, and goes on where it died: each document once more.", async () => {
  const site = await openSite();
  const plan = await planReplayByFilter(site.ledger, filter, "resend");
  const [started] = (await startReplay(application(site), { bell }, plan, "Cleo lost a day")).jobs;
  expect(started).toMatchObject({ replayOf: null, link: site.link });
  const job = await claimJob(site.ledger, "w1", ["w1"], clock());
  expect(job?.id).toBe(started?.jobId);
  let pages = 0;
  const dying = contextOf(site, async () => {
    pages += 1;
    if (pages === 2) throw new Error("killed");
  });
  await expect(replay(dying, job as Job, 5)).rejects.toThrow("killed");
  await replay(contextOf(site), (await findJob(site.ledger, job?.id ?? "")) as Job, 5);
  expect((await findJob(site.ledger, job?.id ?? ""))?.checkpoint).toMatchObject({ queued: 12, refused: 0 });
  await site.deliver();
  const names = site.sandbox.admin.uploads().flatMap(({ path }) => (path.includes("PO_") ? [path] : []));
  expect(names).toHaveLength(24);
  expect(new Set(names).size).toBe(12);
});

test("A replay that was canceled puts nothing more up.", async () => {
  const site = await openSite();
  const plan = await planReplayByFilter(site.ledger, filter, "resend");
  await startReplay(application(site), { bell }, plan, "by mistake");
  const job = await claimJob(site.ledger, "w1", ["w1"], clock());
  await cancelJob(application(site), job?.id ?? "");
  await expect(replay(contextOf(site), job as Job, 5)).rejects.toThrow("taken over");
  await site.deliver();
  expect(site.sandbox.admin.uploads()).toHaveLength(15);
});

test("A plan shows what would be different in a file that is made anew, and by which configuration.", async () => {
  const site = await openSite();
  const [effect] = await explainReplay(application(site), await planReplay(site.ledger, ["PO00000001"], "rerender"));
  expect(effect?.mapping).toEqual({ before: 1, now: 1 });
  expect(effect?.difference.map(({ kind, text }) => `${kind} ${text.trim()}`)).toEqual([
    'removed "purpose": "original",',
    'added "purpose": "replace",',
  ]);
  const [sent] = (await planReplay(site.ledger, ["PO00000001"], "resend")).replays;
  const [document] = await readDocument(site.ledger, "PO00000001");
  const answer = { deliveryId: sent?.delivery ?? "", orderId: document?.id ?? "", link: site.link, partner: "P" };
  await site.ledger
    .insertInto("acknowledgement")
    .values({ ...answer, kind: "997", state: "accepted", sentAt: clock() })
    .execute();
  const [answered] = (await planReplay(site.ledger, ["PO00000001"], "resend")).replays;
  expect(answered?.consequence).toMatch(/; Cleo has accepted it before; the partner has answered it: 997 accepted$/);
  const [same] = await explainReplay(application(site), await planReplay(site.ledger, ["PO00000001"], "resend"));
  expect(same?.difference).toEqual([]);
  expect(site.sandbox.admin.uploads()).toHaveLength(15);
});

test("A job that delivered nothing names what carries it out again.", async () => {
  const site = await openSite();
  const { ledger } = site;
  const job = (kind: Job["kind"]) =>
    ledger.transaction().execute((transaction) =>
      requestJob(transaction, {
        kind,
        link: site.link,
        parameters: kind === "receive" ? { message: "rcv_1" } : {},
        requestedBy: "cli:mia",
        now: clock(),
      }),
    );
  for (const [kind, instead] of [
    ["receive", "rcv_1"],
    ["collect", "inbound collect"],
    ["check", "check"],
    ["retention", "retention --apply"],
  ] as const) {
    const { id } = await job(kind);
    await expect(planReplay(ledger, [id], "resend")).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining(instead),
    });
  }
});

test.for([
  ["named", ({ ledger }: PollingSite, key: string) => planReplay(ledger, [key], "resend")],
  ["meant by a filter", ({ ledger }: PollingSite) => planReplayByFilter(ledger, { state: "failed" }, "resend")],
] as const)("What was %s goes at once, though Cleo had asked for a day's patience.", async ([, planOf]) => {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z", sandbox: { gp: { companies: [company] } } });
  onTestFinished(() => site.close());
  const effect = { kind: "status", status: 429, headers: { "retry-after": "86400" } } as const;
  site.sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect });
  await site.request({ entities: ["purchaseOrders"] });
  await site.takeUp();
  await site.tryToDeliver();
  site.advance(60_000);
  await site.tryToDeliver();
  expect(site.sandbox.admin.uploads()).toEqual([]);
  const plan = await planOf(site, "PO00000001");
  const { jobs } = await startReplay(site.application, { bell }, plan, undefined);
  expect(jobs).toHaveLength(1);
  await site.deliver();
  expect((await site.files("PO00000001")).length).toBe(1);
});
