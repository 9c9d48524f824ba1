import type { KyselyPlugin } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { openPollingSite } from "../../test/pollingSite.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { lastDeliveryPause } from "../ledger/deliveryPause.ts";
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

test.for(["CLEO_LOGIN_REFUSED", "CLEO_TLS"] as const)(
  "Another configuration ends what %s held up, also what was under way with the former one.",
  async (code) => {
    const { site, follower } = await openFollowedSite();
    const { application, ledger, link } = site;
    await site.request({ entities: ["vendors"] });
    await site.takeUp();
    const { file } = await readConfigurationInForce(application);
    const [{ name: _, ...same } = {}] = file.links ?? [];
    const apply = () => putEntry(application, "links", link, same);
    const waits = async () => ((await lastDeliveryPause(ledger, link))?.until ?? new Date(0)) > application.clock();
    /** What a worker meets that has taken the link in hand before. */
    async function meet(meanwhile: () => Promise<unknown>) {
      const resources = await follower.open(link);
      const authorizeWrite = async () => {
        await meanwhile();
        throw new ConnectorError(code, "Cleo is not to be used");
      };
      const former = { ...resources, cleo: { ...resources.cleo, authorizeWrite } };
      expect(await deliverSome(site.contextOf("wrk_9"), former, 1)).toBe("paused");
      expect(await waits()).toBe(true);
    }
    await meet(async () => {});
    await apply();
    expect(await waits()).toBe(false);
    await follower.refresh();
    await follower.refresh();
    await meet(apply);
    await follower.refresh();
    expect(await waits()).toBe(false);
    await meet(async () => {});
    await follower.refresh();
    expect(await waits()).toBe(false);
    await meet(async () => {});
    await follower.refresh();
    expect(await waits()).toBe(true);
  },
);

test("What an account held up goes once it is let in, though the database breaks off while a process hears of it.", async () => {
  let breaks = false;
  const breaking: KyselyPlugin = {
    transformQuery: ({ node }) => {
      if (breaks && JSON.stringify(node).includes("update delivery_pause")) throw new Error("broken off");
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const { site, follower, ping } = await openFollowedSite(breaking);
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

  breaks = true;
  await expect(follower.refresh()).rejects.toThrow("broken off");
  breaks = false;
  await follower.refresh();
  expect(await deliver()).toBeGreaterThan(10);
  expect(await ledger.selectFrom("delivery").select("key").where("state", "<>", "sent").execute()).toEqual([]);
});

/**
 * A site, its links as a process follows them, and whether a ping of its Cleo is let in.
 *
 * @param plugin for the process that follows
 */
async function openFollowedSite(plugin?: KyselyPlugin) {
  const site = await openPollingSite({ now: "2026-01-16T10:00:00-06:00" });
  onTestFinished(site.close);
  const { ledger } = site.application;
  const follower = await followLinks({ ...site.application, ledger: plugin ? ledger.withPlugin(plugin) : ledger });
  onTestFinished(follower.close);
  const ping = async (): Promise<boolean> => {
    const { file } = await readConfigurationInForce(site.application);
    const [connection = { name: "" }] = file.cleo ?? [];
    return (await pingCleo(site.application, { connection })).ok;
  };
  return { site, follower, ping };
}
