import { addDays, dateIn } from "./calendar.ts";

/** The sandbox's own time. It runs with the real one until an admin moves it: tokens age and dates change with it. */
export interface SandboxClock {
  now(): Date;
  /** Calendar date at the GP site. */
  today(): string;
  readonly timeZone: string;
  set(change: ClockChange): void;
}

export interface ClockChange {
  /** IANA name, such as `America/Chicago`. */
  timeZone?: string;
  /** Jump to this instant and run on from there. */
  now?: string;
  advanceMs?: number;
  /** Pin the site's calendar date; `null` lets it follow the clock again. */
  today?: string | null;
  advanceDays?: number;
}

export function createClock(realNow: () => Date, timeZone: string, pinnedToday?: string): SandboxClock {
  let offset = 0;
  let zone = timeZone;
  let pinned = pinnedToday;
  const now = () => new Date(realNow().getTime() + offset);
  const today = () => pinned ?? dateIn(zone, now());
  return {
    now,
    today,
    get timeZone() {
      return zone;
    },
    set(change) {
      if (change.timeZone !== undefined) zone = change.timeZone;
      if (change.now !== undefined) offset = Date.parse(change.now) - realNow().getTime();
      if (change.advanceMs !== undefined) offset += change.advanceMs;
      if (change.today !== undefined) pinned = change.today ?? undefined;
      if (change.advanceDays !== undefined) {
        if (pinned === undefined) offset += change.advanceDays * 86_400_000;
        else pinned = addDays(pinned, change.advanceDays);
      }
    },
  };
}
