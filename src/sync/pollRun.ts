/** A poll under way: what all of its steps share, and how they write. */
import type { PageCursor } from "../gp/index.ts";
import { type Job, saveCheckpoint } from "../ledger/jobs.ts";
import type { LedgerTransaction } from "../ledger/ledger.ts";
import { JobHandedOver, keepInHand } from "./jobInHand.ts";
import type { LinkResources } from "./linkResources.ts";
import type { Largest, Window } from "./window.ts";
import type { WorkerContext } from "./workerContext.ts";

export const entities = ["vendors", "purchaseOrders"] as const;
export type Entity = (typeof entities)[number];

export interface PollParameters {
  entities: Entity[];
  /** Reads everything, whatever the watermark says. */
  full: boolean;
  /** Reads everything, and then asks for each document that it did not meet. */
  sweep?: boolean;
}

export interface PollCheckpoint {
  finished: Entity[];
  /** The entity that is being read: the window asked for, and where to go on. */
  reading?: {
    entity: Entity;
    window: Window;
    next: PageCursor;
    largest: Largest;
    /** Of a sweep: what a poll would have read at its start. */
    polls?: Window;
  };
  /** The entity that a sweep has read to its end: how far it has asked for the documents that it did not meet. */
  unseen?: {
    entity: Entity;
    /** Key of the last document that was asked for. */
    after: string;
    asked: number;
    disappeared: number;
    polls: Window;
  };
}

export interface PollRun {
  context: WorkerContext;
  resources: LinkResources;
  job: Job;
  checkpoint: PollCheckpoint;
}

/** Writes a step together with the checkpoint that lies behind it, or nothing at all. */
export async function writeStep(
  { context, job, checkpoint }: PollRun,
  work: (transaction: LedgerTransaction) => Promise<void>,
  step: "page" | "entity" = "page",
): Promise<void> {
  await context.ledger.transaction().execute(async (transaction) => {
    await keepInHand(transaction, job, context);
    await work(transaction);
    await saveCheckpoint(transaction, job.id, checkpoint);
    context.reached?.(`poll.${step}Written`);
  });
  context.reached?.(`poll.${step}Recorded`);
  if (context.stopping?.()) throw new JobHandedOver(job.id);
}
