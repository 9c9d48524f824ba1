import { expect, onTestFinished, test } from "vitest";
import { openPollingSite } from "../../test/pollingSite.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { claimJob, requestJob, restJob } from "../ledger/jobs.ts";
import { cancelJob } from "./cancelJob.ts";
import { planRemoval } from "./planRemoval.ts";
import { planReplayByFilter, startReplay } from "./replay.ts";
import { awaitReplay } from "./replayOutcome.ts";

test("A collection that rests for as long as Cleo asked can be ended: the next one begins, and the link can go.", async () => {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z" });
  onTestFinished(site.close);
  const { ledger, link, application } = site;
  const now = application.clock();
  const ask = () =>
    ledger
      .transaction()
      .execute((transaction) =>
        requestJob(transaction, { kind: "collect", link, parameters: {}, requestedBy: "test", now }),
      );
  const claim = () => claimJob(ledger, "wrk_1", ["wrk_1"], now);
  const { id } = await ask();
  expect(await claim()).toMatchObject({ id });
  const until = new Date(now.getTime() + 86_400_000);
  const reason = new ConnectorError("CLEO_THROTTLED", "Cleo answered 429").report();
  await ledger.transaction().execute((transaction) => restJob(transaction, { id, worker: "wrk_1", until, reason }));
  const next = await ask();
  expect(await claim()).toBeUndefined();
  expect((await planRemoval(application, "links", link)).refused?.code).toBe("LINK_UNDER_WAY");

  expect(await cancelJob(application, id)).toMatchObject({ state: "failed", error: { code: "JOB_CANCELED" } });
  expect((await planRemoval(application, "links", link)).refused).toBeNull();
  expect(await claim()).toMatchObject({ id: next.id });
});

test("Whoever waits for a replay learns that it was canceled.", async () => {
  const data = { vendors: 3, purchaseOrders: 0, linesPerOrder: 1, seed: 3, spreadDays: 60 };
  const company = { database: "TWO", id: -1, displayName: "Fabrikam, Inc.", data };
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z", sandbox: { gp: { companies: [company] } } });
  onTestFinished(site.close);
  const { application } = site;
  await site.poll();
  const plan = await planReplayByFilter(site.ledger, { state: "sent" }, "resend");
  const bell = { ring: async () => {} } as never;
  const { jobs } = await startReplay(application, { bell }, plan, "the partner lost them");
  for (const { jobId } of jobs) await cancelJob(application, jobId);
  const never = new AbortController().signal;
  const waiting = { clock: application.clock, patience: 0, stop: never, broken: never };
  expect(await awaitReplay(application, jobs, waiting)).toMatchObject({
    jobs: [{ state: "failed", error: { code: "JOB_CANCELED" } }],
    deliveries: [],
  });
});
