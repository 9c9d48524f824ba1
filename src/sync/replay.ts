/**
 * Replay of everything that a filter means, under one job: a page of deliveries in a transaction with its checkpoint, so that
 * a job that died goes on where it was, and one that was canceled stops between two pages. What it puts up for sending
 * comes behind the position that was the last when it began, so it never meets its own work.
 */
import { isConnectorError } from "../errors/connectorError.ts";
import { recordAudit } from "../ledger/audit.ts";
import { findDelivery, queueReplay, type ReplayMode } from "../ledger/deliveries.ts";
import { type Job, ownsJob, saveCheckpoint } from "../ledger/jobs.ts";
import { lastPosition, nextReplayCandidates, type ReplayFilter } from "../ledger/replayCandidates.ts";
import { JobLost } from "./pollRun.ts";
import { refusalOf } from "./replayRefusal.ts";
import type { WorkerContext } from "./workerContext.ts";

export interface ReplayParameters {
  mode: ReplayMode;
  reason: string | null;
  /** Absent where the deliveries were named and put up when the job was asked for. */
  filter?: ReplayFilter;
  deliveries: number;
}

export interface ReplayCheckpoint {
  after: number;
  upTo: number;
  queued: number;
  refused: number;
}

export async function replay(context: WorkerContext, job: Job, pageSize = 100): Promise<void> {
  const { mode, reason, filter } = job.parameters as ReplayParameters;
  if (filter === undefined) return;
  const { ledger, clock, worker } = context;
  let checkpoint = job.checkpoint as ReplayCheckpoint | null;
  checkpoint ??= { after: 0, upTo: await lastPosition(ledger), queued: 0, refused: 0 };
  for (;;) {
    const page = await nextReplayCandidates(ledger, filter, { ...checkpoint, limit: pageSize });
    const last = page.at(-1);
    if (last === undefined) return;
    const next: ReplayCheckpoint = { ...checkpoint, after: last.position };
    await ledger.transaction().execute(async (transaction) => {
      if (!(await ownsJob(transaction, job.id, worker))) throw new JobLost(job.id);
      for (const { id } of page) {
        const now = clock();
        const delivery = await findDelivery(transaction, id);
        const refused = delivery === undefined ? "it is gone" : refusalOf(delivery, mode);
        const queued =
          delivery && refused === undefined
            ? await queueReplay(transaction, delivery, { mode, jobId: job.id, now }).catch(unlessArchived)
            : undefined;
        if (delivery === undefined || queued === undefined) {
          next.refused += 1;
          continue;
        }
        next.queued += 1;
        const { link, key, revision, contentDigest } = delivery;
        await recordAudit(transaction, {
          at: now,
          actor: job.requestedBy,
          action: "delivery.replayed",
          jobId: job.id,
          link,
          subject: queued,
          detail: { document: key, revision, mode, reason, origin: id, before: contentDigest },
        });
      }
      await saveCheckpoint(transaction, job.id, next);
      await context.ring(transaction);
    });
    checkpoint = next;
  }
}

/** Bytes in an archive that is not at hand keep one delivery from being sent again, and none of the others. */
function unlessArchived(error: unknown): undefined {
  if (isConnectorError(error) && error.code === "CONTENT_ARCHIVED") return undefined;
  throw error;
}
