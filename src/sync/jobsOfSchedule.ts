import type { Sought } from "../ledger/jobHistory.ts";
import type { PlannedSchedule } from "./plannedSchedules.ts";

/** The jobs that a schedule asks for, or would, by whomever they were asked for. */
export function jobsOfSchedule({ link, entity, kind }: PlannedSchedule): Sought {
  return kind === "poll" || kind === "sweep" ? { link, kind: "poll", entity, sweep: kind === "sweep" } : { link, kind };
}
