import type { Link } from "../configuration/configuration.ts";
import type { Schedule } from "../configuration/schedule.ts";
import { type Entity, entities } from "./pollRun.ts";

export interface LinkSchedule {
  entity: Entity;
  kind: "poll" | "sweep";
  schedule: Schedule;
}

/** The schedules by which a link reads GP. */
export function linkSchedules(link: Link): LinkSchedule[] {
  return entities.flatMap((entity): LinkSchedule[] => {
    const flow = link[entity];
    if (flow === undefined) return [];
    return [
      { entity, kind: "poll", schedule: flow.schedule },
      { entity, kind: "sweep", schedule: flow.sweep },
    ];
  });
}
