import { expect, onTestFinished, test } from "vitest";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { deliverSome } from "../sync/deliver.ts";
import { planReplay, planReplayByFilter, startReplay } from "./replay.ts";

const data = { vendors: 3, purchaseOrders: 3, linesPerOrder: 2, seed: 3, spreadDays: 60 };
const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };
const key = "PO00000002";
const bell = { ring: async () => {} } as never;

async function openSite(): Promise<PollingSite> {
  const site = await openPollingSite({
    now: "2026-03-18T17:00:00Z",
    sandbox: { gp: { companies: [company] }, cleo: { pickUp: "immediate" } },
  });
  onTestFinished(() => site.close());
  return site;
}

const application = ({ ledger, application: { clock } }: PollingSite) => ({ ledger, actor: "cli:mia", clock });
const needsReason = { code: "REPLAY_NEEDS_REASON" };

test("A plan tells what Cleo has from what it may have, and so does the refusal without a reason.", async () => {
  const site = await openSite();
  await site.poll();
  const doubtOf = (of: string) =>
    site.ledger.updateTable("delivery").set({ state: "inDoubt", nextAttemptAt: null }).where("key", "=", of).execute();
  await doubtOf(key);
  const named = await planReplay(site.ledger, [key, "PO00000001"], "resend");
  expect(named.replays).toMatchObject([
    { document: "PO00000001", acceptedBefore: true, doubtful: false },
    { document: key, acceptedBefore: true, doubtful: true, consequence: expect.stringContaining("Cleo may have it") },
  ]);
  const orders = { type: "purchaseOrder", from: "2026-03-18T00:00:00Z" } as const;
  const some = await planReplayByFilter(site.ledger, orders, "resend");
  expect(some.filter).toMatchObject({ total: 3, accepted: 3, doubtful: 1 });
  await expect(startReplay(application(site), { bell }, some, undefined)).rejects.toMatchObject({
    ...needsReason,
    message: "Of 3 documents Cleo has 2 and may have 1 already; second files may be processed a second time",
  });
  const doubts = await planReplayByFilter(site.ledger, { state: "inDoubt" }, "resend");
  await expect(startReplay(application(site), { bell }, doubts, undefined)).rejects.toMatchObject({
    ...needsReason,
    message: "Of 1 document Cleo may have 1 already; second files may be processed a second time",
  });
});

test("A second replay of what Cleo has needs a reason as well, also where the first one was refused.", async () => {
  const site = await openSite();
  await site.poll();
  const first = await planReplay(site.ledger, [key], "resend");
  site.sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind: "status", status: 415 } });
  await startReplay(application(site), { bell }, first, "the partner lost it");
  await site.deliver();
  const [{ state } = { state: "" }] = await site.ledger
    .selectFrom("delivery")
    .select("state")
    .where("key", "=", key)
    .orderBy("position", "desc")
    .execute();
  expect(state).toBe("blocked");

  for (const mode of ["resend", "rerender"] as const) {
    const plan = await planReplay(site.ledger, [key], mode);
    expect(plan.replays).toMatchObject([
      { acceptedBefore: true, doubtful: false, consequence: expect.stringContaining("Cleo has it already") },
    ]);
    await expect(startReplay(application(site), { bell }, plan, undefined)).rejects.toMatchObject(needsReason);
  }
  const byFilter = await planReplayByFilter(site.ledger, { state: "blocked" }, "resend");
  expect(byFilter.filter).toMatchObject({ total: 1, accepted: 1, doubtful: 0 });
  await expect(startReplay(application(site), { bell }, byFilter, undefined)).rejects.toMatchObject(needsReason);
});

test("What may be in Cleo is not sent again without a reason.", async () => {
  const site = await openSite();
  await site.request({ entities: ["purchaseOrders"] });
  await site.takeUp();
  site.sandbox.admin.armFault({ target: "cleo.upload", times: 1, effect: { kind: "lostAnswer" } });
  await deliverSome(site.contextOf("wrk_1"), site.resources, 1);
  const doubt = await site.ledger
    .selectFrom("delivery")
    .select("id")
    .where("state", "=", "inDoubt")
    .executeTakeFirstOrThrow();
  const plan = await planReplay(site.ledger, [doubt.id], "resend");
  await expect(startReplay(application(site), { bell }, plan, undefined)).rejects.toMatchObject(needsReason);
  await startReplay(application(site), { bell }, plan, "the folder is empty, and so is the job list");
  site.advance(60_000);
  await site.deliver();
  expect((await planReplay(site.ledger, [doubt.id], "resend")).replays).toMatchObject([{ state: "sent" }]);
});

test("A replay of what several jobs read names none of them as its origin, and each delivery its own.", async () => {
  const site = await openSite();
  await site.poll();
  site.sandbox.admin.company().editPurchaseOrder(key, { comment: "second" });
  site.advance(60_000);
  await site.poll();
  const one = await planReplay(site.ledger, [key], "resend");
  const both = await planReplay(site.ledger, [key, "PO00000001"], "resend");
  const started = await startReplay(application(site), { bell }, both, "a lost day");
  expect(started.jobs).toMatchObject([{ replayOf: null }]);
  const origins = await site.ledger
    .selectFrom("auditEntry")
    .select("detail")
    .where("action", "=", "delivery.replayed")
    .execute();
  expect(new Set(origins.map(({ detail }) => (detail as { origin: string }).origin)).size).toBe(2);
  await site.deliver();
  const again = await startReplay(application(site), { bell }, one, "once more");
  expect(again.jobs[0]?.replayOf).toMatch(/^job_/);
});

test("The trail has the digests of a file, of what it replaced, and of what was sent again.", async () => {
  const site = await openSite();
  await site.poll();
  site.sandbox.admin.company().editPurchaseOrder(key, { comment: "second" });
  site.advance(60_000);
  await site.poll();
  const plan = await planReplay(site.ledger, [key], "resend");
  await startReplay(application(site), { bell }, plan, "lost");
  const deliveries = await site.ledger
    .selectFrom("delivery")
    .selectAll()
    .where("key", "=", key)
    .orderBy("position")
    .execute();
  const [first, second] = deliveries.map(({ contentDigest }) => contentDigest);
  const entries = await site.ledger
    .selectFrom("auditEntry")
    .select(["action", "detail"])
    .where(
      "subject",
      "in",
      deliveries.map(({ id }) => id),
    )
    .where("action", "in", ["delivery.sent", "delivery.replayed"])
    .orderBy("id")
    .execute();
  expect(entries).toMatchObject([
    { action: "delivery.sent", detail: { before: null, after: first } },
    { action: "delivery.sent", detail: { before: first, after: second } },
    { action: "delivery.replayed", detail: { before: second, after: second } },
  ]);
});

test("A filter by a link or an error code that there is not is refused, with the one that is near.", async () => {
  const site = await openSite();
  await site.poll();
  const by = (filter: Parameters<typeof planReplayByFilter>[1]) => planReplayByFilter(site.ledger, filter, "resend");
  await expect(by({ state: "sent", link: "nope" })).rejects.toMatchObject({
    ...{ code: "LINK_UNKNOWN", fix: `Name one of: ${site.link}.` },
  });
  await expect(by({ code: "CLEO_UNREACHABEL" })).rejects.toMatchObject({
    ...{ code: "USAGE", fix: "Did you mean CLEO_UNREACHABLE?" },
  });
  expect((await by({ code: "CLEO_UNREACHABLE", link: site.link })).replays).toEqual([]);
});
