/**
 * Silence is an error: a schedule whose time has come and that asked for nothing is an alert. Whatever the reason (no process
 * runs the schedules, the queue is stuck), the absence of a job shows it.
 */
import type { Configuration, Link } from "../configuration/configuration.ts";
import { latestOccurrence } from "../configuration/occurrences.ts";
import { clearAlert, openAlerts, raiseAlert } from "../ledger/alerts.ts";
import { currentConfiguration } from "../ledger/configurations.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { lastPoll } from "../ledger/pollHistory.ts";
import { listSchedulePauses } from "../ledger/schedulePauses.ts";
import { type LinkSchedule, linkSchedules } from "./linkSchedules.ts";
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
  const { links } = current.document as Configuration;
  const paused = new Set((await listSchedulePauses(ledger)).map(({ link, entity }) => `${link}/${entity}`));
  const silent = new Map<string, { link: Link; which: LinkSchedule; due: Date }>();
  for (const link of links.filter(({ enabled }) => enabled)) {
    for (const which of linkSchedules(link)) {
      if (paused.has(`${link.name}/${which.entity}`)) continue;
      const due = await missing(ledger, link, which, current.appliedAt, now);
      if (due) silent.set(`${prefix}${link.name}/${which.entity}/${which.kind}`, { link, which, due });
    }
  }
  await ledger.transaction().execute(async (transaction) => {
    for (const [key, { link, which, due }] of silent) {
      const what = `${which.kind} of ${which.entity === "vendors" ? "vendors" : "purchase orders"}`;
      await raiseAlert(transaction, {
        key,
        code: "SCHEDULE_SILENT",
        link: link.name,
        subject: `${link.name}/${which.entity}/${which.kind}`,
        message: `the ${what} of ${link.name} (${which.schedule.text}) was due at ${due.toISOString()} and did not begin`,
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
async function missing(
  ledger: Ledger,
  link: Link,
  { entity, kind, schedule }: LinkSchedule,
  since: Date,
  now: Date,
): Promise<Date | undefined> {
  const due = latestOccurrence(schedule, link.timeZone, new Date(now.getTime() - grace));
  if (due === undefined || due < since) return undefined;
  const last = await lastPoll(ledger, { link: link.name, entity, sweep: kind === "sweep" });
  // A request joins a poll that waits already, and then has no time of its own.
  const answered = last && (last.requestedAt >= due || last.finishedAt === null || last.finishedAt >= due);
  return answered ? undefined : due;
}
