/** PostgreSQL ends under load and comes back: nothing is lost, nothing is sent twice, and nothing stays behind. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startCommand } from "../runningCommand.ts";
import { openSite } from "./site.ts";

const company = {
  database: "TWO",
  id: -1,
  displayName: "Fabrikam, Inc.",
  data: { vendors: 3, purchaseOrders: 80, linesPerOrder: 2, seed: 5 },
};
const within = { timeout: 240_000, interval: 50 };

it("a database that ends four times under load costs time, and no file", { timeout: 600_000 }, async () => {
  const site = await openSite({
    gp: { companies: [company], pageCap: 8, latencyMs: 40 },
    // A file that is there proves its arrival, so that a vendor need not be sent again to be sure.
    cleo: { pickUp: "never" },
  });
  const worker = await startCommand(site.directory, ["worker"]);
  onTestFinished(() => worker.kill());
  const id = await site.requestPoll();
  for (let outage = 1; outage <= 4; outage++) {
    const goal = site.sandbox.admin.uploads().length + 8;
    await expect.poll(() => site.sandbox.admin.uploads().length, within).toBeGreaterThanOrEqual(Math.min(goal, 40));
    const pidFile = join(site.directory, "data/postgresql/cluster/postmaster.pid");
    const postmaster = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
    // At once, without an orderly end, as when the machine's memory runs out.
    process.kill(postmaster, outage % 2 === 0 ? "SIGQUIT" : "SIGKILL");
    await expect
      .poll(
        () =>
          site.job(id).then(
            () => "back",
            () => "away",
          ),
        within,
      )
      .toBe("back");
  }
  await expect.poll(async () => (await site.job(id)).state, within).toBe("succeeded");
  // An order whose answer could not be written down may be held; what is held is listed, and was not sent twice.
  const open = async () => {
    const { planned = 0, sending = 0, failed = 0 } = await site.deliveries();
    return planned + sending + failed;
  };
  await expect.poll(open, within).toBe(0);
  const names = site.sandbox.admin.uploads().map(({ path }) => path);
  expect(new Set(names).size).toBe(names.length);
  const { sent = 0, inDoubt = 0 } = await site.deliveries();
  expect(sent + inDoubt).toBeGreaterThanOrEqual(names.length);
  expect(names.length).toBeGreaterThanOrEqual(sent);
});
