import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openPollingSite, type PollingSite } from "../../test/pollingSite.ts";
import { type Bell, openBell, scheduleQueue } from "../engine/bell.ts";
import type { Occurrence } from "../engine/schedules.ts";
import { followLinks } from "./linkFollower.ts";
import { startScheduler } from "./scheduler.ts";
import { listSchedules, pauseSchedules, resumeSchedules } from "./schedules.ts";

let site: PollingSite;
let bell: Bell;
let close = async (): Promise<void> => {};
const defects: unknown[] = [];
const onError = (error: unknown): void => void defects.push(error);

beforeAll(async () => {
  site = await openPollingSite({
    link: `    vendors:        { folder: upload/vendors, schedule: daily at 02:00 }
    purchaseOrders: { folder: upload/orders, format: json, schedule: every 15 minutes }
    inbound:        { poll: { folder: download, schedule: every 5 minutes } }
    check:          { schedule: weekly on monday at 06:00 }
    us:             { isa: { qualifier: ZZ, id: FABRIKAM }, gs: FABRIKAM }
    partners:
      default:      { isa: { qualifier: ZZ, id: PARTNER }, gs: PARTNER }
`,
  });
  const links = await followLinks(site.application);
  bell = await openBell(site.application.database.poolConfig, { supervise: false, backend: "postgres", onError });
  const scheduler = await startScheduler(site.application, links, { onError });
  close = async () => {
    await scheduler.stop();
    await bell.close();
    await links.close();
  };
  await vi.waitFor(() => expect(scheduler.held()).toBe(true), 10_000);
});
afterAll(async () => {
  await close();
  await site.close();
  expect(defects).toEqual([]);
});

/** At once, as all that is due in one minute; waits until the scheduler has heard every one. */
async function comeDue(...occurrences: Omit<Occurrence, "link">[]): Promise<void> {
  await bell.boss.insert(
    scheduleQueue,
    occurrences.map((occurrence) => ({ data: { link: site.link, ...occurrence } satisfies Occurrence })),
  );
  await vi.waitFor(async () => {
    const states = (await bell.boss.findJobs(scheduleQueue)).map(({ state }) => state);
    expect(states).toEqual(states.map(() => "completed"));
  }, 5_000);
}

/** What was asked for since the test began, once each time. */
const asked = async () =>
  (
    await site.ledger
      .selectFrom("auditEntry")
      .select(["action", "detail"])
      .where("actor", "=", "schedule")
      .orderBy("action")
      .execute()
  ).map(({ action, detail }) => [action, ...((detail as { entities?: string[] }).entities ?? [])].join(" "));

test("Whatever has a schedule is listed, and each one is kept in the queue by the clock of its link's company.", async () => {
  const listed = await listSchedules(site.application);
  expect(listed.map(({ entity, kind, schedule }) => `${entity} ${kind} ${schedule}`)).toEqual([
    "vendors poll daily at 02:00",
    "vendors sweep weekly on sunday at 03:00",
    "purchaseOrders poll every 15 minutes",
    "purchaseOrders sweep weekly on sunday at 04:00",
    "inbound collect every 5 minutes",
    "check check weekly on monday at 06:00",
  ]);
  expect(listed.every(({ next }) => next.length === 5)).toBe(true);
  const kept = await bell.boss.getSchedules(scheduleQueue);
  const key = ({ entity, kind }: { entity: string; kind: string }) => `${site.link}/${entity}/${kind}`;
  expect(kept.map((each) => each.key).toSorted()).toEqual(listed.map(key).toSorted());
  expect(new Set(kept.map(({ timezone }) => timezone))).toEqual(new Set(["America/Chicago"]));
});

test("A paused schedule that comes due in the running scheduler asks for nothing; what is not paused does; once resumed it does again.", async () => {
  const { application, link } = site;
  expect(await pauseSchedules(application, { link, entity: "inbound", reason: "Cleo moves" })).toEqual(["inbound"]);
  expect(await pauseSchedules(application, { link, entity: "vendors" })).toEqual(["vendors"]);
  await comeDue(
    { entity: "inbound", kind: "collect" },
    { entity: "vendors", kind: "sweep" },
    { entity: "check", kind: "check" },
  );
  expect(await asked()).toEqual(["check.requested"]);
  expect(await resumeSchedules(application, { link })).toEqual(["vendors", "inbound"]);
  await comeDue({ entity: "inbound", kind: "collect" }, { entity: "vendors", kind: "sweep" });
  expect(await asked()).toEqual(["check.requested", "collect.requested", "poll.requested vendors"]);
  const listed = await listSchedules(application);
  expect(listed.filter(({ last }) => last !== null).map(({ entity, kind }) => `${entity} ${kind}`)).toEqual([
    "vendors poll",
    "vendors sweep",
    "inbound collect",
    "check check",
  ]);
});
