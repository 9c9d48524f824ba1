import { nextOccurrences } from "../configuration/occurrences.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { recordAudit } from "../ledger/audit.ts";
import { type LastPoll, lastPoll } from "../ledger/pollHistory.ts";
import {
  listSchedulePauses,
  pauseSchedule as pauseInLedger,
  resumeSchedule as resumeInLedger,
  type SchedulePause,
} from "../ledger/schedulePauses.ts";
import { linkSchedules } from "../sync/linkSchedules.ts";
import type { Entity } from "../sync/pollRun.ts";
import type { Application } from "./application.ts";
import { chosenLinks, loadConfiguration } from "./configure.ts";
import { entitiesOf } from "./pollNow.ts";

export interface ScheduleView {
  link: string;
  entity: Entity;
  /** `sweep`: reads everything, and looks for what is gone. */
  kind: "poll" | "sweep";
  /** As the configuration has it. */
  schedule: string;
  timeZone: string;
  /** Whether the link is. */
  enabled: boolean;
  paused: Pick<SchedulePause, "pausedAt" | "pausedBy" | "reason"> | null;
  /** The next five times; none while it is paused, or where only people start it. */
  next: Date[];
  last: LastPoll | null;
}

/** Every schedule of the configuration in force, with its state. */
export async function listSchedules(
  application: Pick<Application, "ledger" | "clock">,
  filter: { link?: string } = {},
): Promise<ScheduleView[]> {
  const { ledger, clock } = application;
  const { links } = await loadConfiguration(application);
  const pauses = await listSchedulePauses(ledger);
  const views: ScheduleView[] = [];
  for (const link of links.filter(({ name }) => filter.link === undefined || name === filter.link)) {
    for (const { entity, kind, schedule } of linkSchedules(link)) {
      const pause = pauses.find((each) => each.link === link.name && each.entity === entity);
      views.push({
        link: link.name,
        entity,
        kind,
        schedule: schedule.text,
        timeZone: link.timeZone,
        enabled: link.enabled,
        paused: pause ? { pausedAt: pause.pausedAt, pausedBy: pause.pausedBy, reason: pause.reason } : null,
        next: pause || !link.enabled ? [] : nextOccurrences(schedule, link.timeZone, clock(), 5),
        last: (await lastPoll(ledger, { link: link.name, entity, sweep: kind === "sweep" })) ?? null,
      });
    }
  }
  return views;
}

export interface ScheduleChoice {
  link: string;
  /** All that the link reads if not given. */
  entity?: Entity;
}

/**
 * Stops the schedules of a link, poll and sweep, until they are resumed. What is running goes on.
 *
 * @returns the entities that were not paused before
 */
export async function pauseSchedules(
  application: Pick<Application, "ledger" | "actor" | "clock">,
  choice: ScheduleChoice & { reason?: string },
): Promise<Entity[]> {
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

/** @returns the entities that were paused */
export async function resumeSchedules(
  application: Pick<Application, "ledger" | "actor" | "clock">,
  choice: ScheduleChoice,
): Promise<Entity[]> {
  return change(application, choice, "schedule.resumed", {}, (transaction, entity) =>
    resumeInLedger(transaction, choice.link, entity),
  );
}

async function change(
  application: Pick<Application, "ledger" | "actor" | "clock">,
  { link: name, entity: only }: ScheduleChoice,
  action: string,
  detail: object,
  act: (transaction: Parameters<typeof pauseInLedger>[0], entity: Entity, now: Date) => Promise<boolean>,
): Promise<Entity[]> {
  const { ledger, actor, clock } = application;
  const [link] = chosenLinks(await loadConfiguration(application), name);
  const entities = link ? entitiesOf(link, only) : [];
  if (entities.length === 0) {
    throw new ConnectorError("USAGE", `the link ${name} does not read ${only ?? "anything"}`, { at: { link: name } });
  }
  return ledger.transaction().execute(async (transaction) => {
    const changed: Entity[] = [];
    for (const entity of entities) {
      const now = clock();
      if (!(await act(transaction, entity, now))) continue;
      changed.push(entity);
      await recordAudit(transaction, { at: now, actor, action, link: name, subject: `${name}/${entity}`, detail });
    }
    return changed;
  });
}
