import fc from "fast-check";
import { PgBoss } from "pg-boss";
import { expect, test } from "vitest";
import { latestOccurrence, nextOccurrences } from "./occurrences.ts";
import { parseSchedule, type Schedule } from "./schedule.ts";

function scheduleOf(text: string): Schedule {
  const schedule = parseSchedule(text);
  if ("fault" in schedule) throw new Error(`${text}: ${schedule.fault}`);
  return schedule;
}

const zones = ["America/Chicago", "Europe/Berlin", "Australia/Sydney", "Asia/Kolkata", "America/St_Johns", "UTC"];
const minute = 60_000;

/** The wall clock of a zone, by a reader of its own. */
const formats = new Map<string, Intl.DateTimeFormat>();
function wallClock(at: number, timeZone: string): { text: string; weekday: number; hour: number; minute: number } {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-GB", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      weekday: "short",
    });
  formats.set(timeZone, format);
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    text: `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`,
    weekday: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].indexOf(parts.weekday ?? ""),
    hour: Number(parts.hour),
    minute: Number(parts.minute),
  };
}

test("A daily or weekly time comes at every day that shows it, and at nothing else, in any zone and season.", () => {
  const days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      // At these hours no zone of the list turns its clock.
      fc.integer({ min: 4, max: 22 }),
      fc.integer({ min: 0, max: 59 }),
      fc.option(fc.integer({ min: 0, max: 6 })),
      fc.integer({ min: 0, max: 364 }),
      (zone, hour, minuteOf, day, start) => {
        const at = `${String(hour).padStart(2, "0")}:${String(minuteOf).padStart(2, "0")}`;
        const schedule = scheduleOf(day === null ? `daily at ${at}` : `weekly on ${days[day]} at ${at}`);
        const after = Date.parse("2026-01-01T00:00:00Z") + start * 86_400_000;
        const expected: number[] = [];
        for (let time = after + minute; expected.length < 3; time += minute) {
          const clock = wallClock(time, zone);
          if (clock.hour === hour && clock.minute === minuteOf && (day === null || clock.weekday === day)) {
            expected.push(time);
          } else if (clock.hour !== hour && clock.minute === 30 && minuteOf !== 30) {
            // Nothing can match before the next full hour.
            time += 29 * minute;
          }
        }
        const found = nextOccurrences(schedule, zone, new Date(after), 3).map((each) => each.getTime());
        expect(found).toEqual(expected);
        expect(latestOccurrence(schedule, zone, new Date((expected[0] ?? 0) + 1))?.getTime()).toBe(expected[0]);
      },
    ),
    { numRuns: 12 },
  );
});

test.each([
  ["America/Chicago", "daily at 02:30", "2026-03-08T06:00:00Z", "2026-03-08T08:30:00.000Z"],
  ["America/Chicago", "daily at 01:30", "2026-11-01T05:00:00Z", "2026-11-01T06:30:00.000Z"],
])("On the day when the clock of %s turns, `%s` comes once.", (zone, text, after, first) => {
  const [one, two] = nextOccurrences(scheduleOf(text), zone, new Date(after), 2);
  expect(one?.toISOString()).toBe(first);
  expect((two?.getTime() ?? 0) - (one?.getTime() ?? 0)).toBeGreaterThan(22 * 60 * minute);
});

test("An interval keeps its pace through a change of the clock.", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 1, max: 10_080 }),
      fc.date({ min: new Date("2020-01-01"), max: new Date("2035-01-01"), noInvalidDate: true }),
      (zone, minutes, after) => {
        const schedule = scheduleOf(`every ${minutes} minutes`);
        const next = nextOccurrences(schedule, zone, after, 5);
        expect(next[0]?.getTime()).toBeGreaterThan(after.getTime());
        expect((next[0]?.getTime() ?? 0) - after.getTime()).toBeLessThanOrEqual(minutes * minute);
        next.slice(1).forEach((each, index) => {
          expect(each.getTime() - (next[index]?.getTime() ?? 0)).toBe(minutes * minute);
        });
        expect(latestOccurrence(schedule, zone, next[0] ?? after)?.getTime()).toBe(
          (next[0]?.getTime() ?? 0) - minutes * minute,
        );
      },
    ),
  );
});

test("What is told in advance is what the scheduler does.", () => {
  const boss = new PgBoss("postgres://nowhere.test/x");
  const from = new Date("2026-03-07T12:34:00Z");
  for (const zone of zones) {
    for (const [text, rule] of [
      ["every 15 minutes", "FREQ=MINUTELY;INTERVAL=15"],
      ["every 7 minutes", "FREQ=MINUTELY;INTERVAL=7"],
      ["every 5 hours", "FREQ=MINUTELY;INTERVAL=300"],
      ["hourly", "0 * * * *"],
      ["daily at 02:30", "30 2 * * *"],
      ["weekly on sunday at 03:00", "0 3 * * 0"],
      ["*/20 8-18 * * 1-5", "*/20 8-18 * * 1-5"],
    ] as const) {
      const preview = boss.previewSchedule(rule, { tz: zone, from, count: 5 });
      expect(nextOccurrences(scheduleOf(text), zone, from, 5), `${text} in ${zone}`).toEqual(preview);
    }
  }
});

test("A schedule that only people start has no time.", () => {
  expect(nextOccurrences(scheduleOf("manual"), "UTC", new Date(), 5)).toEqual([]);
  expect(latestOccurrence(scheduleOf("manual"), "UTC", new Date())).toBeUndefined();
});
