import { expect, onTestFinished, test } from "vitest";
import { openPollingSite } from "../../test/pollingSite.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { queueForChannel } from "../ledger/notifications.ts";
import { keepUp } from "./upkeep.ts";

test("Alerts are looked at in time, however many messages are due that do not get out.", async () => {
  const site = await openPollingSite({ now: "2026-03-18T17:00:00Z" });
  onTestFinished(site.close);
  const { ledger } = site;
  const message = { event: "alert.raised", title: "", text: "", facts: [], now: site.application.clock() } as const;
  for (let channel = 0; channel < 4; channel++)
    await ledger.transaction().execute((transaction) => queueForChannel(transaction, message, `channel ${channel}`));
  const lookedAt: (Date | undefined)[] = [];
  const due = async () =>
    (await ledger.selectFrom("upkeep").select("dueAt").where("name", "=", "alerts").executeTakeFirst())?.dueAt;
  const send = async () => {
    lookedAt.push(await due());
    site.advance(30_000);
    throw new ConnectorError("NOTIFY_UNREACHABLE", "timed out");
  };
  const channels = {
    open: async (name: string) => ({ channel: { name, send, close: async () => {} } }),
    close: async () => {},
  };
  await keepUp(
    site.contextOf("w1"),
    channels,
    async () => ["w1"],
    () => lookedAt.length === 4,
  );
  expect(new Set(lookedAt.map((at) => at?.getTime())).size).toBe(4);
});
