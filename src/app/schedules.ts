import type { Configuration, Link } from "../configuration/configuration.ts";
import { nextOccurrences, ofEachSchedule } from "../configuration/occurrences.ts";
import { programSchedules } from "../configuration/programSchedules.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { recordAudit } from "../ledger/audit.ts";
import { clockTolerance } from "../ledger/clockReading.ts";
import { lastJobs, type PastJob } from "../ledger/jobHistory.ts";
import {
  listSchedulePauses,
  pauseSchedule as pauseInLedger,
  resumeSchedule as resumeInLedger,
  type SchedulePause,
} from "../ledger/schedulePauses.ts";
import { jobsOfSchedule } from "../sync/jobsOfSchedule.ts";
import { type PlannedSchedule, plannedSchedules, type ScheduleSubject } from "../sync/plannedSchedules.ts";
import type { Entity } from "../sync/pollRun.ts";
import type { Application } from "./application.ts";
import { configurationInForce } from "./configurationInForce.ts";
import { chosenLinks, loadConfiguration } from "./configure.ts";

export interface ScheduleView extends Omit<PlannedSchedule, "schedule"> {
  /** As the configuration has it. */
  schedule: string;
  paused: Pick<SchedulePause, "pausedAt" | "pausedBy" | "reason"> | null;
  /** The next five times; none while it is paused, or where only people start it. */
  next: Date[];
  last: LastRun | null;
}

export interface LastRun extends Pick<PastJob, "state" | "requestedAt" | "requestedBy" | "finishedAt"> {
  jobId: string;
  /** The clock was set back since: the times are those of the clock as it was, and may lie ahead. */
  clockSetBack: boolean;
}

/** Every schedule of the configuration in force, with its state; none before the first configuration. */
export async function listSchedules(
  application: Pick<Application, "ledger" | "clock">,
  filter: { link?: string } = {},
): Promise<ScheduleView[]> {
  const { ledger, clock } = application;
  const { configuration } = await configurationInForce(ledger);
  if (filter.link !== undefined) chosenLinks(configuration, filter.link);
  const planned = plannedSchedules(configuration).filter(
    ({ link }) => filter.link === undefined || link === filter.link,
  );
  const last = await lastJobs(ledger, planned.map(jobsOfSchedule));
  const pauses = await listSchedulePauses(ledger);
  const now = clock();
  const next = ofEachSchedule((schedule, timeZone) => nextOccurrences(schedule, timeZone, now, 5));
  return planned.map((each, place) => {
    const { link, entity, schedule, enabled } = each;
    const pause = pauses.find((one) => one.link === link && one.entity === entity && one.resumedAt === null);
    return {
      ...each,
      schedule: schedule.text,
      paused: pause ? { pausedAt: pause.pausedAt, pausedBy: pause.pausedBy, reason: pause.reason } : null,
      next: pause || !enabled ? [] : next(each),
      last: lastRun(last[place], now),
    };
  });
}

function lastRun(job: PastJob | undefined, now: Date): LastRun | null {
  if (job === undefined) return null;
  const { id: jobId, state, requestedAt, requestedBy, finishedAt, clockSetBackTo } = job;
  // Where no worker lives, nobody has noted it yet.
  const ahead = requestedAt.getTime() > now.getTime() + clockTolerance;
  return { jobId, state, requestedAt, requestedBy, finishedAt, clockSetBack: clockSetBackTo !== null || ahead };
}

export interface ScheduleChoice {
  link: string;
  /** All that the link has schedules for if not given. */
  entity?: ScheduleSubject;
}

/**
 * Stops the schedules of a link, or those of one subject, until they are resumed. What is running goes on.
 *
 * @returns what was not paused before
 */
export async function pauseSchedules(
  application: Pick<Application, "ledger" | "actor" | "clock">,
  choice: ScheduleChoice & { reason?: string },
): Promise<ScheduleSubject[]> {
  const { actor } = application;
  return change(application, choice, "schedule.paused", { reason: choice.reason ?? null }, (transaction, entity, now) =>
    pauseInLedger(transaction, {
      link: choice.link,
      entity,
      pausedAt: now,
      pausedBy: actor,
      reason: choice.reason ?? null,
    }),
  );
}

/** @returns what was paused */
export async function resumeSchedules(
  application: Pick<Application, "ledger" | "actor" | "clock">,
  choice: ScheduleChoice,
): Promise<ScheduleSubject[]> {
  return change(application, choice, "schedule.resumed", {}, (transaction, entity, now) =>
    resumeInLedger(transaction, { link: choice.link, entity, now }),
  );
}

/** What is done when a schedule is carried out now: a poll of a link, or the job that the schedule stands for. */
export type ScheduledWork = { poll: Link; only?: Entity } | { job: PlannedSchedule };

/**
 * @param choice without a subject, all that a link reads from GP, or what the program has
 * @throws {ConnectorError} LINK_UNKNOWN, USAGE where there is no such schedule
 */
export function scheduledWork(
  configuration: Configuration,
  { link: name, entity: only }: ScheduleChoice,
): ScheduledWork {
  const planned = schedulesOf(configuration, name);
  const subject = only ?? (name === programSchedules ? "retention" : undefined);
  const meant = planned.find(({ entity, kind }) => (subject === undefined ? kind === "poll" : entity === subject));
  if (meant === undefined) throw noSchedule(name, only, planned);
  const link = configuration.links.find((each) => each.name === name);
  if (meant.kind !== "poll" || link === undefined) return { job: meant };
  return { poll: link, ...(only && { only: only as Entity }) };
}

function schedulesOf(configuration: Configuration, name: string): PlannedSchedule[] {
  const planned = plannedSchedules(configuration).filter(({ link }) => link === name);
  if (planned.length === 0 && name !== programSchedules) chosenLinks(configuration, name);
  return planned;
}

function noSchedule(name: string, only: ScheduleSubject | undefined, planned: readonly PlannedSchedule[]) {
  const subjects = [...new Set(planned.map(({ entity }) => entity))];
  return new ConnectorError("USAGE", `${name} has no schedule${only ? ` for ${only}` : ""}`, {
    at: { link: name },
    fix:
      subjects.length > 0
        ? `Name one of those that it has: ${subjects.join(", ")}.`
        : "Give it one in the configuration.",
  });
}

async function change(
  application: Pick<Application, "ledger" | "actor" | "clock">,
  { link: name, entity: only }: ScheduleChoice,
  action: string,
  detail: object,
  act: (transaction: Parameters<typeof pauseInLedger>[0], entity: ScheduleSubject, now: Date) => Promise<boolean>,
): Promise<ScheduleSubject[]> {
  const { ledger, actor, clock } = application;
  const configuration = await loadConfiguration(application);
  const planned = schedulesOf(configuration, name);
  const entities = new Set(planned.map(({ entity }) => entity).filter((each) => only === undefined || each === only));
  if (entities.size === 0) throw noSchedule(name, only, planned);
  return ledger.transaction().execute(async (transaction) => {
    const changed: ScheduleSubject[] = [];
    for (const entity of entities) {
      const now = clock();
      if (!(await act(transaction, entity, now))) continue;
      changed.push(entity);
      await recordAudit(transaction, { at: now, actor, action, link: name, subject: `${name}/${entity}`, detail });
    }
    return changed;
  });
}
