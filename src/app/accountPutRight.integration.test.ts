import { expect, onTestFinished, test } from "vitest";
import { openPollingSite } from "../../test/pollingSite.ts";
import { deliverSome } from "../sync/deliver.ts";
import { loadConfiguration } from "./configure.ts";
import { putEntry, readConfigurationInForce } from "./editConfiguration.ts";
import { followLinks } from "./linkFollower.ts";
import { createLinkOpener } from "./linkOpener.ts";
import { pingCleo } from "./pingConnection.ts";

test("What a refused account held up goes at once when the configuration is applied, and not before.", async () => {
  const site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00" });
  onTestFinished(site.close);
  const { application, sandbox, ledger, link } = site;
  sandbox.admin.changeCleoUser({ username: "gpsvc", state: "locked" });
  await site.request({ entities: ["vendors"] });
  await site.takeUp();
  expect(await site.tryToDeliver()).toBe(false);
  sandbox.admin.changeCleoUser({ username: "gpsvc", state: "active" });
  site.advance(60_000);
  expect(await site.tryToDeliver()).toBe(true);
  expect(sandbox.admin.uploads()).toEqual([]);

  const { file } = await readConfigurationInForce(application);
  const [{ name: _, ...same } = {}] = file.links ?? [];
  await putEntry(application, "links", link, same);
  const opener = createLinkOpener(application, await loadConfiguration(application));
  onTestFinished(opener.close);
  const resources = await opener.open(link);
  while ((await deliverSome(site.contextOf("wrk_9"), resources, 4)) === "done") {}
  const waiting = await ledger.selectFrom("delivery").select("key").where("state", "<>", "sent").execute();
  expect(waiting).toEqual([]);
  expect(sandbox.admin.uploads().length).toBeGreaterThan(10);
});

test("So it does once a ping of Cleo was let in, in every process, while a ping that is refused changes nothing.", async () => {
  const { site, follower, ping } = await openFollowedSite();
  const { sandbox, ledger, link } = site;
  const deliver = async () => {
    await follower.refresh();
    const resources = await follower.open(link);
    while ((await deliverSome(site.contextOf("wrk_9"), resources, 4)) === "done") {}
    return sandbox.admin.uploads().length;
  };
  sandbox.admin.changeCleoUser({ username: "gpsvc", state: "locked" });
  await site.request({ entities: ["vendors"] });
  await site.takeUp();
  expect(await deliver()).toBe(0);

  expect(await ping()).toBe(false);
  expect(await deliver()).toBe(0);
  sandbox.admin.changeCleoUser({ username: "gpsvc", state: "active" });
  expect(await ping()).toBe(true);
  expect(await deliver()).toBeGreaterThan(10);
  const waiting = await ledger.selectFrom("delivery").select("key").where("state", "<>", "sent").execute();
  expect(waiting).toEqual([]);
});

test("What a process put off before it heard that the account works goes as soon as it hears.", async () => {
  const { site, follower, ping } = await openFollowedSite();
  const { sandbox, ledger, link } = site;
  const resources = await follower.open(link);
  const deliver = async () => {
    while ((await deliverSome(site.contextOf("wrk_9"), resources, 4)) === "done") {}
    return sandbox.admin.uploads().length;
  };
  sandbox.admin.changeCleoUser({ username: "gpsvc", state: "locked" });
  await site.request({ entities: ["vendors"] });
  await site.takeUp();
  expect(await deliver()).toBe(0);
  sandbox.admin.changeCleoUser({ username: "gpsvc", state: "active" });
  expect(await ping()).toBe(true);
  expect(await deliver()).toBe(0);

  await follower.refresh();
  expect(await deliver()).toBeGreaterThan(10);
  const waiting = await ledger.selectFrom("delivery").select("key").where("state", "<>", "sent").execute();
  expect(waiting).toEqual([]);
});

/** A site, its links as a process follows them, and whether a ping of its Cleo is let in. */
async function openFollowedSite() {
  const site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00" });
  onTestFinished(site.close);
  const follower = await followLinks(site.application);
  onTestFinished(follower.close);
  const ping = async (): Promise<boolean> => {
    const { file } = await readConfigurationInForce(site.application);
    const [connection = { name: "" }] = file.cleo ?? [];
    return (await pingCleo(site.application, { connection })).ok;
  };
  return { site, follower, ping };
}
