import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TemporaryLedger, temporaryLedger } from "../../test/temporaryLedger.ts";
import { parseSchedule } from "../configuration/schedule.ts";
import { listAlerts } from "../ledger/alerts.ts";
import { noteTimesAhead } from "../ledger/clockReading.ts";
import { storeConfiguration } from "../ledger/configurations.ts";
import { requestJob } from "../ledger/jobs.ts";
import { isSchedulePaused } from "../ledger/schedulePauses.ts";
import { checkSchedules } from "../sync/checkSchedules.ts";
import { configurationInForce } from "./configurationInForce.ts";
import { listSchedules, pauseSchedules, resumeSchedules, scheduledWork } from "./schedules.ts";

let opened: TemporaryLedger;
let now = new Date("2026-03-18T17:01:00Z");
const clock = () => now;
const application = () => ({ ledger: opened.ledger, actor: "cli:mia", clock });
const link = "two";

beforeAll(async () => {
  opened = await temporaryLedger();
  const flow = (schedule: string) => ({
    schedule: parseSchedule(schedule),
    sweep: parseSchedule("weekly on sunday at 03:00"),
  });
  const document = {
    links: [
      {
        name: link,
        enabled: true,
        timeZone: "America/Chicago",
        vendors: flow("daily at 02:00"),
        purchaseOrders: flow("every 15 minutes"),
      },
    ],
  };
  await opened.ledger.transaction().execute((transaction) => storeConfiguration(transaction, document, "test", now));
});
afterAll(() => opened.close());

const asked = (entity: string, requestedBy = "schedule") =>
  opened.ledger.transaction().execute(async (transaction) => {
    const parameters = { entities: [entity], full: false };
    const { id } = await requestJob(transaction, { kind: "poll", link, parameters, requestedBy, now });
    await transaction.updateTable("job").set({ state: "succeeded", finishedAt: now }).where("id", "=", id).execute();
    return id;
  });
const open = () => listAlerts(opened.ledger, { state: "open", limit: 10 });

test("The list says of each schedule what it is, when it comes next, and what came of it last.", async () => {
  const jobId = await asked("purchaseOrders");
  const list = await listSchedules(application());
  expect(list.map(({ entity, kind, schedule }) => `${entity} ${kind} ${schedule}`)).toEqual([
    "vendors poll daily at 02:00",
    "vendors sweep weekly on sunday at 03:00",
    "purchaseOrders poll every 15 minutes",
    "purchaseOrders sweep weekly on sunday at 03:00",
  ]);
  const orders = list[2];
  expect(orders?.next.map((at) => at.toISOString().slice(11, 16))).toEqual([
    "17:15",
    "17:30",
    "17:45",
    "18:00",
    "18:15",
  ]);
  expect(orders?.last).toMatchObject({ jobId, state: "succeeded", requestedBy: "schedule" });
  expect(list[0]).toMatchObject({ last: null, paused: null, timeZone: "America/Chicago" });
  expect(list[0]?.next[0]?.toISOString()).toBe("2026-03-19T07:00:00.000Z");
});

test("A pause holds for the link and entity that it was asked for, names who did it, and ends when it is resumed.", async () => {
  expect(await pauseSchedules(application(), { link, entity: "vendors", reason: "year end" })).toEqual(["vendors"]);
  expect(await pauseSchedules(application(), { link })).toEqual(["purchaseOrders"]);
  expect(await pauseSchedules(application(), { link })).toEqual([]);
  expect(await isSchedulePaused(opened.ledger, link, "vendors")).toBe(true);
  const [vendors] = await listSchedules(application());
  expect(vendors).toMatchObject({ paused: { pausedBy: "cli:mia", reason: "year end" }, next: [] });
  expect(await resumeSchedules(application(), { link })).toEqual(["vendors", "purchaseOrders"]);
  expect(await isSchedulePaused(opened.ledger, link, "vendors")).toBe(false);
  const audits = await opened.ledger.selectFrom("auditEntry").select(["action", "actor"]).execute();
  expect(audits.filter(({ action, actor }) => action === "schedule.paused" && actor === "cli:mia")).toHaveLength(2);
  await expect(pauseSchedules(application(), { link: "three" })).rejects.toMatchObject({ code: "LINK_UNKNOWN" });
});

test("A schedule that stays silent is an alert, told after a while, and over when a poll was asked for.", async () => {
  now = new Date("2026-03-18T17:16:00Z");
  await checkSchedules(application());
  expect(await open()).toEqual([]);
  now = new Date("2026-03-18T17:20:01Z");
  await checkSchedules(application());
  expect(await open()).toMatchObject([{ key: "schedule/two/purchaseOrders/poll", code: "SCHEDULE_SILENT" }]);
  await pauseSchedules(application(), { link });
  await checkSchedules(application());
  expect(await open()).toEqual([]);
  await resumeSchedules(application(), { link });
  now = new Date("2026-03-18T17:21:00Z");
  await asked("purchaseOrders", "cli:mia");
  await checkSchedules(application());
  expect(await open()).toEqual([]);
});

test("What passed during a pause is not missed; what comes due after it is.", async () => {
  await pauseSchedules(application(), { link, entity: "purchaseOrders" });
  now = new Date("2026-03-18T17:50:00Z");
  await resumeSchedules(application(), { link, entity: "purchaseOrders" });
  now = new Date("2026-03-18T17:59:59Z");
  await checkSchedules(application());
  expect(await open()).toEqual([]);
  expect(await pauseSchedules(application(), { link, entity: "purchaseOrders" })).toEqual(["purchaseOrders"]);
  expect(await resumeSchedules(application(), { link, entity: "purchaseOrders" })).toEqual(["purchaseOrders"]);
  now = new Date("2026-03-18T18:05:01Z");
  await checkSchedules(application());
  expect(await open()).toMatchObject([{ key: "schedule/two/purchaseOrders/poll" }]);
  await asked("purchaseOrders");
  await checkSchedules(application());
  expect(await open()).toEqual([]);
});

test("What was due before the configuration that names it is not missed.", async () => {
  now = new Date("2026-03-18T18:06:00Z");
  const stored = await listSchedules(application());
  expect(stored[1]?.last).toBeNull();
  await checkSchedules(application());
  expect((await open()).filter(({ key }) => key.endsWith("sweep"))).toEqual([]);
});

describe("after the clock was set back by a day", () => {
  const silent = async () =>
    (await open())
      .filter(({ code }) => code === "SCHEDULE_SILENT")
      .map(({ subject }) => subject)
      .sort();
  const orders = async () => (await listSchedules(application()))[2];

  beforeAll(async () => {
    for (const at of ["2026-03-19T07:00:00Z", "2026-03-19T17:15:00Z", "2026-03-19T17:30:00Z"]) {
      now = new Date(at);
      await asked("purchaseOrders");
      if (at.includes("T07:")) await asked("vendors");
    }
    now = new Date("2026-03-18T17:33:00Z");
    await opened.ledger.transaction().execute((transaction) => noteTimesAhead(transaction, now));
  });

  test("A schedule that was run before it is not silent, and its last run says by which clock it is told.", async () => {
    await checkSchedules(application());
    expect(await silent()).toEqual([]);
    expect((await orders())?.last).toMatchObject({
      requestedAt: new Date("2026-03-19T17:30:00Z"),
      clockSetBack: true,
    });
  });

  test("A schedule that stays silent from then on is an alert long before the clock is where it was.", async () => {
    now = new Date("2026-03-18T17:50:01Z");
    await checkSchedules(application());
    expect(await silent()).toEqual(["two/purchaseOrders/poll"]);
    now = new Date("2026-03-18T17:51:00Z");
    await asked("purchaseOrders");
    await checkSchedules(application());
    expect(await silent()).toEqual([]);
    expect((await orders())?.last).toMatchObject({ requestedAt: now, clockSetBack: false });
  });

  test("So it is when the clock comes to the times again that polls were run at, unless there was one alone, which is not run again.", async () => {
    now = new Date("2026-03-19T17:20:01Z");
    await checkSchedules(application());
    expect(await silent()).toEqual(["two/purchaseOrders/poll"]);
    now = new Date("2026-03-20T07:05:01Z");
    await checkSchedules(application());
    expect(await silent()).toEqual(["two/purchaseOrders/poll", "two/vendors/poll"]);
  });

  test("A configuration that was applied before it is in force since the time that the clock was set back to.", async () => {
    const document = (await opened.ledger.selectFrom("configuration").select("document").executeTakeFirstOrThrow())
      .document;
    now = new Date("2026-03-22T12:00:00Z");
    await opened.ledger.transaction().execute((transaction) => storeConfiguration(transaction, document, "test", now));
    await checkSchedules(application());
    expect(await silent()).toEqual([]);
    now = new Date("2026-03-21T12:00:00Z");
    await opened.ledger.transaction().execute((transaction) => noteTimesAhead(transaction, now));
    now = new Date("2026-03-21T12:20:01Z");
    await checkSchedules(application());
    expect(await silent()).toEqual(["two/purchaseOrders/poll"]);
  });

  test("What a process noted by the former clock after the others knew better counts no longer than a minute.", async () => {
    now = new Date("2026-03-22T12:00:00Z");
    await asked("purchaseOrders");
    now = new Date("2026-03-21T12:21:01Z");
    expect((await orders())?.last).toMatchObject({ clockSetBack: true });
    await checkSchedules(application());
    now = new Date("2026-03-21T12:35:01Z");
    await checkSchedules(application());
    expect(await silent()).toEqual(["two/purchaseOrders/poll"]);
  });
});

test("What is done now is what the schedule stands for; the program's needs no subject, and what there is not is told from what there is.", async () => {
  const { configuration } = await configurationInForce(opened.ledger);
  const usual = { schedule: parseSchedule("daily at 03:00"), timeZone: "America/Chicago" };
  const both = { ...configuration, retention: usual as never };
  expect(scheduledWork(both, { link })).toEqual({ poll: expect.objectContaining({ name: link }) });
  expect(scheduledWork(both, { link, entity: "vendors" })).toMatchObject({ poll: { name: link }, only: "vendors" });
  const retention = { job: { link: "program", entity: "retention" } };
  expect(scheduledWork(both, { link: "program" })).toMatchObject(retention);
  expect(scheduledWork(both, { link: "program", entity: "retention" })).toMatchObject(retention);
  const refused = (of: typeof both | typeof configuration, choice: Parameters<typeof scheduledWork>[1]) => {
    try {
      return scheduledWork(of, choice);
    } catch (error) {
      return error;
    }
  };
  expect(refused(both, { link, entity: "check" })).toMatchObject({
    ...{ code: "USAGE", fix: "Name one of those that it has: vendors, purchaseOrders." },
  });
  expect(refused(both, { link: "none" })).toMatchObject({ code: "LINK_UNKNOWN" });
  expect(refused(configuration, { link: "program" })).toMatchObject({ code: "USAGE" });
  await expect(pauseSchedules(application(), { link, entity: "check" })).rejects.toMatchObject({
    fix: "Name one of those that it has: vendors, purchaseOrders.",
  });
});
