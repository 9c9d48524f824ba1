/** A job is in one worker's hand at a time: what is written for it is written on that condition. */
import { type Job, ownsJob } from "../ledger/jobs.ts";
import type { LedgerTransaction } from "../ledger/ledger.ts";
import type { WorkerContext } from "./workerContext.ts";

/** Another worker took the job over because this one seemed dead: nothing more may be written for it. */
export class JobLost extends Error {
  constructor(jobId: string) {
    super(`job ${jobId} was taken over by another worker`);
    this.name = "JobLost";
  }
}

/** The process is about to end: the job lies behind its last step for another worker. */
export class JobHandedOver extends Error {
  constructor(jobId: string) {
    super(`job ${jobId} is handed over`);
    this.name = "JobHandedOver";
  }
}

/**
 * Keeps the job in the worker's hand until the transaction ends.
 *
 * @throws {JobLost}
 */
export async function keepInHand(
  transaction: LedgerTransaction,
  { id }: Pick<Job, "id">,
  { worker }: Pick<WorkerContext, "worker">,
): Promise<void> {
  if (!(await ownsJob(transaction, id, worker))) throw new JobLost(id);
}
