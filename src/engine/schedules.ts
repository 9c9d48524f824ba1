import type { Link } from "../configuration/configuration.ts";
import type { Schedule } from "../configuration/schedule.ts";
import { type Entity, entities } from "../sync/pollRun.ts";
import { type Bell, scheduleQueue } from "./bell.ts";

/** What an occurrence asks for. */
export type Occurrence = PollOccurrence | CheckOccurrence | CollectOccurrence;

export interface PollOccurrence {
  link: string;
  entity: Entity;
  /** Compares everything, and looks for what is gone. */
  sweep: boolean;
}

export interface CheckOccurrence {
  link: string;
  check: true;
}

export interface CollectOccurrence {
  link: string;
  /** Reads the Cleo folders for what comes back. */
  collect: true;
}

interface Entry {
  key: string;
  rule: string;
  timeZone: string;
  occurrence: Occurrence;
}

/**
 * Brings the stored schedules in line with the configuration. Times are wall-clock times of the link's GP company;
 * occurrences that were missed while nothing ran are caught up once.
 */
export async function keepSchedules({ boss }: Bell, links: readonly Link[]): Promise<void> {
  const wanted = links.filter((link) => link.enabled).flatMap(entriesOf);
  const keys = new Set(wanted.map((entry) => entry.key));
  for (const { key } of await boss.getSchedules(scheduleQueue)) {
    if (!keys.has(key)) await boss.unschedule(scheduleQueue, key);
  }
  for (const { key, rule, timeZone, occurrence } of wanted) {
    await boss.schedule(scheduleQueue, rule, occurrence, { key, tz: timeZone, missed: "once" });
  }
}

/** Calls `due` for each occurrence that reaches this process. */
export async function hearSchedules({ boss }: Bell, due: (occurrence: Occurrence) => Promise<void>): Promise<void> {
  await boss.work<Occurrence>(scheduleQueue, { pollingIntervalSeconds: 2 }, async (occurrences) => {
    for (const { data } of occurrences) await due(data);
  });
}

function entriesOf(link: Link): Entry[] {
  return [...pollEntries(link), ...checkEntries(link), ...collectEntries(link)];
}

function checkEntries({ name, timeZone, check }: Link): Entry[] {
  const rule = check && ruleOf(check.schedule);
  return rule === undefined ? [] : [{ key: `${name}/check`, rule, timeZone, occurrence: { link: name, check: true } }];
}

function collectEntries({ name, timeZone, inbound }: Link): Entry[] {
  const rule = inbound?.poll && ruleOf(inbound.poll.schedule);
  return rule === undefined
    ? []
    : [{ key: `${name}/inbound`, rule, timeZone, occurrence: { link: name, collect: true } }];
}

function pollEntries(link: Link): Entry[] {
  return entities.flatMap((entity) => {
    const flow = link[entity];
    if (flow === undefined) return [];
    return [
      { kind: "poll", schedule: flow.schedule, sweep: false },
      { kind: "sweep", schedule: flow.sweep, sweep: true },
    ].flatMap(({ kind, schedule, sweep }) => {
      const rule = ruleOf(schedule);
      if (rule === undefined) return [];
      return [
        {
          key: `${link.name}/${entity}/${kind}`,
          rule,
          timeZone: link.timeZone,
          occurrence: { link: link.name, entity, sweep },
        },
      ];
    });
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
