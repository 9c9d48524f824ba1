import { hostname } from "node:os";
import { sql } from "kysely";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plannedDelivery, testLink } from "../../test/ledgerRecords.ts";
import { type TemporaryLedger, temporaryLedger } from "../../test/temporaryLedger.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { beginAttempts, settleAttempts } from "./attempts.ts";
import { abandonedDeliveries, deliveryAttempts, findDelivery, markInDoubt, settleDoubt } from "./deliveries.ts";
import { pauseDeliveries } from "./deliveryPause.ts";
import { countDeliveriesDue, takeDeliveriesDue } from "./dueDeliveries.ts";
import { claimJob, finishJob, requestJob, restJob } from "./jobs.ts";
import { beat, liveWorkers, registerWorker, workerLease } from "./workers.ts";

const now = new Date("2026-01-15T09:30:00Z");
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const unknown = new ConnectorError("CLEO_OUTCOME_UNKNOWN", "no answer came back").report();

describe("the ledger", () => {
  let temporary: TemporaryLedger;
  let sessions: pg.Client[] = [];
  beforeEach(async () => {
    temporary = await temporaryLedger();
  });
  afterEach(async () => {
    for (const session of sessions) await session.end().catch(() => {});
    sessions = [];
    await temporary.close();
  });

  /** Takes the oldest deliveries as a worker does, and enters `sending`. */
  const takeSome = (worker: string, most: number) =>
    temporary.ledger.transaction().execute(async (transaction) => {
      const due = await takeDeliveriesDue(transaction, testLink, now, most);
      const numbers = await beginAttempts(
        transaction,
        due.map((delivery) => ({ delivery })),
        [],
        { worker, now },
      );
      return due.map((delivery, index) => ({ delivery, number: numbers[index] ?? 0 }));
    });
  const take = async (worker: string) => (await takeSome(worker, 1))[0];
  const settle = async (
    deliveryId: string,
    number: number,
    worker: string,
    state: "sent" | "failed" | "inDoubt",
  ): Promise<boolean> => {
    const attempt = { deliveryId, number, contentDigest: null, at: now, outcome: { state } };
    const settled = await temporary.ledger
      .transaction()
      .execute((transaction) => settleAttempts(transaction, worker, [attempt]));
    return settled.has(deliveryId);
  };
  const stateOf = async (id: string) => (await findDelivery(temporary.ledger, id))?.state;

  it("gives each delivery to one worker only, however many ask at once", async () => {
    for (let index = 0; index < 10; index++) await plannedDelivery(temporary.ledger, `PO${index}`);
    const taken = await Promise.all(Array.from({ length: 14 }, (_, index) => take(`worker${index}`)));
    const ids = taken.flatMap((each) => (each ? [each.delivery.id] : []));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(10);
  });

  it("gives groups to workers that ask at once without giving any delivery twice, the oldest first", async () => {
    for (let index = 0; index < 10; index++) await plannedDelivery(temporary.ledger, `PO${index}`);
    const taken = await Promise.all(["one", "two", "three", "four"].map((worker) => takeSome(worker, 3)));
    const keys = taken.flat().map(({ delivery }) => delivery.key);
    expect(keys.toSorted()).toEqual(Array.from({ length: 10 }, (_, index) => `PO${index}`));
    for (const group of taken) {
      const own = group.map(({ delivery }) => delivery.key);
      expect(own).toEqual(own.toSorted());
    }
  });

  it("takes the outcomes of a group one by one: what another worker holds meanwhile stays as it is", async () => {
    for (let index = 0; index < 3; index++) await plannedDelivery(temporary.ledger, `PO${index}`);
    const [first, second, third] = await takeSome("one", 3);
    await temporary.ledger.updateTable("delivery").set({ workerId: "two" }).where("key", "=", "PO1").execute();
    const settled = await temporary.ledger.transaction().execute((transaction) =>
      settleAttempts(transaction, "one", [
        {
          deliveryId: first?.delivery.id ?? "",
          number: 1,
          contentDigest: null,
          at: now,
          outcome: { state: "sent", status: 201 },
        },
        {
          deliveryId: second?.delivery.id ?? "",
          number: 1,
          contentDigest: null,
          at: now,
          outcome: { state: "sent", status: 201 },
        },
        {
          deliveryId: third?.delivery.id ?? "",
          number: 1,
          contentDigest: null,
          at: later(5),
          outcome: { state: "failed", error: unknown },
        },
      ]),
    );
    expect([...settled.keys()].toSorted()).toEqual([first?.delivery.id, third?.delivery.id].toSorted());
    expect(await findDelivery(temporary.ledger, second?.delivery.id ?? "")).toMatchObject({
      state: "sending",
      workerId: "two",
    });
    expect(await findDelivery(temporary.ledger, third?.delivery.id ?? "")).toMatchObject({
      state: "failed",
      workerId: null,
      settledAt: null,
      nextAttemptAt: null,
      error: unknown,
    });
    expect(await deliveryAttempts(temporary.ledger, first?.delivery.id ?? "")).toMatchObject([
      { number: 1, outcome: "sent", status: 201, finishedAt: now, detail: {} },
    ]);
  });

  it("never lets revision 2 overtake revision 1, in any state of it that is not settled", async () => {
    const first = await plannedDelivery(temporary.ledger, "PO1");
    const sending = await take("one");
    const second = await plannedDelivery(temporary.ledger, "PO1", first);
    expect(await take("two")).toBeUndefined();
    await settle(first.deliveryId, sending?.number ?? 0, "one", "inDoubt");
    expect(await take("two")).toBeUndefined();
    expect(await countDeliveriesDue(temporary.ledger, testLink, now, 5)).toBe(0);
    await temporary.ledger
      .transaction()
      .execute((transaction) =>
        settleDoubt(transaction, { id: first.deliveryId, attempts: 1 }, { state: "sent", now }),
      );
    expect((await take("two"))?.delivery.id).toBe(second.deliveryId);
  });

  it("supersedes what was never sent, and leaves alone what is being sent", async () => {
    const first = await plannedDelivery(temporary.ledger, "PO1");
    await plannedDelivery(temporary.ledger, "PO1", first);
    expect(await stateOf(first.deliveryId)).toBe("superseded");
    const other = await plannedDelivery(temporary.ledger, "PO2");
    expect((await take("one"))?.delivery.key).toBe("PO1");
    expect((await take("one"))?.delivery.id).toBe(other.deliveryId);
    await plannedDelivery(temporary.ledger, "PO2", other);
    expect(await stateOf(other.deliveryId)).toBe("sending");
  });

  it("puts a whole link off, and takes it up when the time has come", async () => {
    await plannedDelivery(temporary.ledger, "PO1");
    await temporary.ledger
      .transaction()
      .execute((transaction) =>
        pauseDeliveries(transaction, testLink, { error: unknown, until: later(5_000), fresh: true }),
      );
    expect(await take("one")).toBeUndefined();
    expect(await countDeliveriesDue(temporary.ledger, testLink, later(5_001), 5)).toBe(1);
  });

  it("puts off what was tried, and leaves what nobody looked at yet", async () => {
    await plannedDelivery(temporary.ledger, "PO1");
    const taken = await take("one");
    await settle(taken?.delivery.id ?? "", taken?.number ?? 0, "one", "failed");
    await plannedDelivery(temporary.ledger, "PO2");
    await temporary.ledger
      .transaction()
      .execute((transaction) =>
        pauseDeliveries(transaction, testLink, { error: unknown, until: later(5_000), fresh: false }),
      );
    expect(await take("one")).toBeUndefined();
    const fresh = await temporary.ledger
      .transaction()
      .execute((transaction) => takeDeliveriesDue(transaction, testLink, now, 5, "fresh"));
    expect(fresh.map(({ key }) => key)).toEqual(["PO2"]);
    expect(await countDeliveriesDue(temporary.ledger, testLink, later(5_001), 5)).toBe(2);
  });

  it("takes an outcome from the worker that holds the delivery, and from nobody else", async () => {
    const { deliveryId } = await plannedDelivery(temporary.ledger, "PO1");
    const taken = await take("one");
    expect(await settle(deliveryId, taken?.number ?? 0, "two", "sent")).toBe(false);
    expect(await stateOf(deliveryId)).toBe("sending");
    expect(await settle(deliveryId, taken?.number ?? 0, "one", "sent")).toBe(true);
  });

  it.each(["sent", "failed"] as const)(
    "lets a late answer (%s) of a worker that was taken for dead settle a doubt, but not undo anything",
    async (answer) => {
      const { deliveryId } = await plannedDelivery(temporary.ledger, "PO1");
      const taken = await take("one");
      await temporary.ledger.transaction().execute(async (transaction) => {
        const [abandoned] = await abandonedDeliveries(transaction, ["two"]);
        if (abandoned) await markInDoubt(transaction, abandoned, unknown, now);
      });
      expect(await stateOf(deliveryId)).toBe("inDoubt");
      expect(await settle(deliveryId, taken?.number ?? 0, "one", answer)).toBe(true);
      expect(await stateOf(deliveryId)).toBe(answer);
      expect(await settle(deliveryId, taken?.number ?? 0, "one", "inDoubt")).toBe(false);
      expect(await settle(deliveryId, taken?.number ?? 0, "one", "failed")).toBe(false);
      expect(await stateOf(deliveryId)).toBe(answer);
    },
  );

  it("finds what a dead worker left behind, however much the one that looks is sending", async () => {
    for (let index = 0; index < 102; index++) await plannedDelivery(temporary.ledger, `PO${index}`);
    const underWay = new Set((await takeSome("one", 101)).map(({ delivery }) => delivery.id));
    expect(underWay.size).toBe(101);
    const left = await take("two");
    const abandoned = await temporary.ledger
      .transaction()
      .execute((transaction) => abandonedDeliveries(transaction, ["one"], { worker: "one", underWay }));
    expect(abandoned.map(({ id }) => id)).toEqual([left?.delivery.id]);
  });

  it("counts a worker as alive while its heart beats and its database session is there", async () => {
    const session = new pg.Client(temporary.poolConfig);
    session.on("error", () => {});
    await session.connect();
    sessions.push(session);
    const backendPid = (await session.query("select pg_backend_pid() as pid")).rows[0].pid as number;
    await registerWorker(temporary.ledger, { id: "wrk_1", host: hostname(), pid: process.pid, backendPid });
    expect(await liveWorkers(temporary.ledger)).toEqual(["wrk_1"]);
    const silence = sql`update worker set heartbeat_at = clock_timestamp() - ${`${workerLease + 1} milliseconds`}::interval`;
    await silence.execute(temporary.ledger);
    expect(await liveWorkers(temporary.ledger)).toEqual([]);
    await beat(temporary.ledger, "wrk_1");
    expect(await liveWorkers(temporary.ledger)).toEqual(["wrk_1"]);
    await session.end();
    await expect.poll(() => liveWorkers(temporary.ledger)).toEqual([]);
  });

  it("lets one poll of a link run and one wait, and gives a dead worker's poll to the next", async () => {
    const request = (parameters: object) =>
      temporary.ledger.transaction().execute((transaction) =>
        requestJob(transaction, { kind: "poll", link: testLink, parameters, requestedBy: "test", now }, () => ({
          joined: 1,
        })),
      );
    const first = await request({});
    expect((await claimJob(temporary.ledger, "one", ["one"], now))?.id).toBe(first.id);
    const second = await request({});
    expect(second).toMatchObject({ joined: false });
    expect(await request({})).toEqual({ id: second.id, joined: true });
    expect(await claimJob(temporary.ledger, "two", ["one", "two"], now)).toBeUndefined();
    expect((await claimJob(temporary.ledger, "two", ["two"], now))?.id).toBe(first.id);
    const end = (worker: string) =>
      temporary.ledger.transaction().execute((transaction) => finishJob(transaction, { id: first.id, worker, now }));
    expect(await end("one")).toBe(false);
    expect(await end("two")).toBe(true);
    expect(await claimJob(temporary.ledger, "two", ["two"], now)).toMatchObject({
      id: second.id,
      parameters: { joined: 1 },
    });
  });

  it("lets a poll rest, and gives it out again when its time has come", async () => {
    const { id } = await temporary.ledger
      .transaction()
      .execute((transaction) =>
        requestJob(transaction, { kind: "poll", link: testLink, parameters: {}, requestedBy: "test", now }),
      );
    await claimJob(temporary.ledger, "one", ["one"], now);
    await temporary.ledger
      .transaction()
      .execute((transaction) => restJob(transaction, { id, worker: "one", until: later(60_000), reason: unknown }));
    expect(await claimJob(temporary.ledger, "one", ["one"], later(59_000))).toBeUndefined();
    expect((await claimJob(temporary.ledger, "one", ["one"], later(60_000)))?.id).toBe(id);
  });
});
