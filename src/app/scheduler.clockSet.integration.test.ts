import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { openChaosSite } from "../../test/chaos/chaosSite.ts";
import { nextOccurrences } from "../configuration/occurrences.ts";
import { databaseTime } from "../ledger/clockReading.ts";
import { followLinks } from "./linkFollower.ts";
import { startScheduler } from "./scheduler.ts";

const timeZone = "America/Chicago";
const hour = 3_600_000;
const patience = { timeout: 30_000, interval: 50 };

test("An occurrence is neither run twice nor lost when the database's clock is set ahead and back by an hour or a day.", async () => {
  const site = await openChaosSite({
    settableClock: true,
    purchaseOrders: 1,
    configuration: {
      "{ folder: upload/vendors, schedule: manual }":
        "{ folder: upload/vendors, schedule: daily at 02:00, sweep: manual }",
      "{ folder: upload/850, schedule: manual }": "{ folder: upload/850, schedule: every 15 minutes, sweep: manual }",
    },
  });
  onTestFinished(site.close);
  const { ledger } = site;
  const [noon] = nextOccurrences({ kind: "cron", cron: "5 12 * * *", text: "" }, timeZone, new Date(), 1);
  const begin = (noon?.getTime() ?? 0) - Date.now();
  await site.setClock(begin);

  const defects: unknown[] = [];
  const onError = (error: unknown): void => void defects.push(error);
  const links = await followLinks(site.application);
  onTestFinished(links.close);
  const scheduler = await startScheduler(site.application, links, { onError, lookAgain: 100 });
  onTestFinished(scheduler.stop);
  await expect.poll(scheduler.held, patience).toBe(true);

  const lookedAt = async () =>
    (await sql<{ cronOn: Date | null }>`select cron_on as "cronOn" from pgboss.version`.execute(ledger)).rows[0]
      ?.cronOn;
  /** Sets the clock so many hours after 12:05, and waits until schedules were looked at by it. */
  async function setTo(hours: number): Promise<void> {
    await site.setClock(begin + hours * hour);
    const off = async () => Math.abs(((await lookedAt())?.getTime() ?? 0) - (await databaseTime(ledger)).getTime());
    await expect.poll(off, patience).toBeLessThan(hour / 2);
    await expect.poll(scheduler.held, patience).toBe(true);
  }
  const asked = async () => {
    const requests = await ledger.selectFrom("auditEntry").select("detail").where("actor", "=", "schedule").execute();
    const entities = requests.flatMap(({ detail }) => (detail as { entities: string[] }).entities);
    const of = (entity: string) => entities.filter((each) => each === entity).length;
    return { vendors: of("vendors"), purchaseOrders: of("purchaseOrders") };
  };

  await setTo(0);
  // To 13:05 of the next day: 02:00 and 13:00 are caught up, the many quarters of an hour before them are not.
  await setTo(25);
  await expect.poll(asked, patience).toEqual({ vendors: 1, purchaseOrders: 1 });
  await setTo(0);
  // 14:00 of the next day is new, and its 02:00 is not.
  await setTo(26);
  await expect.poll(asked, patience).toEqual({ vendors: 1, purchaseOrders: 2 });
  await setTo(25);
  // 14:00 has been; 15:00 has not.
  await setTo(27);
  await expect.poll(asked, patience).toEqual({ vendors: 1, purchaseOrders: 3 });
  // To 12:05 of the next day: what goes by the quarter of an hour does not wait until 15:15.
  await setTo(24);
  await setTo(25);
  await expect.poll(asked, patience).toEqual({ vendors: 1, purchaseOrders: 4 });
  expect(defects).toEqual([]);
});
