import { nextOccurrences } from "../configuration/occurrences.ts";
import { parseSchedule } from "../configuration/schedule.ts";

export type SchedulePreview =
  | { ok: true; schedule: string; next: Date[] }
  /** What is wrong, completing the sentence "the schedule ...". */
  | { ok: false; fault: string };

/** The next five times that a schedule means, as it is being written. */
export function previewSchedule(text: string, timeZone: string, now: Date): SchedulePreview {
  const schedule = parseSchedule(text);
  if ("fault" in schedule) return { ok: false, fault: schedule.fault };
  return { ok: true, schedule: schedule.text, next: nextOccurrences(schedule, timeZone, now, 5) };
}
