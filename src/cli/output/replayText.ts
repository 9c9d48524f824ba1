import type { ReplayRefusal } from "../../app/readJob.ts";
import type { Job } from "../../ledger/jobs.ts";
import type { ReplayResult } from "../../sync/replay.ts";
import { errorText } from "./error.ts";
import type { Terminal } from "./terminal.ts";

/** Why a replay ended early, or has not ended, and how much it had put up by then; nothing of one that is done. */
export function replayEnd({ state, error, checkpoint }: Job, terminal: Terminal): string[] {
  const { queued = 0 } = (checkpoint ?? {}) as Partial<ReplayResult>;
  const fault = error ? [errorText(error, terminal)] : [];
  if (state === "failed")
    return [...fault, `Before that it had put up ${countedDeliveries(queued)}; the others are as they were.`];
  if (state === "succeeded") return [];
  return [
    ...fault,
    "The replay has not ended: it goes on with the running service, or with the next command that sends.",
  ];
}

export function refusalText({ deliveries, why }: ReplayRefusal): string {
  return `${countedDeliveries(deliveries)} not replayed: ${why}`;
}

function countedDeliveries(count: number): string {
  return count === 1 ? "1 delivery" : `${count} deliveries`;
}
