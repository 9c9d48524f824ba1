import { ConnectorError } from "../errors/connectorError.ts";
import { type Delivery, jobDeliveries } from "../ledger/deliveries.ts";
import { findJob, type Job } from "../ledger/jobs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { ReplayResult } from "../sync/replay.ts";
import { documentsListed, type PollReport, pollReport } from "./pollReport.ts";

export interface JobDetail {
  job: Job;
  /** Of a poll: what it read, and what became of it so far. */
  report?: PollReport;
  /** Of a replay: what is delivered again. */
  deliveries?: Delivery[];
  /** Of a replay: what was not put up, because it had changed since the plan. */
  refused?: ReplayRefusal[];
}

export interface ReplayRefusal {
  /** In words. */
  why: string;
  deliveries: number;
}

/**
 * @param listed how many records of a poll, or deliveries of a replay, are listed at most
 * @throws {ConnectorError} JOB_UNKNOWN
 */
export async function readJob(ledger: Ledger, id: string, listed = documentsListed): Promise<JobDetail> {
  const job = await knownJob(ledger, id);
  if (job.kind === "poll") return { job, report: await pollReport(ledger, job, listed) };
  if (job.kind === "replay")
    return { job, deliveries: await jobDeliveries(ledger, id, listed), refused: replayRefusals(job) };
  return { job };
}

/** @throws {ConnectorError} JOB_UNKNOWN */
export async function knownJob(ledger: Ledger, id: string): Promise<Job> {
  const job = await findJob(ledger, id);
  if (job === undefined) throw new ConnectorError("JOB_UNKNOWN", `there is no job ${JSON.stringify(id.slice(0, 60))}`);
  return job;
}

export function replayRefusals({ checkpoint }: Job): ReplayRefusal[] {
  const { refusals = {} } = (checkpoint ?? {}) as Partial<ReplayResult>;
  return Object.entries(refusals).map(([why, deliveries]) => ({ why, deliveries }));
}
