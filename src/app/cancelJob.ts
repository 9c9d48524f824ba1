import { ConnectorError } from "../errors/connectorError.ts";
import { recordAudit } from "../ledger/audit.ts";
import { cancelJob as endJob } from "../ledger/jobCancellation.ts";
import type { Job } from "../ledger/jobs.ts";
import type { Application } from "./application.ts";
import { knownJob } from "./readJob.ts";

/**
 * Cancels a poll, a replay or a reading of Cleo's folders that waits, rests or runs. What was recorded so far stays and is carried
 * out; the next poll reads from the same place again, and the next collection what still lies in the folders.
 *
 * @throws {ConnectorError} JOB_UNKNOWN, JOB_NOT_CANCELABLE
 */
export async function cancelJob(
  { ledger, actor, clock }: Pick<Application, "ledger" | "actor" | "clock">,
  id: string,
): Promise<Job> {
  const job = await knownJob(ledger, id);
  await ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const error = new ConnectorError("JOB_CANCELED", `canceled by ${actor}`).report();
    if (!(await endJob(transaction, { id, error, now }))) {
      throw new ConnectorError("JOB_NOT_CANCELABLE", `${job.kind} ${id} has ended, or cannot be canceled`);
    }
    await recordAudit(transaction, { at: now, actor, action: `${job.kind}.canceled`, jobId: id, link: job.link });
  });
  return knownJob(ledger, id);
}
