import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type TemporaryLedger, temporaryLedger } from "../../test/temporaryLedger.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { listAlerts } from "../ledger/alerts.ts";
import { storeConfiguration } from "../ledger/configurations.ts";
import { claimNotification, listNotifications, queueNotification } from "../ledger/notifications.ts";
import type { Message } from "../notify/message.ts";
import { learnSecret } from "../secrets/secretValue.ts";
import { type ChannelOpener, notifyNext } from "./notify.ts";
import type { WorkerContext } from "./workerContext.ts";

let opened: TemporaryLedger;
let now = new Date("2026-03-18T17:00:00Z");
const pass = (milliseconds: number) => {
  now = new Date(now.getTime() + milliseconds);
};
beforeAll(async () => {
  opened = await temporaryLedger();
  const events = ["shipment.announced", "alert.raised", "alert.cleared"];
  const channels = ["one", "two"].map((name) => ({ name, events, target: { kind: "slack" } }));
  await opened.ledger
    .transaction()
    .execute((transaction) => storeConfiguration(transaction, { notifications: { channels } }, "test", now));
});
afterAll(() => opened.close());
beforeEach(async () => {
  now = new Date("2026-03-18T17:00:00Z");
  await opened.ledger.deleteFrom("alert").execute();
  await opened.ledger.deleteFrom("notification").execute();
});

const contextOf = (worker: string): WorkerContext => ({
  ledger: opened.ledger,
  worker,
  actor: "worker",
  clock: () => now,
  chance: () => 0.5,
  ring: async () => {},
  progress: () => {},
});

/** A channel `one` that may fail, and a channel `two` that works. */
function channels() {
  const sent: { channel: string; message: Message }[] = [];
  const failures: ConnectorError[] = [];
  const opener: ChannelOpener = {
    async open(name) {
      return {
        channel: {
          name,
          async send(message) {
            const failure = name === "one" ? failures.shift() : undefined;
            if (failure) throw failure;
            sent.push({ channel: name, message });
          },
          close: async () => {},
        },
      };
    },
    close: async () => {},
  };
  const drain = async (worker = "w1") => {
    while (await notifyNext(contextOf(worker), opener, [worker])) {}
  };
  const sentTo = (channel: string) => sent.filter((each) => each.channel === channel).map(({ message }) => message);
  return { opener, failures, drain, sentTo };
}

const queue = (title = "PO1 is on its way") =>
  opened.ledger.transaction().execute((transaction) =>
    queueNotification(transaction, {
      event: "shipment.announced",
      link: "two",
      title,
      text: "",
      facts: [],
      now,
    }),
  );
const states = async () =>
  (await listNotifications(opened.ledger, { limit: 20 })).map(({ channel, state }) => `${channel} ${state}`).sort();

test("A message goes once to each channel, in the order in which messages were queued.", async () => {
  const { drain, sentTo } = channels();
  await queue("first");
  pass(1_000);
  await queue("second");
  await drain();
  await drain();
  expect(sentTo("one").map(({ title }) => title)).toEqual(["first", "second"]);
  expect(sentTo("two")).toHaveLength(2);
  expect(await states()).toEqual(["one sent", "one sent", "two sent", "two sent"]);
});

test("What fails for the moment is tried again, and holds up no other channel; when it lasts, the others hear of it.", async () => {
  const { drain, failures, sentTo } = channels();
  failures.push(...Array.from({ length: 4 }, () => new ConnectorError("NOTIFY_UNAVAILABLE", "answered 503")));
  await queue();
  await drain();
  expect(await states()).toEqual(["one waiting", "two sent"]);
  for (let attempt = 0; attempt < 3; attempt++) {
    pass(30_000);
    await drain();
  }
  expect(await listAlerts(opened.ledger, { state: "open", limit: 5 })).toMatchObject([
    { key: "notification/one", code: "NOTIFY_UNAVAILABLE" },
  ]);
  expect(sentTo("two").map(({ event }) => event)).toEqual(["shipment.announced", "alert.raised"]);
  pass(60_000);
  await drain();
  expect(sentTo("one").map(({ event }) => event)).toEqual(["shipment.announced"]);
  expect(sentTo("two").at(-1)?.event).toBe("alert.cleared");
  expect(await listAlerts(opened.ledger, { state: "open", limit: 5 })).toEqual([]);
});

test("What asks for patience gets it.", async () => {
  const { drain, failures, sentTo } = channels();
  failures.push(new ConnectorError("NOTIFY_UNAVAILABLE", "answered 429", { retryAfter: 120_000 }));
  await queue();
  await drain();
  pass(119_000);
  await drain();
  expect(sentTo("one")).toEqual([]);
  pass(1_000);
  await drain();
  expect(sentTo("one")).toHaveLength(1);
});

test("A channel that does not answer is tried with one message at a time, and is an alert as soon as with a single one.", async () => {
  const { drain, failures, sentTo } = channels();
  failures.push(...Array.from({ length: 100 }, () => new ConnectorError("NOTIFY_UNREACHABLE", "timed out")));
  for (let count = 0; count < 20; count++) await queue();
  for (let attempt = 0; attempt < 4; attempt++) {
    await drain();
    pass(30_000);
  }
  expect(failures).toHaveLength(96);
  expect(await listAlerts(opened.ledger, { state: "open", limit: 5 })).toMatchObject([{ key: "notification/one" }]);
  failures.length = 0;
  pass(60_000);
  await drain();
  expect(sentTo("one")).toHaveLength(20);
});

test("A message that its channel never takes holds up no other message of it.", async () => {
  const { drain, failures, sentTo } = channels();
  failures.push(...Array.from({ length: 3 }, () => new ConnectorError("NOTIFY_UNAVAILABLE", "answered 500")));
  await queue("unwelcome");
  for (let attempt = 0; attempt < 3; attempt++) {
    await drain();
    pass(30_000);
  }
  await queue("welcome");
  await drain();
  expect(sentTo("one").map(({ title }) => title)).toEqual(["welcome", "unwelcome"]);
});

test("What can never go is given up at once and is an alert; what could not go for three days is given up too.", async () => {
  const { drain, failures, sentTo } = channels();
  failures.push(new ConnectorError("NOTIFY_REFUSED", "answered 404"));
  await queue();
  await drain();
  expect(await states()).toContain("one failed");
  expect(sentTo("two").map(({ event }) => event)).toContain("alert.raised");

  failures.push(...Array.from({ length: 2 }, () => new ConnectorError("NOTIFY_UNREACHABLE", "ECONNREFUSED")));
  await opened.ledger.deleteFrom("notification").execute();
  await queue();
  await drain();
  expect(await states()).toContain("one waiting");
  pass(3 * 86_400_000 + 1);
  await drain();
  expect(await states()).toContain("one failed");
});

test("A message whose worker died is sent by the next one, under the same identifier.", async () => {
  const { drain, sentTo } = channels();
  await queue();
  const taken = await claimNotification(opened.ledger, "dead", ["dead"], now);
  await drain("w2");
  expect(sentTo(taken?.channel ?? "").map(({ id }) => id)).toEqual([taken?.id]);
  expect(await states()).toEqual(["one sent", "two sent"]);
});

test("A secret that got into a message does not leave the house.", async () => {
  const { drain, sentTo } = channels();
  learnSecret("hunter2-of-cleo");
  await queue("refused: hunter2-of-cleo");
  await drain();
  expect(sentTo("one")[0]?.title).toBe("refused: [secret]");
});
