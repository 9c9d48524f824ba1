/**
 * Settlement of drafts: what to do about documents that GP may or may not have entered.
 *
 * The document carries our reference, so GP is asked for it. That it is there proves the entry. That it is not there proves
 * nothing at first: GP may still be at work on a request that was cut off. Only when it is absent long after the call is
 * the draft tried again, and even then the reference is looked for before anything is sent. One at which the program itself
 * failed is left to a person then.
 */
import { ConnectorError, type ErrorReport } from "../../errors/connectorError.ts";
import type { GpDraftFound } from "../../gp/index.ts";
import { recordAudit } from "../../ledger/audit.ts";
import { lastSetAhead } from "../../ledger/clockReading.ts";
import {
  type Draft,
  type DraftSettled,
  draftAttempts,
  leaveDoubt,
  releaseAbandonedDrafts,
  settleDraft,
  takeDoubt,
} from "../../ledger/drafts.ts";
import { faultOf } from "../fault.ts";
import type { LinkResources } from "../linkResources.ts";
import { retryOf } from "../retry.ts";
import type { WorkerContext } from "../workerContext.ts";
import { tellOutcome } from "./enterDraft.ts";

/** Longer than any call to GP may take (`timeoutSeconds` ends at 900). Milliseconds. */
const certainlyOver = 15 * 60_000;
const lookAgain = 60_000;

/** Turns what dead workers left in `creating` into doubts. Needs no connection. */
export async function releaseDrafts(context: WorkerContext, live: readonly string[]): Promise<number> {
  const count = await context.ledger.transaction().execute(async (transaction) => {
    const now = context.clock();
    const own = context.underWay && { worker: context.worker, underWay: context.underWay };
    const doubtful = await releaseAbandonedDrafts(transaction, live, interrupted, now, own);
    await recordAudit(
      transaction,
      ...doubtful.map((draft) => ({
        at: now,
        actor: context.actor,
        action: "draft.inDoubt",
        jobId: draft.replayJobId ?? draft.jobId,
        link: draft.link,
        subject: draft.id,
        detail: { kind: draft.kind, order: draft.orderNumber, reference: draft.reference, attempt: draft.attempts },
      })),
    );
    if (doubtful.length > 0) context.reached?.("draft.abandoning");
    return doubtful.length;
  });
  if (count > 0) context.reached?.("draft.abandoned");
  return count;
}

function interrupted(draft: Draft): ErrorReport {
  return new ConnectorError(
    "GP_OUTCOME_UNKNOWN",
    `the process that was entering the draft ${draft.reference} ended before it recorded an answer`,
    { at: { link: draft.link, document: draft.orderNumber ?? draft.number } },
  ).report();
}

/** Looks into one doubt of the link. @returns whether there was one */
export async function settleNextDraft(context: WorkerContext, resources: LinkResources): Promise<boolean> {
  const { ledger, clock } = context;
  const now = clock();
  // Beyond that minute others look as well, so that no doubt hangs on a worker that lives and has lost it.
  const draft = await takeDoubt(ledger, resources.link.name, context.worker, now, new Date(now.getTime() + lookAgain));
  if (draft === undefined) return false;
  context.reached?.("draft.looking");
  let found: GpDraftFound | undefined;
  try {
    [found] = await resources.gp.drafts.find(draft.kind, draft.reference);
  } catch (error) {
    const retryAfter = error instanceof ConnectorError ? error.retryAfter : undefined;
    const retry = retryOf(faultOf(context, error), draft.attempts + 3, clock(), context.chance(), retryAfter);
    const nextAttemptAt = retry.retry ? retry.at : new Date(clock().getTime() + certainlyOver);
    // Still in doubt: what is known of it stays, only the next look is put off.
    await leaveDoubt(ledger, draft.id, nextAttemptAt);
    return true;
  }
  context.reached?.("draft.looked");
  const settled = await conclusion(context, draft, found);
  if (settled === undefined) {
    await leaveDoubt(ledger, draft.id);
    return true;
  }
  await ledger.transaction().execute(async (transaction) => {
    if (!(await settleDraft(transaction, { id: draft.id, now: clock() }, settled))) return;
    await tellOutcome(transaction, context, draft, settled, { found: found === undefined ? "absent" : "present" });
    context.reached?.("draft.settling");
  });
  context.reached?.("draft.settled");
  return true;
}

async function conclusion(
  { ledger, clock }: WorkerContext,
  draft: Draft,
  found: GpDraftFound | undefined,
): Promise<DraftSettled | undefined> {
  if (found !== undefined) return { state: "created", gpNumber: found.number };
  // An attempt waits in line and looks for the reference before it calls GP: only from its end on the call cannot be younger.
  const attempt = (await draftAttempts(ledger, draft.id)).at(-1);
  const cutOff = attempt?.finishedAt ?? attempt?.startedAt;
  const now = clock();
  const ahead = await lastSetAhead(ledger);
  // How long ago a call was cut off cannot be told across a clock that was set ahead.
  if (ahead !== undefined && now.getTime() - ahead.getTime() < certainlyOver) return undefined;
  if (cutOff !== undefined && now.getTime() - cutOff.getTime() < certainlyOver) return undefined;
  const error = draft.error ?? interrupted(draft);
  // The program failed at it, and would fail again.
  if (error.retry === "permanent") return { state: "blocked", error };
  return { state: "failed", error, nextAttemptAt: now };
}
