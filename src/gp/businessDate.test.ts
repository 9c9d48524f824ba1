import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, calendarDay, dateIn, readBusinessDate, readInstant } from "./businessDate.ts";

const chicago = { timeZone: "America/Chicago" };

describe("a business date", () => {
  it.each([
    ["2017-04-12", "2017-04-12"],
    ["2017-04-12T00:00:00", "2017-04-12"],
    ["2017-04-12T23:59:59.997", "2017-04-12"],
    ["2017-04-12 00:00:00.000", "2017-04-12"],
    ["2017-04-12T00:00:00Z", "2017-04-12"],
    ["2017-04-12T00:00:00+10:00", "2017-04-12"],
    ["/Date(1491955200000)/", "2017-04-12"],
    ["\\/Date(1491955200000)\\/", "2017-04-12"],
    ["/Date(1491973200000-0500)/", "2017-04-12"],
    ["/Date(1491919200000+1000)/", "2017-04-12"],
    // Local midnight in Chicago that the writer took for UTC.
    ["/Date(1491973200000)/", "2017-04-12"],
    ["  2017-04-12  ", "2017-04-12"],
    ["2016-02-29", "2016-02-29"],
  ])("is read from %s", (text, expected) => {
    expect(readBusinessDate(text, chicago)).toBe(expected);
  });

  it.each([
    "",
    "   ",
    "1900-01-01",
    "1900-01-01T00:00:00",
    "/Date(-2208988800000)/",
    "/Date(-2208967200000-0600)/",
    "0001-01-01T00:00:00",
    "/Date(-62135596800000)/",
    "0/0/0000",
  ])("is absent for %j", (text) => {
    expect(readBusinessDate(text, chicago)).toBeUndefined();
  });

  it.each([
    "2017-02-29",
    "2017-13-01",
    "12.04.2017",
    "4/12/2017",
    "tomorrow",
    "/Date()/",
    "/Date(9999999999999999)/",
    "2017-04-12T25",
    "20170412",
    "1491955200000",
  ])("is unreadable in %j", (text) => {
    expect(readBusinessDate(text, chicago)).toBe("unreadable");
  });

  it("is read from slashes in the order that the profile says", () => {
    expect(readBusinessDate("4/12/2017 12:00:00 AM", { ...chicago, slashOrder: "monthDayYear" })).toBe("2017-04-12");
    expect(readBusinessDate("4/12/2017", { ...chicago, slashOrder: "dayMonthYear" })).toBe("2017-12-04");
    expect(readBusinessDate("13/12/2017", { ...chicago, slashOrder: "monthDayYear" })).toBe("unreadable");
  });

  it("is the same from every form a writer in any zone may choose", () => {
    const zone = fc.constantFrom(
      "America/Chicago",
      "Australia/Sydney",
      "Europe/Berlin",
      "Asia/Kolkata",
      "America/St_Johns",
      "UTC",
    );
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1971-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }),
        zone,
        (at, timeZone) => {
          const day = at.toISOString().slice(0, 10);
          const midnight = Date.parse(`${day}T00:00:00Z`);
          const forms = [
            day,
            `${day}T00:00:00`,
            `/Date(${midnight})/`,
            `/Date(${midnight - 10 * 3_600_000}+1000)/`,
            `/Date(${midnight + 5 * 3_600_000}-0500)/`,
          ];
          for (const form of forms) expect(readBusinessDate(form, { timeZone })).toBe(day);
        },
      ),
    );
  });

  it("is never found in a text by an exception", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\/?Date\(-?\d{0,18}([+-]\d{0,5})?\)\/?$/)), (text) => {
        readBusinessDate(text, chicago);
        readInstant(text);
      }),
    );
  });

  it("counts days over the change to daylight saving", () => {
    expect(addDays("2026-03-07" as never, 2)).toBe("2026-03-09");
    expect(dateIn("America/Chicago", new Date("2026-03-09T04:59:00Z"))).toBe("2026-03-08");
    expect(dateIn("America/Chicago", new Date("2026-03-09T05:00:00Z"))).toBe("2026-03-09");
    expect(calendarDay(2026, 2, 30)).toBeUndefined();
  });
});

describe("a row timestamp", () => {
  it.each([
    ["2017-04-12T15:20:31.307", "2017-04-12T15:20:31.307Z"],
    ["2017-04-12 15:20:31.3070000", "2017-04-12T15:20:31.307Z"],
    ["2017-04-12T15:20:31Z", "2017-04-12T15:20:31.000Z"],
    ["2017-04-12T10:20:31-0500", "2017-04-12T15:20:31.000Z"],
    ["/Date(1492010431307)/", "2017-04-12T15:20:31.307Z"],
    ["2017-04-12", "2017-04-12T00:00:00.000Z"],
  ])("is the instant %s", (text, expected) => {
    expect(readInstant(text)).toBe(expected);
  });

  it("is absent for GP's null date", () => {
    expect(readInstant("1900-01-01T00:00:00")).toBeUndefined();
  });
});
