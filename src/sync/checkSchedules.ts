/**
 * Silence is an error: a schedule whose time has come and that asked for nothing is an alert. Whatever the reason (no process
 * runs the schedules, the queue is stuck), the absence of a job shows it.
 */
import type { Configuration } from "../configuration/configuration.ts";
import { latestOccurrence } from "../configuration/occurrences.ts";
import { clearAlert, openAlerts, raiseAlert } from "../ledger/alerts.ts";
import { currentConfiguration } from "../ledger/configurations.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { listSchedulePauses } from "../ledger/schedulePauses.ts";
import { lastOf } from "./lastOf.ts";
import { type PlannedSchedule, plannedSchedules, type ScheduleKind, type ScheduleSubject } from "./plannedSchedules.ts";
import type { WorkerContext } from "./workerContext.ts";

/** A job that comes later than this after its time is missing. Milliseconds. */
const grace = 5 * 60_000;

/** What was missed while nothing ran is caught up when the service starts; nobody is told in that time. */
const catchUp = 10 * 60_000;

const prefix = "schedule/";

export async function checkSchedules({ ledger, clock }: Pick<WorkerContext, "ledger" | "clock">): Promise<void> {
  const now = clock();
  const current = await currentConfiguration(ledger);
  if (current === undefined) return;
  const paused = new Set((await listSchedulePauses(ledger)).map(({ link, entity }) => `${link}/${entity}`));
  const silent = new Map<string, { which: PlannedSchedule; due: Date }>();
  for (const which of plannedSchedules(current.document as Configuration)) {
    const { link, entity, kind, enabled } = which;
    if (!enabled || paused.has(`${link}/${entity}`)) continue;
    const due = await missing(ledger, which, current.appliedAt, now);
    if (due) silent.set(`${prefix}${link}/${entity}/${kind}`, { which, due });
  }
  await ledger.transaction().execute(async (transaction) => {
    for (const [key, { which, due }] of silent) {
      const { link, entity, kind, schedule } = which;
      await raiseAlert(transaction, {
        key,
        code: "SCHEDULE_SILENT",
        link,
        subject: `${link}/${entity}/${kind}`,
        message: `the ${whatItDoes(kind, entity)} of ${link} (${schedule.text}) was due at ${due.toISOString()} and did not begin`,
        tellAfter: catchUp,
        now,
      });
    }
    for (const { key } of await openAlerts(transaction, prefix)) {
      if (!silent.has(key)) await clearAlert(transaction, key, now);
    }
  });
}

/** When a job was due that nobody asked for. */
async function missing(ledger: Ledger, which: PlannedSchedule, since: Date, now: Date): Promise<Date | undefined> {
  const due = latestOccurrence(which.schedule, which.timeZone, new Date(now.getTime() - grace));
  if (due === undefined || due < since) return undefined;
  const last = await lastOf(ledger, which);
  // A request joins a job that waits already, and then has no time of its own.
  const answered = last && (last.requestedAt >= due || last.finishedAt === null || last.finishedAt >= due);
  return answered ? undefined : due;
}

function whatItDoes(kind: ScheduleKind, entity: ScheduleSubject): string {
  if (kind === "collect") return "reading of the Cleo folders";
  if (kind === "check") return "fit check";
  if (kind === "retention") return "retention";
  return `${kind} of ${entity === "vendors" ? "vendors" : "purchase orders"}`;
}
