/** How many calls may be made at a time of day, and when the next one may. */
import type { LoadSettings } from "./schema.ts";

const hour = 3_600_000;
const dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

export type Allowance = { allowed: true } | { allowed: false; reason: "quietHours" | "callsPerHour"; wait: number };

/**
 * @param calls starts of the calls of the last 60 minutes, oldest first
 * @param timeZone of the site
 */
export function askAllowance(
  calls: readonly number[],
  now: number,
  timeZone: string,
  settings: LoadSettings,
): Allowance {
  const { perHour, quiet } = limitAt(now, timeZone, settings);
  const recent = calls.filter((start) => start > now - hour);
  if (recent.length < perHour) return { allowed: true };
  const reason = quiet.some((entry) => entry.callsPerHour === perHour) ? "quietHours" : "callsPerHour";
  const oldest = recent.at(-perHour);
  const untilFree = perHour > 0 && oldest !== undefined ? oldest + hour - now + 1 : Number.POSITIVE_INFINITY;
  const untilOver = reason === "quietHours" ? untilQuietEnds(now, timeZone, quiet) : Number.POSITIVE_INFINITY;
  return { allowed: false, reason, wait: Math.max(1, Math.min(untilFree, untilOver, 24 * hour)) };
}

/** Calls in 60 minutes that are allowed at a time, infinite where nothing limits them, and the quiet hours that hold then. */
export function limitAt(
  now: number,
  timeZone: string,
  settings: LoadSettings,
): { perHour: number; quiet: readonly QuietEntry[] } {
  const quiet = settings.quietHours.filter((entry) => holds(entry, siteTime(now, timeZone)));
  const perHour = Math.min(
    settings.callsPerHour ?? Number.POSITIVE_INFINITY,
    ...quiet.map((entry) => entry.callsPerHour),
  );
  return { perHour, quiet };
}

type QuietEntry = LoadSettings["quietHours"][number];
interface SiteTime {
  day: number;
  minute: number;
}

function holds(entry: QuietEntry, { day, minute }: SiteTime): boolean {
  const from = minutesOf(entry.from);
  const to = minutesOf(entry.to);
  const on = (weekday: number): boolean => !entry.days || entry.days.includes(dayNames[(weekday + 7) % 7] ?? "sun");
  if (from < to) return on(day) && minute >= from && minute < to;
  return (on(day) && minute >= from) || (on(day - 1) && minute < to);
}

/** By minutes, because the hands of a clock jump when daylight saving begins and ends. */
function untilQuietEnds(now: number, timeZone: string, quiet: readonly QuietEntry[]): number {
  const minute = 60_000;
  const start = Math.floor(now / minute) * minute;
  for (let ahead = 1; ahead <= 24 * 60; ahead++) {
    const at = start + ahead * minute;
    const time = siteTime(at, timeZone);
    if (!quiet.some((entry) => holds(entry, time))) return at - now;
  }
  return 24 * hour;
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const formatters = new Map<string, Intl.DateTimeFormat>();

function siteTime(now: number, timeZone: string): SiteTime {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-US", {
      timeZone,
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    formatters.set(timeZone, formatter);
  }
  const parts = Object.fromEntries(formatter.formatToParts(now).map(({ type, value }) => [type, value]));
  const day = dayNames.indexOf((parts.weekday ?? "Sun").toLowerCase() as (typeof dayNames)[number]);
  return { day, minute: Number(parts.hour) * 60 + Number(parts.minute) };
}
