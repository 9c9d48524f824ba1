import { setTimeout } from "node:timers/promises";
import type { Link } from "../configuration/configuration.ts";
import { recordAudit } from "../ledger/audit.ts";
import { countSentBesides, pendingDeliveries } from "../ledger/deliveries.ts";
import { findJob, type Job, requestJob } from "../ledger/jobs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type Entity, entities, type PollParameters } from "../sync/pollRun.ts";
import { watch as tellOfDeliveries } from "../sync/watch.ts";
import type { Application } from "./application.ts";
import { type PollReport, pollReport } from "./pollReport.ts";
import type { Runtime } from "./runtime.ts";

export interface PollRequest {
  /** Only this entity; all that the link has if not given. */
  only?: Entity;
  full: boolean;
  /** Reads everything, and asks for each document that was not met. */
  sweep?: boolean;
  /** Milliseconds that deliveries which failed for the moment are waited for. */
  patience: number;
  /** Aborted by whoever does not want to wait any more; the job goes on without them. */
  stop: AbortSignal;
}

/**
 * Polls a link now and waits until its deliveries have settled, or until nothing more can be expected soon. What needs a
 * person then is an alert: where a command like this one is all that runs, nobody looks later.
 */
export async function pollNow(
  application: Application,
  runtime: Runtime,
  link: Link,
  request: PollRequest,
): Promise<PollReport> {
  const { ledger, clock } = application;
  const parameters: PollParameters = {
    entities: entitiesOf(link, request.only),
    full: request.full,
    sweep: request.sweep === true,
  };
  const begun = clock();
  const { id } = await requestPoll(application, runtime, link.name, parameters);
  const waiting: Waiting = { clock, patience: request.patience, stop: request.stop, broken: runtime.worker.broken };
  await finished(ledger, id, waiting);
  await settled(ledger, link.name, waiting);
  await tellOfDeliveries({ ledger, clock });
  const report = await pollReport(ledger, await finished(ledger, id, waiting));
  const sentBesides = await countSentBesides(ledger, link.name, id, begun);
  return { ...report, ...(sentBesides > 0 && { sentBesides }) };
}

/** The entities that a link reads, of those that are asked for. */
export function entitiesOf(link: Link, only?: Entity): Entity[] {
  return entities.filter((entity) => link[entity] !== undefined && (only === undefined || only === entity));
}

export async function requestPoll(
  { ledger, actor, clock }: Pick<Application, "ledger" | "actor" | "clock">,
  { bell }: Pick<Runtime, "bell">,
  link: string,
  parameters: PollParameters,
): Promise<{ id: string; joined: boolean }> {
  return ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const request = { kind: "poll", link, parameters, requestedBy: actor, now } as const;
    const requested = await requestJob(transaction, request, (present) =>
      together(present as PollParameters, parameters),
    );
    await recordAudit(transaction, {
      at: now,
      actor,
      action: requested.joined ? "poll.joined" : "poll.requested",
      jobId: requested.id,
      link,
      detail: parameters,
    });
    await bell.ring(transaction);
    return requested;
  });
}

function together(one: PollParameters, other: PollParameters): PollParameters {
  return {
    entities: entities.filter((entity) => one.entities.includes(entity) || other.entities.includes(entity)),
    full: one.full || other.full,
    sweep: one.sweep === true || other.sweep === true,
  };
}

/** Milliseconds between two looks at a job, and at the deliveries of a link: the more are open, the less often they are counted. */
const glance = 40;
const longestGlance = 500;

/** How long, and for whom, something is waited for. */
export interface Waiting {
  clock: () => Date;
  /** Milliseconds. */
  patience: number;
  stop: AbortSignal;
  /** Aborted with an error when nothing will happen any more (see {@link Runtime}). */
  broken: AbortSignal;
}

/** Waits until a job has ended, rests for longer than the patience lasts, or is not waited for any more. */
export async function finished(ledger: Ledger, id: string, waiting: Waiting): Promise<Job> {
  const horizon = new Date(waiting.clock().getTime() + waiting.patience);
  for (;;) {
    const job = await findJob(ledger, id);
    if (job === undefined) throw new Error(`job ${id} has vanished`);
    if (job.state === "succeeded" || job.state === "failed" || waiting.stop.aborted) return job;
    if (job.workerId === null && job.notBefore !== null && job.notBefore > horizon) return job;
    await pause(waiting);
  }
}

/** Waits until no delivery of the link is on its way, or none will be tried before the patience ends. */
export async function settled(ledger: Ledger, link: string, waiting: Waiting): Promise<void> {
  const { clock, patience, stop } = waiting;
  const horizon = new Date(clock().getTime() + patience);
  for (;;) {
    const { open, later } = await pendingDeliveries(ledger, link, horizon);
    if (open === later || clock() > horizon || stop.aborted) return;
    await pause(waiting, Math.min(Math.max(glance, open), longestGlance));
  }
}

async function pause({ stop, broken }: Waiting, milliseconds = glance): Promise<void> {
  broken.throwIfAborted();
  await setTimeout(milliseconds, undefined, { signal: stop }).catch(() => {});
}
