/**
 * The database's clock is set while a real worker lives. The databases of these tests have a `clock_timestamp()` of their own
 * that comes before the server's, and that a test sets; to the processes it is the clock of the database's machine.
 */
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { builtProgram } from "../../test/builtProgram.ts";
import { type ChaosSite, openChaosSite } from "../../test/chaos/chaosSite.ts";
import { prepareChaosWorker } from "../../test/chaos/chaosWorker.ts";
import { readLinks } from "../app/readLinks.ts";
import { raiseAlert } from "../ledger/alerts.ts";
import { readClock } from "../ledger/clockReading.ts";
import { openDatabaseClock } from "../ledger/databaseClock.ts";
import { lastDeliveryPause } from "../ledger/deliveryPause.ts";
import { lastJob } from "../ledger/jobHistory.ts";
import { liveWorkers } from "../ledger/workers.ts";

const hour = 3_600_000;
const patience = { timeout: 110_000, interval: 100 };

describe("a clock that is set", () => {
  let site: ChaosSite;
  beforeEach(async () => {
    site = await openChaosSite({ settableClock: true, purchaseOrders: 24 });
  });
  afterEach(() => site.close());

  async function startWorker() {
    const worker = prepareChaosWorker(await builtProgram(), site.poolConfig, site.directory);
    onTestFinished(() => worker.kill());
    await worker.begin({ clock: "database" });
    return worker;
  }
  const clockSet = async (): Promise<object[]> =>
    (await site.ledger.selectFrom("auditEntry").select("detail").where("action", "=", "clock.set").execute()).map(
      ({ detail }) => detail,
    );
  const sent = async (): Promise<number> =>
    Number(
      (
        await site.ledger
          .selectFrom("delivery")
          .select(({ fn }) => fn.countAll().as("count"))
          .where("state", "=", "sent")
          .executeTakeFirstOrThrow()
      ).count,
    );

  it("back by a day holds nothing up: what was to be tried in a minute is tried in a minute", async () => {
    await site.setClock(24 * hour);
    // A certain answer: what is in doubt waits for a person, whatever the clock says.
    site.sandbox.admin.armFault({ target: "cleo.upload", probability: 1, effect: { kind: "status", status: 429 } });
    const worker = await startWorker();
    await site.requestPoll();
    const putOff = async () => (await lastDeliveryPause(site.ledger, site.link))?.until;
    await expect.poll(putOff, patience).toBeDefined();
    await site.setClock(0);
    site.behave();
    await expect.poll(clockSet, patience).toMatchObject([{ milliseconds: { setBack: expect.any(Number) } }]);
    await expect.poll(sent, patience).toBeGreaterThanOrEqual(site.orderNumbers.length);
    const late = async () =>
      (
        await sql<{ late: number }>`
          select count(*)::int as late from worker where heartbeat_at > pg_catalog.clock_timestamp() + interval '1 hour'
        `.execute(site.ledger)
      ).rows;
    await expect.poll(late, patience).toEqual([{ late: 0 }]);
    // An occurrence of a schedule is looked for by the time of the last look.
    const { rows: looked } = await sql<{ cronOn: Date | null }>`select cron_on as "cronOn" from pgboss.version`.execute(
      site.ledger,
    );
    expect(looked[0]?.cronOn ?? null).toBeNull();
    await worker.stop();
  });

  it("ahead by a day sends nothing twice and takes no living worker for dead", async () => {
    site.sandbox.admin.armFault({ target: "cleo.upload", probability: 1, effect: { kind: "delay", ms: 300 } });
    const workers = await Promise.all([startWorker(), startWorker()]);
    await site.requestPoll();
    await expect.poll(() => site.sandbox.admin.uploads().length, patience).toBeGreaterThan(3);
    await site.setClock(24 * hour);
    await expect.poll(sent, patience).toBeGreaterThanOrEqual(site.orderNumbers.length);
    expect(await site.doubts()).toBe(0);
    const names = site.sandbox.admin.uploads().map(({ path }) => path);
    expect(new Set(names).size).toBe(names.length);
    await expect.poll(async () => (await clockSet()).length, patience).toBeGreaterThan(0);
    await Promise.all(workers.map((worker) => worker.stop()));
  });

  it("back while nobody lives is found by the next one, once", async () => {
    await site.setClock(24 * hour);
    await readClock(site.ledger);
    await site.setClock(0);
    const readings = await Promise.all(Array.from({ length: 4 }, () => readClock(site.ledger)));
    expect(readings.filter(({ setBack }) => setBack !== undefined)).toHaveLength(1);
  });

  it("back puts off for no longer what a worker puts off by the clock of before a moment later", async () => {
    await site.setClock(24 * hour);
    const { now: before } = await readClock(site.ledger);
    await site.setClock(0);
    const { now, setBack = 0 } = await readClock(site.ledger);
    const putOff = (name: string, dueAt: Date) => site.ledger.insertInto("upkeep").values({ name, dueAt }).execute();
    await putOff("by the clock of before", new Date(before.getTime() + 900_000));
    await putOff("by the clock as it is", new Date(now.getTime() + 900_000));
    await site.ledger
      .updateTable("clockReading")
      .set({ readAt: new Date(now.getTime() - hour) })
      .execute();
    for (let look = 0; look < 2; look++) expect((await readClock(site.ledger)).setBack).toBeUndefined();
    const due = await site.ledger.selectFrom("upkeep").select(["name", "dueAt"]).orderBy("name").execute();
    expect(due.filter(({ name }) => name.startsWith("by the clock"))).toEqual([
      { name: "by the clock as it is", dueAt: new Date(now.getTime() + 900_000) },
      { name: "by the clock of before", dueAt: new Date(before.getTime() + 900_000 - setBack) },
    ]);
  });

  it("back leaves what is on record as it was told, and lets no alert wait for a time that is far again", async () => {
    await site.setClock(24 * hour);
    const { now } = await readClock(site.ledger);
    const jobId = await site.requestPoll();
    const ended = { requestedAt: now, finishedAt: now, state: "succeeded" } as const;
    await site.ledger.updateTable("job").set(ended).where("id", "=", jobId).execute();
    const cause = { key: "test", code: "SCHEDULE_SILENT", message: "silent" } as const;
    await site.ledger
      .transaction()
      .execute((transaction) => raiseAlert(transaction, { ...cause, tellAfter: hour, now }));
    await site.setClock(0);
    const after = await readClock(site.ledger);
    const job = await lastJob(site.ledger, { link: site.link, kind: "poll" });
    expect(job).toMatchObject({ requestedAt: now, clockSetBackTo: after.now });
    expect((await readLinks(site.application))[0]?.lastPoll).toMatchObject({ id: jobId, clockSetBack: true });
    const { tellAt, lastAt } = await site.ledger
      .selectFrom("alert")
      .select(["tellAt", "lastAt"])
      .where("key", "=", "test")
      .executeTakeFirstOrThrow();
    expect(Math.round(((tellAt?.getTime() ?? 0) - after.now.getTime()) / hour)).toBe(1);
    expect(lastAt).toEqual(after.now);
  });

  it("of the worker's own machine means nothing", async () => {
    let elapsed = 0;
    const clock = await openDatabaseClock(site.ledger, () => elapsed);
    const begun = clock.now().getTime();
    elapsed += 1_000;
    expect(clock.now().getTime() - begun).toBe(1_000);
    expect(clock.follow(new Date(begun + 1_500))).toBe(0);
    expect(clock.now().getTime() - begun).toBe(1_500);
    expect(clock.follow(new Date(begun + hour))).toBe(hour - 1_500);
  });

  it("makes a worker whose session has ended dead, whatever its heartbeat says", async () => {
    const client = new pg.Client(site.poolConfig);
    await client.connect();
    const id = `wrk_${randomUUID()}`;
    await client.query(
      `insert into worker (id, host, pid, backend_pid, backend_start, started_at, heartbeat_at)
       select $1, 'here', 1, pid, backend_start, clock_timestamp(), clock_timestamp() - interval '1 day'
       from pg_stat_activity where pid = pg_backend_pid()`,
      [id],
    );
    expect(await liveWorkers(site.ledger)).not.toContain(id);
    expect(await liveWorkers(site.ledger, { heartbeats: false })).toContain(id);
    await client.end();
    await expect.poll(() => liveWorkers(site.ledger, { heartbeats: false })).not.toContain(id);
  });
});
