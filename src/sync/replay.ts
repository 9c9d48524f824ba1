/**
 * Replay of everything that a filter means, under one job: a page of deliveries in a transaction with its checkpoint, so that
 * a job that died goes on where it was, and one that was canceled stops between two pages. What it puts up for sending
 * comes behind the position that was the last when it began, so it never meets its own work. Each delivery is judged as it is
 * by then: between the plan and its page it may have been sent, or replaced.
 */
import type { ReplayMode } from "../ledger/deliveries.ts";
import { type Job, saveCheckpoint } from "../ledger/jobs.ts";
import { holdReplayable } from "../ledger/replayable.ts";
import { lastPosition, nextReplayCandidates, type ReplayFilter } from "../ledger/replayCandidates.ts";
import { keepInHand } from "./jobInHand.ts";
import { putUpAgain } from "./putUpAgain.ts";
import type { WorkerContext } from "./workerContext.ts";

export interface ReplayParameters {
  mode: ReplayMode;
  reason: string | null;
  /** Absent where the deliveries were named and put up when the job was asked for. */
  filter?: ReplayFilter;
  deliveries: number;
}

/** What a replay put up so far; the checkpoint of its job. */
export interface ReplayResult {
  queued: number;
  refused: number;
  /** Of the refused: how many by which reason, in words. */
  refusals?: Record<string, number>;
}

export interface ReplayCheckpoint extends ReplayResult {
  after: number;
  upTo: number;
}

export async function replay(context: WorkerContext, job: Job, pageSize = 100): Promise<void> {
  const { mode, reason, filter } = job.parameters as ReplayParameters;
  if (filter === undefined) return;
  const { ledger, clock } = context;
  let checkpoint = job.checkpoint as ReplayCheckpoint | null;
  checkpoint ??= { after: 0, upTo: await lastPosition(ledger), queued: 0, refused: 0 };
  for (;;) {
    const before: ReplayCheckpoint = checkpoint;
    const page = await nextReplayCandidates(ledger, filter, { ...before, limit: pageSize });
    const last = page.at(-1);
    if (last === undefined) return;
    checkpoint = await ledger.transaction().execute(async (transaction) => {
      await keepInHand(transaction, job, context);
      const order = { mode, reason, jobId: job.id, actor: job.requestedBy, now: clock() };
      let result: ReplayResult = before;
      const held = await holdReplayable(
        transaction,
        page.map(({ id }) => id),
      );
      for (const delivery of held) result = counted(result, await putUpAgain(transaction, delivery, order));
      const next: ReplayCheckpoint = { ...before, ...result, after: last.position };
      await saveCheckpoint(transaction, job.id, next);
      await context.ring(transaction);
      return next;
    });
  }
}

/** @param refused why the next one was not put up, in words */
export function counted(result: ReplayResult, refused: string | undefined): ReplayResult {
  if (refused === undefined) return { ...result, queued: result.queued + 1 };
  const { refusals = {} } = result;
  return {
    ...result,
    refused: result.refused + 1,
    refusals: { ...refusals, [refused]: (refusals[refused] ?? 0) + 1 },
  };
}
