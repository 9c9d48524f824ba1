import type { KyselyPlugin } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type TemporaryLedger, temporaryLedger } from "../../test/temporaryLedger.ts";
import {
  alertQuiet,
  channelAlert,
  clearAlert,
  listAlerts,
  openAlerts,
  type RaisedAlert,
  raiseAlert,
  tellWhatChanged,
} from "./alerts.ts";
import { storeConfiguration } from "./configurations.ts";
import { listNotifications, queueNotification } from "./notifications.ts";

let opened: TemporaryLedger;
beforeAll(async () => {
  opened = await temporaryLedger();
  const channels = [
    { name: "operators", events: ["alert.raised", "alert.cleared"], target: { kind: "email", to: ["ops@a.test"] } },
    { name: "warehouse", events: ["shipment.announced"], links: ["two"], target: { kind: "email", to: ["w@a.test"] } },
    { name: "chat", events: ["alert.raised"], links: ["two"], target: { kind: "slack" } },
  ];
  await opened.ledger
    .transaction()
    .execute((transaction) => storeConfiguration(transaction, { notifications: { channels } }, "test", new Date()));
});
afterAll(() => opened.close());
beforeEach(async () => {
  await opened.ledger.deleteFrom("alert").execute();
  await opened.ledger.deleteFrom("notification").execute();
});

const start = Date.parse("2026-03-18T17:00:00Z");
const at = (minutes: number) => new Date(start + minutes * 60_000);
const key = "cleo-connection/two";
const causeAt = (minutes: number): RaisedAlert => ({
  key,
  code: "CLEO_UNREACHABLE",
  link: "two",
  message: "Cleo cannot be reached",
  now: at(minutes),
});
const raise = (minutes: number, change: Partial<RaisedAlert> = {}) =>
  opened.ledger.transaction().execute((transaction) => raiseAlert(transaction, { ...causeAt(minutes), ...change }));
const clear = (minutes: number) =>
  opened.ledger.transaction().execute((transaction) => clearAlert(transaction, key, at(minutes)));
const tell = (minutes: number) =>
  opened.ledger.transaction().execute((transaction) => tellWhatChanged(transaction, at(minutes)));
const told = async () =>
  (await listNotifications(opened.ledger, { limit: 100 })).map(({ event, channel }) => `${channel} ${event}`).sort();

test("A cause is told once, however often it is met; when it is over, that is told too.", async () => {
  expect(await raise(0)).toMatchObject({ opened: true });
  expect(await raise(1, { message: "Cleo cannot be reached: ECONNREFUSED" })).toMatchObject({ opened: false });
  const [alert, ...others] = await listAlerts(opened.ledger, { state: "open", limit: 10 });
  expect(others).toEqual([]);
  expect(alert).toMatchObject({ count: 2, lastAt: at(1), message: "Cleo cannot be reached: ECONNREFUSED" });
  expect(await told()).toEqual(["chat alert.raised", "operators alert.raised"]);

  expect(await clear(30)).toBe(true);
  expect(await clear(31)).toBe(false);
  expect(await told()).toEqual(["chat alert.raised", "operators alert.cleared", "operators alert.raised"]);
  const [over] = await listNotifications(opened.ledger, { channel: "operators", limit: 1 });
  expect(over?.facts).toContainEqual(["lasted", "30 minutes"]);
  expect(await openAlerts(opened.ledger, "cleo-")).toEqual([]);
});

test("A message says what is wrong, what to do and whose job it is.", async () => {
  await raise(0, { fix: "Start the VPN." });
  const [message] = await listNotifications(opened.ledger, { channel: "operators", limit: 1 });
  expect(message?.title).toBe("Cleo cannot be reached");
  expect(message?.text).toContain("What to do: Start the VPN.");
  expect(message?.text).toContain("Whose job: the Cleo administrator");
  expect(message?.facts).toContainEqual(["code", "CLEO_UNREACHABLE"]);
});

test("A cause that comes and goes is not told every time, and what it came to is told in the end.", async () => {
  await raise(0);
  await clear(1);
  const first = await told();
  for (const minute of [2, 4, 6]) {
    await raise(minute);
    await clear(minute + 1);
  }
  expect(await told()).toEqual(first);
  await raise(8);
  expect(await tell(10)).toBe(0);
  expect(await told()).toEqual(first);
  expect(await tell(1 + alertQuiet / 60_000)).toBe(1);
  expect(await told()).toEqual([...first, "chat alert.raised", "operators alert.raised"].sort());
  expect(await tell(60)).toBe(0);
  expect(await listAlerts(opened.ledger, { state: "all", limit: 10 })).toMatchObject([{ count: 5, clearedAt: null }]);
});

test("A cause that comes back after a quiet time is a new alert.", async () => {
  await raise(0);
  await clear(1);
  await raise(20);
  expect(await listAlerts(opened.ledger, { state: "all", limit: 10 })).toMatchObject([
    { clearedAt: null, count: 1 },
    { clearedAt: at(1) },
  ]);
});

const refused = { code: "CLEO_LOGIN_REFUSED", message: "Cleo refuses the account" } as const;

test("A cause that comes back with another code is told at once, since its own first time.", async () => {
  await raise(0);
  await clear(1);
  await raise(2, refused);
  await raise(3, refused);
  expect(await listAlerts(opened.ledger, { state: "open", limit: 10 })).toMatchObject([
    { code: "CLEO_LOGIN_REFUSED", owner: "cleo-admin", count: 2, firstAt: at(2), lastAt: at(3) },
  ]);
  const [message] = await listNotifications(opened.ledger, { channel: "operators", limit: 1 });
  expect(message).toMatchObject({ event: "alert.raised", title: "Cleo refuses the account" });
  expect(message?.facts).toContainEqual(["since", "2026-03-18 17:02 UTC"]);
});

test("A doubt that follows one that was settled is told at once, since its own first time.", async () => {
  const doubt = { code: "CLEO_OUTCOME_UNKNOWN", message: "nobody knows whether PO1 arrived in Cleo" } as const;
  await raise(0, doubt);
  await clear(1);
  await raise(2, { ...doubt, message: "nobody knows whether PO2 arrived in Cleo" });
  expect(await listAlerts(opened.ledger, { state: "open", limit: 10 })).toMatchObject([{ count: 1, firstAt: at(2) }]);
  const [message] = await listNotifications(opened.ledger, { channel: "operators", limit: 1 });
  expect(message?.title).toContain("PO2");
});

test("Another code of an open cause takes its place, and when the cause is over each that was told is told so.", async () => {
  await raise(0);
  await raise(2, refused);
  expect(await listAlerts(opened.ledger, { state: "open", limit: 10 })).toMatchObject([
    { code: "CLEO_LOGIN_REFUSED", count: 1, firstAt: at(2) },
  ]);
  expect(await told()).toEqual(["chat", "chat", "operators", "operators"].map((name) => `${name} alert.raised`));
  await clear(10);
  const over = await listNotifications(opened.ledger, { channel: "operators", limit: 2 });
  expect(over.map(({ title, facts }) => [title, Object.fromEntries(facts).lasted]).sort()).toEqual([
    ["Over: Cleo cannot be reached", "2 minutes"],
    ["Over: Cleo refuses the account", "8 minutes"],
  ]);
  expect(await clear(11)).toBe(false);
});

test("Codes that take turns are told once each, and then at most every quarter of an hour.", async () => {
  for (let minute = 0; minute < 14; minute++) await raise(minute, minute % 2 === 0 ? {} : refused);
  await tell(14);
  expect(await listNotifications(opened.ledger, { channel: "operators", limit: 100 })).toHaveLength(2);
  expect(await listAlerts(opened.ledger, { state: "all", limit: 10 })).toHaveLength(2);
  await tell(1 + alertQuiet / 60_000);
  expect(await listNotifications(opened.ledger, { channel: "operators", limit: 100 })).toHaveLength(3);
});

test("Trouble that passes by itself is told when its time is up, though its code changed.", async () => {
  await raise(0, { tellAfter: 60_000 });
  await raise(0.5, { code: "CLEO_THROTTLED", message: "Cleo asks for patience", tellAfter: 60_000 });
  expect(await tell(0.9)).toBe(0);
  expect(await tell(1)).toBe(1);
  await raise(1.5, { tellAfter: 60_000 });
  expect(await told()).toEqual(["chat", "chat", "operators", "operators"].map((name) => `${name} alert.raised`));
});

test("Many workers that meet a cause at once open one alert.", async () => {
  const raised = await Promise.all(Array.from({ length: 12 }, () => raise(0)));
  expect(raised.filter(({ opened: one }) => one)).toHaveLength(1);
  expect(new Set(raised.map(({ id }) => id)).size).toBe(1);
  expect(await listAlerts(opened.ledger, { state: "all", limit: 10 })).toMatchObject([{ count: 12 }]);
});

test("An alert that another worker opens while one looks for it is counted, not opened again.", async () => {
  let met = false;
  const whileLooking: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      if (met) return result;
      met = true;
      expect(await raise(0)).toMatchObject({ opened: true });
      return result;
    },
  };
  const second = await opened.ledger
    .transaction()
    .execute((transaction) => raiseAlert(transaction.withPlugin(whileLooking), causeAt(0)));
  expect(second.opened).toBe(false);
  expect(await listAlerts(opened.ledger, { state: "all", limit: 10 })).toMatchObject([{ count: 2 }]);
});

test("A message goes to the channels that take its event and its link, and nowhere else.", async () => {
  const queue = (link: string | null) =>
    opened.ledger.transaction().execute((transaction) =>
      queueNotification(transaction, {
        event: "shipment.announced",
        link,
        title: "PO1 is on its way",
        text: "",
        facts: [["order", "PO1"]],
        now: at(0),
      }),
    );
  expect(await queue("two")).toEqual(["warehouse"]);
  expect(await queue("other")).toEqual([]);
  expect(await queue(null)).toEqual(["warehouse"]);
});

test("A channel that is itself the trouble does not carry the message about it.", async () => {
  await raise(0, { key: channelAlert("chat"), subject: "chat" });
  expect(await told()).toEqual(["operators alert.raised"]);
});

test("What is over before it is told is told to nobody.", async () => {
  await raise(0, { tellAfter: 60_000 });
  expect(await tell(0.5)).toBe(0);
  await clear(0.9);
  expect(await tell(30)).toBe(0);
  expect(await told()).toEqual([]);
  await raise(40, { tellAfter: 60_000 });
  expect(await tell(41)).toBe(1);
  await clear(42);
  expect(await told()).toEqual(["chat alert.raised", "operators alert.cleared", "operators alert.raised"]);
});
