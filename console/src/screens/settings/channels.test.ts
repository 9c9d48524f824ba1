import { expect, test } from "vitest";
import {
  addressOf,
  type Channel,
  events,
  eventWords,
  kindOf,
  mailboxes,
  withChannel,
  withoutChannel,
} from "./channels.ts";

test("every event of the schema has a word, and no word is of none", () => {
  expect(Object.keys(eventWords).toSorted()).toEqual([...events].toSorted());
});

test("mail addresses are told apart by commas, semicolons, blanks and lines", () => {
  expect(mailboxes(" a@b.test, c@d.test;e@f.test\n g@h.test ")).toEqual([
    "a@b.test",
    "c@d.test",
    "e@f.test",
    "g@h.test",
  ]);
  expect(mailboxes("")).toEqual([]);
});

test("a channel shows where its mail goes, and of no other address more than that there is one", () => {
  const mail: Channel = { name: "ops", email: { to: ["a@b.test", "c@d.test"] } };
  expect([kindOf(mail), addressOf(mail)]).toEqual(["email", "a@b.test, c@d.test"]);
  const hook: Channel = { name: "hook", webhook: { secret: "" } };
  expect([kindOf(hook), addressOf(hook)]).toEqual(["webhook", "address stored"]);
});

test("a channel takes the place of the one that is edited, and the others stay", () => {
  const settings = { consoleUrl: "https://c.test", channels: [{ name: "one" }, { name: "two" }] };
  const renamed: Channel = { name: "1", slack: {} };
  expect(withChannel(settings, "one", renamed).channels).toEqual([renamed, { name: "two" }]);
  expect(withChannel(settings, undefined, renamed).channels).toEqual([{ name: "one" }, { name: "two" }, renamed]);
  expect(withoutChannel(settings, "one")).toEqual({ consoleUrl: "https://c.test", channels: [{ name: "two" }] });
});
