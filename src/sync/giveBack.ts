/**
 * What becomes of deliveries when the database breaks off while they are taken. Nobody knows then whether the transaction was committed;
 * but nothing of them was sent, and as long as this process lives it can say so. Where it dies before, a doubt is left.
 */
import { databaseErrorCode, explainDatabaseError } from "../database/databaseError.ts";
import { reportOf } from "../errors/connectorError.ts";
import { giveBackAttempts, type UnsentAttempt } from "../ledger/attempts.ts";
import { auditWrite } from "../ledger/audit.ts";
import { recordOutcomeInOneStatement } from "./recordOutcome.ts";
import type { WorkerContext } from "./workerContext.ts";

/** Puts up again what was taken, if it was. Waits until the database is there. */
export async function giveBack(
  context: WorkerContext,
  attempts: readonly UnsentAttempt[],
  brokenOffBy: unknown,
): Promise<void> {
  if (attempts.length === 0 || databaseErrorCode(brokenOffBy) === undefined) return;
  const error = reportOf(explainDatabaseError(brokenOffBy, "of ml-connector"));
  const at = context.clock();
  const entries = attempts.map(({ delivery, number }) => ({
    at,
    actor: context.actor,
    action: "delivery.failed",
    jobId: delivery.replayJobId ?? delivery.jobId,
    link: delivery.link,
    subject: delivery.id,
    detail: { document: delivery.key, revision: delivery.revision, attempt: number, error: error.code },
  }));
  await recordOutcomeInOneStatement(context, (ledger) =>
    giveBackAttempts(ledger, context.worker, attempts, { error, at }, (given) => [
      auditWrite(entries, undefined, given),
    ]),
  );
}
