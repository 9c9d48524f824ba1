/**
 * When a schedule comes round: what pg-boss does with it, told in advance. Cron expressions are read by the same library,
 * and intervals count from the same moment, midnight of 1970-01-01 on the clock of the time zone.
 *
 * A wall-clock time that the clock skips in spring comes at the moment when it would have been; one that comes twice in
 * autumn counts once.
 */
import { CronExpressionParser } from "cron-parser";
import type { Schedule } from "./schedule.ts";

/** The next occurrences after an instant, the earliest first; none of a schedule that only people start. */
export function nextOccurrences(schedule: Schedule, timeZone: string, after: Date, count: number): Date[] {
  switch (schedule.kind) {
    case "manual":
      return [];
    case "interval": {
      const { first, step } = intervalOf(schedule.minutes, timeZone);
      const passed = Math.floor((after.getTime() - first) / step);
      return Array.from({ length: count }, (_, index) => new Date(first + (passed + 1 + index) * step));
    }
    case "cron": {
      const walk = CronExpressionParser.parse(schedule.cron, { tz: timeZone, currentDate: after });
      return Array.from({ length: count }, () => walk.next().toDate());
    }
  }
}

/** The latest occurrence before an instant. */
export function latestOccurrence(schedule: Schedule, timeZone: string, before: Date): Date | undefined {
  switch (schedule.kind) {
    case "manual":
      return undefined;
    case "interval": {
      const { first, step } = intervalOf(schedule.minutes, timeZone);
      return new Date(first + (Math.ceil((before.getTime() - first) / step) - 1) * step);
    }
    case "cron":
      return CronExpressionParser.parse(schedule.cron, { tz: timeZone, currentDate: before }).prev().toDate();
  }
}

/** Of a hundred links most have the same schedule by the same clock: what `find` finds is found once for them. */
export function ofEachSchedule<Found>(
  find: (schedule: Schedule, timeZone: string) => Found,
): (planned: { schedule: Schedule; timeZone: string }) => Found {
  const known = new Map<string, { found: Found }>();
  return ({ schedule, timeZone }) => {
    const key = `${schedule.text} ${timeZone}`;
    const { found } = known.get(key) ?? { found: find(schedule, timeZone) };
    known.set(key, { found });
    return found;
  };
}

function intervalOf(minutes: number, timeZone: string): { first: number; step: number } {
  const shown = new Date(0).toLocaleString("sv-SE", { timeZone });
  return { first: -Date.parse(`${shown.replace(" ", "T")}Z`), step: minutes * 60_000 };
}
