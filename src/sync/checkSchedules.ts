/**
 * Silence is an error: a schedule whose time has come and that asked for nothing is an alert. Whatever the reason (no process
 * runs the schedules, the queue is stuck), the absence of a job shows it.
 *
 * Where the clock was set back (ledger/clockReading.ts), the jobs of before have the times that come again. They show that a schedule
 * was not silent up to the time that the clock was set back to, and not after it.
 */
import type { Configuration } from "../configuration/configuration.ts";
import { latestOccurrence, nextOccurrences, ofEachSchedule } from "../configuration/occurrences.ts";
import { clearAlert, openAlerts, raiseAlert } from "../ledger/alerts.ts";
import { clockTolerance, noteTimesAhead } from "../ledger/clockReading.ts";
import { currentConfiguration, type StoredConfiguration } from "../ledger/configurations.ts";
import { lastJobs, type PastJob, standsFor } from "../ledger/jobHistory.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { listSchedulePauses } from "../ledger/schedulePauses.ts";
import { jobsOfSchedule } from "./jobsOfSchedule.ts";
import { type PlannedSchedule, plannedSchedules, type ScheduleKind, type ScheduleSubject } from "./plannedSchedules.ts";
import type { WorkerContext } from "./workerContext.ts";

/** A job that comes later than this after its time is missing. Milliseconds. */
const grace = 5 * 60_000;

/** What was missed while nothing ran is caught up when the service starts; nobody is told in that time. */
const catchUp = 10 * 60_000;

const prefix = "schedule/";

export async function checkSchedules({ ledger, clock }: Pick<WorkerContext, "ledger" | "clock">): Promise<void> {
  const now = clock();
  // A process notes by its clock as it was until it has looked at it again.
  await ledger.transaction().execute((transaction) => noteTimesAhead(transaction, now, clockTolerance));
  const current = await currentConfiguration(ledger);
  if (current === undefined) return;
  const pauses = new Map((await listSchedulePauses(ledger)).map((each) => [`${each.link}/${each.entity}`, each]));
  const silent = new Map<string, { which: PlannedSchedule; due: Date }>();
  const planned = plannedSchedules(current.document as Configuration);
  const last = await lastJobs(ledger, planned.map(jobsOfSchedule));
  const wasDue = ofEachSchedule((schedule, timeZone) =>
    latestOccurrence(schedule, timeZone, new Date(now.getTime() - grace)),
  );
  for (const [place, which] of planned.entries()) {
    const { link, entity, kind, enabled } = which;
    const pause = pauses.get(`${link}/${entity}`);
    if (!enabled || pause?.resumedAt === null) continue;
    const due = wasDue(which);
    if (due === undefined || due < latest(inForceSince(current), pause?.resumedAt)) continue;
    if (await isMissing(ledger, which, last[place], due, now))
      silent.set(`${prefix}${link}/${entity}/${kind}`, { which, due });
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

/** What comes due when the clock is where it was set back to comes after a configuration of before that. */
function inForceSince({ appliedAt, clockSetBackTo }: StoredConfiguration): Date {
  return clockSetBackTo !== null && clockSetBackTo < appliedAt ? clockSetBackTo : appliedAt;
}

function latest(one: Date, other: Date | undefined): Date {
  return other !== undefined && other > one ? other : one;
}

/** Whether nobody asked for the job that was due. */
async function isMissing(
  ledger: Ledger,
  which: PlannedSchedule,
  last: PastJob | undefined,
  due: Date,
  now: Date,
): Promise<boolean> {
  // A request joins a job that waits already, and then has no time of its own.
  if (last?.finishedAt === null) return false;
  if (last && (last.clockSetBackTo === null || due < last.clockSetBackTo))
    return last.requestedAt < due && last.finishedAt < due;
  const [next = now] = nextOccurrences(which.schedule, which.timeZone, due, 1);
  return !(await standsFor(ledger, jobsOfSchedule(which), due, next));
}

function whatItDoes(kind: ScheduleKind, entity: ScheduleSubject): string {
  if (kind === "collect") return "reading of the Cleo folders";
  if (kind === "check") return "fit check";
  if (kind === "retention") return "retention";
  return `${kind} of ${entity === "vendors" ? "vendors" : "purchase orders"}`;
}
