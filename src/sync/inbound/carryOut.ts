import { recordAudit } from "../../ledger/audit.ts";
import {
  type DocumentOutcome,
  type InboundDocument,
  releaseAbandonedDocuments,
  settleInboundDocument,
  takeInboundDocument,
} from "../../ledger/inboundDocuments.ts";
import { endReceiveJob } from "../../ledger/receiveJobs.ts";
import { faultOf } from "../fault.ts";
import type { LinkResources } from "../linkResources.ts";
import { recordOutcome } from "../recordOutcome.ts";
import { retryOf } from "../retry.ts";
import type { WorkerContext } from "../workerContext.ts";
import { handleInboundDocument, type InboundOutcome } from "./handle.ts";

/** What waits is looked at again after so long even if nothing wakes it. Milliseconds. */
const glance = 60 * 60_000;

/** Carries out the oldest document of the link whose turn it is. @returns whether there was one */
export async function carryOutNext(
  context: WorkerContext,
  resources: LinkResources,
  handle: typeof handleInboundDocument = handleInboundDocument,
): Promise<boolean> {
  const own = new Set<string>();
  try {
    return await takeAndCarryOut(context, resources, handle, own);
  } finally {
    for (const id of own) context.underWay?.delete(id);
  }
}

/** @param own gets the document that is taken, before it is committed */
async function takeAndCarryOut(
  context: WorkerContext,
  resources: LinkResources,
  handle: typeof handleInboundDocument,
  own: Set<string>,
): Promise<boolean> {
  const { ledger, worker, clock } = context;
  const document = await takeInboundDocument(ledger, resources.link.name, worker, clock(), (id) => {
    own.add(id);
    context.underWay?.add(id);
  });
  if (document === undefined) return false;
  context.reached?.("receive.claimed");
  // Where the database broke off, it is left under this worker's name, and starts anew in the next round.
  const outcome = await handle(context, resources, document).catch(
    (error: unknown): InboundOutcome => ({
      kind: "failed",
      summary: "could not be carried out",
      error: faultOf(context, error),
    }),
  );
  context.reached?.("receive.handled");
  await recordOutcome(context, async (transaction) => {
    const now = clock();
    const settled = settledBy(outcome, document, now, context.chance());
    if (!(await settleInboundDocument(transaction, document, worker, settled, now))) return;
    await recordAudit(transaction, {
      at: now,
      actor: context.actor,
      action: `inbound.${settled.state}`,
      jobId: document.jobId,
      link: document.link,
      subject: document.id,
      detail: {
        type: document.type,
        message: document.messageId,
        summary: settled.summary,
        ...(settled.error && { error: settled.error.code }),
        ...(settled.waitsFor !== undefined && { waitsFor: settled.waitsFor }),
      },
    });
    await endReceiveJob(transaction, document.jobId, now);
    context.reached?.("receive.settling");
  });
  context.reached?.("receive.settled");
  return true;
}

function settledBy(outcome: InboundOutcome, document: InboundDocument, now: Date, chance: number): DocumentOutcome {
  switch (outcome.kind) {
    case "done":
    case "review": {
      const { kind, ...rest } = outcome;
      return { state: kind, ...rest };
    }
    case "ignored":
      return { state: "ignored", summary: outcome.rule, ...(outcome.detail && { detail: outcome.detail }) };
    case "waiting": {
      const { kind, for: waitsFor, until, ...rest } = outcome;
      return { state: kind, ...rest, waitsFor, nextAttemptAt: until ?? new Date(now.getTime() + glance) };
    }
    case "failed": {
      const { kind, retryAfter, ...rest } = outcome;
      const retry = retryOf(outcome.error, document.attempts, now, chance, retryAfter);
      return { state: kind, ...rest, ...(retry.retry && { nextAttemptAt: retry.at }) };
    }
  }
}

/** Frees what dead workers left in the middle, and this one when the database was out of reach. */
export async function releaseAbandoned(context: WorkerContext, live: readonly string[]): Promise<number> {
  return context.ledger.transaction().execute(async (transaction) => {
    const now = context.clock();
    const own = context.underWay && { worker: context.worker, underWay: context.underWay };
    const released = await releaseAbandonedDocuments(transaction, live, now, own);
    await recordAudit(
      transaction,
      ...released.map(({ id, link, jobId }) => ({
        at: now,
        actor: context.actor,
        action: "inbound.takenOver",
        jobId,
        link,
        subject: id,
      })),
    );
    return released.length;
  });
}
