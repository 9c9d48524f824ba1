import type { Configuration, Link } from "../configuration/configuration.ts";
import { programSchedules } from "../configuration/programSchedules.ts";
import type { Schedule } from "../configuration/schedule.ts";
import { entities } from "./pollRun.ts";

/** What a schedule is about: an entity of GP, the Cleo folders that answers come in by, the fit check, what goes to an archive. */
export const scheduleSubjects = [...entities, "inbound", "check", "retention"] as const;
export type ScheduleSubject = (typeof scheduleSubjects)[number];

/** `sweep`: reads everything, and looks for what is gone. `collect`: reads the Cleo folders. */
export const scheduleKinds = ["poll", "sweep", "collect", "check", "retention"] as const;
export type ScheduleKind = (typeof scheduleKinds)[number];

export interface PlannedSchedule {
  /** A link, or {@link programSchedules}. */
  link: string;
  entity: ScheduleSubject;
  kind: ScheduleKind;
  schedule: Schedule;
  /** The clock by which the schedule is written: of a link, its GP company's. */
  timeZone: string;
  /** Whether the link is. */
  enabled: boolean;
}

/** Every schedule that a configuration has, those that only people start among them. */
export function plannedSchedules({ links, retention }: Pick<Configuration, "links" | "retention">): PlannedSchedule[] {
  return [...links.flatMap(schedulesOfLink), ...(retention ? [scheduleOfRetention(retention)] : [])];
}

function scheduleOfRetention({ schedule, timeZone }: NonNullable<Configuration["retention"]>): PlannedSchedule {
  return { link: programSchedules, entity: "retention", kind: "retention", schedule, timeZone, enabled: true };
}

function schedulesOfLink(link: Link): PlannedSchedule[] {
  const { name, timeZone, enabled, inbound, check } = link;
  const of = (entity: ScheduleSubject, kind: ScheduleKind, schedule: Schedule): PlannedSchedule => ({
    link: name,
    entity,
    kind,
    schedule,
    timeZone,
    enabled,
  });
  return [
    ...entities.flatMap((entity) => {
      const flow = link[entity];
      return flow ? [of(entity, "poll", flow.schedule), of(entity, "sweep", flow.sweep)] : [];
    }),
    ...(inbound?.poll ? [of("inbound", "collect", inbound.poll.schedule)] : []),
    ...(check ? [of("check", "check", check.schedule)] : []),
  ];
}
