import { describe, expect, test } from "vitest";
import { durationText, relativeText, utcText } from "./instantText.ts";

describe("a moment as words", () => {
  const now = new Date("2026-03-16T12:00:00Z");

  test.each([
    ["2026-03-16T12:00:00.400Z", "now"],
    ["2026-03-16T11:59:30Z", "30 seconds ago"],
    ["2026-03-16T12:15:00Z", "in 15 minutes"],
    ["2026-03-16T09:00:01Z", "2 hours ago"],
    ["2026-03-15T12:00:00Z", "yesterday"],
    ["2026-03-26T12:00:00Z", "in 10 days"],
  ])("%s is %s", (at, text) => {
    expect(relativeText(new Date(at), now)).toBe(text);
  });

  test("UTC is told to the second, whatever the zone of the reader", () => {
    expect(utcText(new Date("2026-03-16T06:05:09.900-05:00"))).toBe("2026-03-16 11:05:09 UTC");
  });
});

describe("a span as words", () => {
  test.each([
    [0, "0 ms"],
    [999, "999 ms"],
    [12_400, "12.4 s"],
    [200_000, "3 min 20 s"],
    [7_500_000, "2 h 5 min"],
  ])("%d ms is %s", (span, text) => {
    expect(durationText(span)).toBe(text);
  });
});
