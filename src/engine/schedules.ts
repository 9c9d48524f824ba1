/**
 * Schedules are pg-boss's. It goes by the database's clock, which it reads when it starts and every ten minutes, and tells an
 * occurrence by its schedule and its minute, so that none is run twice, whoever looks and however often.
 *
 * Where the clock is set, whoever has the schedules begins anew (see app/scheduler.ts):
 *
 * - *Ahead.* What lies in the time that was left out was missed, and is caught up once.
 * - *Back.* Times come again. An occurrence that was run is not run again when its time is there again; but a schedule that was
 *   run more than once in that time would be silent for longer than its period, and takes those times again.
 */
import { sql } from "kysely";
import type { Schedule } from "../configuration/schedule.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { PlannedSchedule } from "../sync/plannedSchedules.ts";
import { type Bell, scheduleQueue } from "./bell.ts";

/** What has come due. */
export type Occurrence = Pick<PlannedSchedule, "link" | "entity" | "kind">;

/**
 * Brings the stored schedules in line with the configuration. Times are wall-clock times of each schedule's own zone;
 * occurrences that were missed while nothing ran are caught up once.
 */
export async function keepSchedules({ boss }: Bell, planned: readonly PlannedSchedule[]): Promise<void> {
  const wanted = planned.flatMap(({ schedule, timeZone, enabled, ...due }) => {
    const rule = enabled ? ruleOf(schedule) : undefined;
    const occurrence: Occurrence = { link: due.link, entity: due.entity, kind: due.kind };
    return rule === undefined ? [] : [{ key: `${due.link}/${due.entity}/${due.kind}`, rule, timeZone, occurrence }];
  });
  const keys = new Set(wanted.map((entry) => entry.key));
  for (const { key } of await boss.getSchedules(scheduleQueue)) {
    if (!keys.has(key)) await boss.unschedule(scheduleQueue, key);
  }
  for (const { key, rule, timeZone, occurrence } of wanted) {
    await boss.schedule(scheduleQueue, rule, occurrence, { key, tz: timeZone, missed: "once" });
  }
}

/** Lets schedules have the times again that the clock comes to again, where they were run in more than one of them. */
export async function takeTimesAgain(ledger: Ledger): Promise<void> {
  const ahead = sql`name = '__pgboss__send-it' and singleton_on > pgboss.job_now() at time zone 'UTC' + interval '1 minute'`;
  await sql`
    update pgboss.job set singleton_on = null
    where ${ahead} and singleton_key in (
      select singleton_key from pgboss.job where ${ahead} group by singleton_key having count(*) > 1)
  `.execute(ledger);
}

/** What came due since then, and was not heard, is caught up. */
export async function catchUpSince(ledger: Ledger, then: Date): Promise<void> {
  await sql`update pgboss.version set cron_on = least(cron_on, ${then})`.execute(ledger);
}

/**
 * Calls `due` for each occurrence that reaches this process.
 *
 * Many schedules come due in the same minute, and are announced as one: so many are taken at a time, and more at once while there are.
 * Where one fails, the others of its batch are heard all the same, and all of them again with it: a request joins the job that
 * waits, and a poll more finds nothing new.
 */
export async function hearSchedules({ boss }: Bell, due: (occurrence: Occurrence) => Promise<void>): Promise<void> {
  const options = {
    pollingIntervalSeconds: 2,
    notifyPollingIntervalSeconds: 10,
    batchSize: 50,
    burstWhenBatchFull: true,
  };
  await boss.work<Occurrence>(scheduleQueue, options, async (occurrences) => {
    const failures: unknown[] = [];
    for (const { data } of occurrences) await due(data).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  });
}

/** A cron expression, or for intervals a recurrence rule (RFC 5545), which unlike cron counts past the hour. */
export function ruleOf(schedule: Schedule): string | undefined {
  switch (schedule.kind) {
    case "manual":
      return undefined;
    case "cron":
      return schedule.cron;
    case "interval":
      return `FREQ=MINUTELY;INTERVAL=${schedule.minutes}`;
  }
}
