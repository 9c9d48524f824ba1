import { afterEach, beforeEach, expect, it } from "vitest";
import { confirmation } from "../../../test/inboundSamples.ts";
import { testLink } from "../../../test/ledgerRecords.ts";
import { type TemporaryLedger, temporaryLedger } from "../../../test/temporaryLedger.ts";
import { listAlerts } from "../../ledger/alerts.ts";
import { findJob } from "../../ledger/jobs.ts";
import { carryOutNext } from "../../sync/inbound/carryOut.ts";
import type { InboundOutcome } from "../../sync/inbound/handle.ts";
import { readNextMessage } from "../../sync/inbound/read.ts";
import { storeArrival } from "../../sync/inbound/store.ts";
import type { LinkResources } from "../../sync/linkResources.ts";
import { watchAnswers } from "../../sync/watchAnswers.ts";
import type { WorkerContext } from "../../sync/workerContext.ts";
import { planRetry } from "./planRetry.ts";
import { listInbound, readInbound } from "./readInbox.ts";
import { retryInbound } from "./retryInbound.ts";
import { settleInbound } from "./settleInbound.ts";

const link = { name: testLink, partners: {} } as LinkResources["link"];
const now = new Date("2026-01-15T10:00:00Z");
let temporary: TemporaryLedger;
beforeEach(async () => {
  temporary = await temporaryLedger();
});
afterEach(() => temporary.close());

const context = (): WorkerContext => ({
  ledger: temporary.ledger,
  worker: "one",
  actor: "worker",
  clock: () => now,
  chance: () => 0.5,
  ring: async () => {},
  progress: () => {},
});
const receive = async (text: string) => {
  const { id } = await storeArrival(
    { ...context(), wake: () => {} },
    { link: testLink, source: "webhook", content: Buffer.from(text) },
  );
  while (await readNextMessage(context(), link)) {}
  return id;
};
const carryOut = (outcome: InboundOutcome) => carryOutNext(context(), { link } as LinkResources, async () => outcome);
const retry = (id: string, reason?: string) =>
  retryInbound({ ledger: temporary.ledger, actor: "cli:test", clock: () => now }, () => {}, [id], reason);
const stateOf = async (id: string) => (await readInbound(temporary.ledger, id)).documents.map(({ state }) => state);

it("carries out again what is in review, under a job that names the one before", async () => {
  const id = await receive(confirmation("PO1"));
  await carryOut({ kind: "review", summary: "have a look" });
  const before = (await readInbound(temporary.ledger, id)).jobId;
  const [retried] = await retry(id);
  expect(await findJob(temporary.ledger, retried?.jobId ?? "")).toMatchObject({ kind: "receive", replayOf: before });
  await carryOut({ kind: "done", summary: "confirmed" });
  expect(await stateOf(id)).toEqual(["done"]);
  expect(await findJob(temporary.ledger, retried?.jobId ?? "")).toMatchObject({ state: "succeeded" });
});

it("asks for a reason where something is settled, or its number stands for another document", async () => {
  const id = await receive(confirmation("PO1"));
  await carryOut({ kind: "done", summary: "confirmed" });
  await expect(retry(id)).rejects.toMatchObject({ code: "INBOUND_NEEDS_REASON" });
  const reused = await receive(confirmation("PO2"));
  expect(await stateOf(reused)).toEqual(["quarantined"]);
  const { documents } = await readInbound(temporary.ledger, reused);
  await expect(retry(documents[0]?.id ?? "")).rejects.toMatchObject({ code: "INBOUND_NEEDS_REASON" });
  await retry(documents[0]?.id ?? "", "the partner began its numbers anew");
  expect(await stateOf(reused)).toEqual(["received"]);
});

it("reads a message in quarantine again, and finds a message by its document", async () => {
  const id = await receive("<order/>");
  expect(await retry(id)).toMatchObject([{ what: "message" }]);
  while (await readNextMessage(context(), link)) {}
  const again = await readInbound(temporary.ledger, id);
  expect(again).toMatchObject({ state: "quarantined", content: "<order/>" });
  expect(await findJob(temporary.ledger, again.jobId ?? "")).toMatchObject({
    requestedBy: "cli:test",
    state: "failed",
  });
  await expect(retry("rcv_nothing")).rejects.toMatchObject({ code: "INBOUND_UNKNOWN" });
});

it("lists by state, type and purchase order", async () => {
  const one = await receive(confirmation("PO1"));
  await receive(confirmation("PO2", { interchange: 2 }));
  const ids = async (filter: object) =>
    (await listInbound(temporary.ledger, { limit: 10, ...filter })).map(({ id }) => id);
  expect(await ids({})).toHaveLength(2);
  expect(await ids({ order: "PO1" })).toEqual([one]);
  expect(await ids({ type: "810" })).toEqual([]);
  expect(await ids({ documentState: "received", type: "855", order: "PO1" })).toEqual([one]);
});

it("tells before a replay what it would do, and what it cannot", async () => {
  const id = await receive(confirmation("PO1"));
  expect(await planRetry(temporary.ledger, [id])).toMatchObject([{ state: "received", refused: expect.any(String) }]);
  await carryOut({ kind: "done", summary: "confirmed" });
  const [planned, ...others] = await planRetry(temporary.ledger, [id]);
  expect(others).toEqual([]);
  expect(planned).toMatchObject({ what: "document", type: "855", state: "done", reasonNeeded: true });
  expect(planned).not.toHaveProperty("refused");
  expect(await planRetry(temporary.ledger, [planned?.id ?? ""])).toEqual([planned]);
  await expect(planRetry(temporary.ledger, ["rcv_none"])).rejects.toMatchObject({ code: "INBOUND_UNKNOWN" });
  await expect(planRetry(temporary.ledger, ["drf_none"])).rejects.toMatchObject({ code: "DRAFT_UNKNOWN" });
});

it("raises one alert for each cause of quarantine, until a person has spoken on the last", async () => {
  const alerts = async () => {
    await watchAnswers(context());
    return listAlerts(temporary.ledger, { state: "open", limit: 10 });
  };
  const broken = await receive("<order/>");
  const alsoBroken = await receive("<invoice/>");
  const first = await receive(confirmation("PO1"));
  const reused = await receive(confirmation("PO2"));
  expect((await alerts()).map(({ key, owner }) => [key, owner]).sort()).toEqual([
    [`quarantine/${testLink}/INBOUND_NUMBER_REUSED`, "partner"],
    [`quarantine/${testLink}/INBOUND_UNREADABLE`, "cleo-admin"],
  ]);
  const person = { ledger: temporary.ledger, actor: "ann", clock: () => now };
  await settleInbound(person, broken, "ignored", "a test of theirs");
  await settleInbound(person, reused, "ignored", "the same order again");
  expect((await alerts()).map(({ subject }) => subject)).toEqual([alsoBroken]);
  await expect(settleInbound(person, alsoBroken, "done", "read by eye")).rejects.toMatchObject({
    code: "INBOUND_NOT_DECIDABLE",
  });
  await settleInbound(person, alsoBroken, "ignored", "a test of theirs");
  expect(await alerts()).toEqual([]);
  expect(await stateOf(first)).toEqual(["received"]);

  await expect(retry(broken)).rejects.toMatchObject({ code: "INBOUND_NEEDS_REASON" });
  expect(await planRetry(temporary.ledger, [broken])).toMatchObject([{ state: "ignored", reasonNeeded: true }]);
  await retry(broken, "the program can read it now");
  while (await readNextMessage(context(), link)) {}
  expect(await alerts()).toMatchObject([{ subject: broken }]);
});
