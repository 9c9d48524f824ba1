import { ConnectorError } from "../errors/connectorError.ts";
import { type Delivery, jobDeliveries } from "../ledger/deliveries.ts";
import { findJob, type Job } from "../ledger/jobs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type PollReport, pollReport } from "./pollReport.ts";

export interface JobDetail {
  job: Job;
  /** Of a poll: what it read, and what became of it so far. */
  report?: PollReport;
  /** Of a replay: what is delivered again. */
  deliveries?: Delivery[];
}

/**
 * @param listed how many records of a poll are listed at most; all are counted
 * @throws {ConnectorError} JOB_UNKNOWN
 */
export async function readJob(ledger: Ledger, id: string, listed?: number): Promise<JobDetail> {
  const job = await findJob(ledger, id);
  if (job === undefined) {
    throw new ConnectorError("JOB_UNKNOWN", `there is no job ${JSON.stringify(id.slice(0, 60))}`);
  }
  if (job.kind === "poll") return { job, report: await pollReport(ledger, job, listed) };
  if (job.kind === "replay") return { job, deliveries: await jobDeliveries(ledger, id) };
  return { job };
}
