import { expect, it, onTestFinished } from "vitest";
import { runCommand } from "../commandLine.ts";
import { startCommand } from "../runningCommand.ts";
import { openSite, type Site } from "./site.ts";

const company = {
  database: "TWO",
  id: -1,
  displayName: "Fabrikam, Inc.",
  data: { vendors: 3, purchaseOrders: 3, linesPerOrder: 1, seed: 3 },
};
const within = { timeout: 60_000, interval: 50 };
const user = "CONTOSO\\svc-mlconnector";

/** Requests that the account was refused for, locked as it was. */
const refusedLogons = (site: Site): number =>
  site.sandbox.admin.gpRequests().filter(({ note }) => note?.includes("account locked")).length;

async function pollOf(site: Site): Promise<string> {
  const id = await site.requestPoll();
  await expect.poll(async () => (await site.job(id)).state, within).toMatch(/succeeded|failed/);
  return (await site.job(id)).state;
}

it("An account that was unlocked works again in a running process once a check in another one got in, and was tried once until then.", {
  timeout: 300_000,
}, async () => {
  const site = await openSite({ gp: { companies: [company] } });
  expect(site.sandbox.admin.changeWindowsAccount({ user, state: "locked" })).toBe(true);
  const worker = await startCommand(site.directory, ["worker"]);
  onTestFinished(() => worker.kill());
  expect(await pollOf(site)).toBe("failed");
  expect(await pollOf(site)).toBe("failed");
  expect(refusedLogons(site)).toBe(1);

  // A check that is refused itself gives nobody a further try.
  await runCommand(site.directory, ["check"]);
  expect(refusedLogons(site)).toBe(2);
  expect(await pollOf(site)).toBe("failed");
  expect(refusedLogons(site)).toBe(2);

  site.sandbox.admin.changeWindowsAccount({ user, state: "active" });
  expect(await pollOf(site)).toBe("failed");
  const check = await runCommand(site.directory, ["check"]);
  expect(check.output).not.toContain("GP_LOGON_REFUSED");
  await expect.poll(() => pollOf(site), { timeout: 60_000, interval: 1_000 }).toBe("succeeded");
  expect(refusedLogons(site)).toBe(2);
});
