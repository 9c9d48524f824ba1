import { describe, expect, test } from "vitest";
import { parseSchedule } from "./schedule.ts";

describe("a schedule in words", () => {
  test.each([
    ["every 15 minutes", { kind: "interval", minutes: 15 }],
    ["Every  2 Hours", { kind: "interval", minutes: 120 }],
    ["every hour", { kind: "interval", minutes: 60 }],
    ["hourly", { kind: "cron", cron: "0 * * * *" }],
    ["daily", { kind: "cron", cron: "0 2 * * *" }],
    ["daily at 18:30", { kind: "cron", cron: "30 18 * * *" }],
    ["weekly", { kind: "cron", cron: "0 2 * * 0" }],
    ["weekly on Fri at 6:05", { kind: "cron", cron: "5 6 * * 5" }],
    ["manual", { kind: "manual" }],
  ])("%s", (text, schedule) => {
    expect(parseSchedule(text)).toMatchObject(schedule);
  });

  test("its text means the same when it is read again", () => {
    const first = parseSchedule("Weekly  on FRIDAY at 06:05");
    expect(parseSchedule("text" in first ? first.text : "")).toEqual(first);
  });
});

describe("a cron schedule", () => {
  test.each([
    "0 2 * * *",
    "*/15 8-18 * * 1-5",
    "0 0 1,15 jan-mar *",
    "5/10 * * * sun",
    "0 0 29 2 *",
    "0 0 31 2 1",
    "0 4 * * 7",
  ])("%s is taken as it is", (cron) => {
    expect(parseSchedule(cron)).toEqual({ text: cron, kind: "cron", cron });
  });

  test.each([
    ["60 * * * *", "minute"],
    ["* 24 * * *", "hour"],
    ["* * 0 * *", "day of month"],
    ["* * * 13 *", "month"],
    ["* * * * 8", "day of week"],
    ["*/0 * * * *", "step of 0"],
    ["30-10 * * * *", "backwards"],
    ["1,,2 * * * *", "minute"],
    ["1-2-3 * * * *", "minute"],
    ["0 0 30 2 *", "never comes"],
    ["0 0 31 4,6,9,11 *", "never comes"],
  ])("%s is refused for its fault", (cron, fault) => {
    expect(parseSchedule(cron)).toEqual({ fault: expect.stringContaining(fault) });
  });
});

test.each([
  "",
  "every 0 minutes",
  "every 99999 hours",
  "sometimes",
  "daily at 25:00",
  "weekly on caturday",
  "* * * *",
  "* * * * * *",
  "x".repeat(999),
])("%j is no schedule", (text) => {
  expect(parseSchedule(text)).toHaveProperty("fault");
});
