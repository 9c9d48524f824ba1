import { expect, test } from "vitest";
import { upcomingText } from "./upcomingText.ts";

const at = (month: number, day: number, hour: number, minute = 0): Date => new Date(2026, month - 1, day, hour, minute);
// Narrow no-break spaces of some versions of ICU are spaces here.
const text = (...moments: Date[]): string => upcomingText(moments).replace(/\s/gu, " ");

test("one time of day on several days names the time once", () => {
  expect(text(at(11, 29, 3), at(12, 6, 3), at(12, 13, 3))).toBe("Nov 29, Dec 6, Dec 13 at 03:00 AM");
});

test("several times of a day name the day once", () => {
  expect(text(at(11, 25, 23, 45), at(11, 26, 0), at(11, 26, 0, 15))).toBe("Nov 25 11:45 PM; Nov 26 12:00 AM, 12:15 AM");
});

test("one moment is a day and its time", () => {
  expect(text(at(11, 25, 14, 5))).toBe("Nov 25 at 02:05 PM");
});
