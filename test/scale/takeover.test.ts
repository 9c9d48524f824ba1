import { isDeepStrictEqual } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { startCommand } from "../runningCommand.ts";
import { openSite, type Site } from "./site.ts";

interface WorkerTold {
  worker: string;
  links: string[];
}

interface StartTold {
  url: string | null;
  worker: string | null;
  schedules: string;
}

const company = {
  database: "TWO",
  id: -1,
  displayName: "Fabrikam, Inc.",
  data: { vendors: 5, purchaseOrders: 150, linesPerOrder: 2, seed: 3 },
};
const within = { timeout: 60_000, interval: 20 };

async function startWorkerOf(site: Site) {
  const worker = await startCommand<WorkerTold>(site.directory, ["worker"]);
  onTestFinished(() => worker.kill());
  return worker;
}

/** Every delivery was sent, and Cleo has each file once. */
async function expectAllSentOnce(site: Site): Promise<void> {
  await expect.poll(async () => Object.keys(await site.deliveries()), within).toEqual(["sent"]);
  const { sent } = await site.deliveries();
  const names = site.sandbox.admin.uploads().map(({ path }) => path);
  expect(names).toHaveLength(sent ?? 0);
  expect(new Set(names).size).toBe(names.length);
}

describe("several processes on one database", { timeout: 600_000 }, () => {
  it("take the poll of a killed worker over, under its own job, behind its last page", async () => {
    const site = await openSite({ gp: { companies: [company], pageCap: 10, latencyMs: 60 } });
    const workers = [await startWorkerOf(site), await startWorkerOf(site)];
    const id = await site.requestPoll();
    await expect.poll(async () => (await site.job(id)).checkpoint, within).not.toBeNull();
    const first = (await site.job(id)).workerId;
    await workers.find(({ told }) => told.worker === first)?.kill();
    await expect.poll(async () => (await site.job(id)).state, within).toBe("succeeded");
    const job = await site.job(id);
    expect(job.workerId).not.toBe(first);
    expect(workers.map(({ told }) => told.worker)).toContain(job.workerId);
    const { rows, pages } = await pagesOf(site, id);
    expect(rows).toBe(pages);
    await expect
      .poll(async () => Object.keys(await site.deliveries()).sort(), within)
      .toEqual(expect.arrayContaining(["sent"]));
  });

  it("lose nothing and doubt nothing when each is restarted in turn during a backfill", async () => {
    const site = await openSite({ gp: { companies: [company], pageCap: 5, latencyMs: 200 } });
    let workers = [await startWorkerOf(site), await startWorkerOf(site)];
    const id = await site.requestPoll();
    const hands = new Set<string>();
    for (let round = 0; round < 4; round++) {
      const before = (await site.job(id)).checkpoint;
      const goesOn = async () => {
        const { checkpoint, state } = await site.job(id);
        return state === "succeeded" || !isDeepStrictEqual(checkpoint, before);
      };
      await expect.poll(goesOn, within).toBe(true);
      const { workerId, state } = await site.job(id);
      // A busy machine may read faster than it starts processes.
      if (state === "succeeded") break;
      if (workerId) hands.add(workerId);
      const [oldest, ...others] = workers.toSorted((one) => (one.told.worker === workerId ? -1 : 1));
      expect(await oldest?.stop()).toBe(0);
      workers = [...others, await startWorkerOf(site)];
    }
    await expect.poll(async () => (await site.job(id)).state, within).toBe("succeeded");
    expect(hands.size, "the poll changed hands").toBeGreaterThan(1);
    await expectAllSentOnce(site);
    const { rows, pages } = await pagesOf(site, id);
    expect(rows, "no page was read twice").toBe(pages);
    const doubts = await site.application.ledger
      .selectFrom("attempt")
      .selectAll()
      .where("outcome", "=", "inDoubt")
      .execute();
    expect(doubts, "a worker that is asked to end leaves no doubt").toEqual([]);
  });

  it("work by the configuration that is in force, without a restart", async () => {
    const site = await openSite({ gp: { companies: [company], pageCap: 100 } });
    await startWorkerOf(site);
    await site.configure({ "purchaseOrders: { folder: upload/850,": "purchaseOrders: { folder: upload/elsewhere," });
    await site.requestPoll();
    await expectAllSentOnce(site);
    const orders = site.sandbox.admin.uploads().filter(({ path }) => path.includes("/PO_"));
    expect(orders.every(({ path }) => path.startsWith("upload/elsewhere/"))).toBe(true);
  });

  it("schedule in one of them, and in another one when that one is killed", async () => {
    const site = await openSite({ gp: { companies: [company] } });
    const words = ["start", "--port", "0", "--roles", "api,scheduler"];
    const one = await startCommand<StartTold>(site.directory, words);
    onTestFinished(() => one.kill());
    const other = await startCommand<StartTold>(site.directory, words);
    onTestFinished(() => other.kill());
    expect([one.told.schedules, other.told.schedules]).toEqual(["here", "standby"]);
    expect(one.told.worker).toBeNull();
    await one.kill();
    const owner = /process (\d+)/;
    await expect
      .poll(
        () =>
          site.application.database.lockRole("scheduler").then(
            async (lock) => lock.release(),
            (error: Error) => Number(owner.exec(error.message)?.[1]),
          ),
        within,
      )
      .toBe(other.pid);
    expect(await other.stop()).toBe(0);
  });
});

/** Pages of the orders on record, and the number of the last one and one: equal where none was left out or read twice. */
async function pagesOf({ application }: Site, job: string): Promise<{ rows: number; pages: number }> {
  const pages = await application.ledger
    .selectFrom("page")
    .select(["number", "records"])
    .where("jobId", "=", job)
    .where("entity", "=", "purchaseOrders")
    .orderBy("number")
    .execute();
  expect(pages.map(({ number }) => number)).toEqual(pages.map((_, index) => index));
  return {
    rows: pages.reduce((sum, { records }) => sum + records, 0),
    pages: company.data.purchaseOrders,
  };
}
