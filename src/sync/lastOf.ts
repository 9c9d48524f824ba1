import { type LastJob, lastJob, lastPoll } from "../ledger/jobHistory.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { PlannedSchedule } from "./plannedSchedules.ts";

/** The job that a schedule would have asked for which was asked for last, by whomever. */
export function lastOf(ledger: Ledger, { link, entity, kind }: PlannedSchedule): Promise<LastJob | undefined> {
  return kind === "poll" || kind === "sweep"
    ? lastPoll(ledger, { link, entity, sweep: kind === "sweep" })
    : lastJob(ledger, { link, kind });
}
