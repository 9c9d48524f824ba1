/**
 * Enters one draft in GP: look, record the intent, call, record the outcome.
 *
 * 1. The draft is taken; its state stays. Dying here leaves a draft that is free again.
 * 2. GP is asked, by reading alone, whether anything speaks against it. What does blocks the draft before anything is sent.
 * 3. One transaction enters `creating` (Invariant 2). Dying after its commit leaves a doubt, never a repeat.
 * 4. GP is called. Our reference is looked for first, so that what is there already is found and not entered again.
 * 5. A last transaction records what came of it. Dying before it leaves `creating`, which settlement turns into a doubt.
 *
 * Nothing but Work documents is ever asked for (Invariant 5): src/gp knows no other.
 */
import { ConnectorError, type ErrorReport } from "../../errors/connectorError.ts";
import type { DraftOutcome, DraftPrecheck, GpDraftFound } from "../../gp/index.ts";
import { recordAudit } from "../../ledger/audit.ts";
import {
  beginDraftAttempt,
  type Draft,
  type DraftSettled,
  postponeDrafts,
  settleDraft,
  takeDraft,
} from "../../ledger/drafts.ts";
import type { LedgerTransaction } from "../../ledger/ledger.ts";
import { queueNotification } from "../../ledger/notifications.ts";
import { faultOf } from "../fault.ts";
import { draftWords } from "../inbound/announce.ts";
import type { LinkResources } from "../linkResources.ts";
import { recordOutcome } from "../recordOutcome.ts";
import { retryOf } from "../retry.ts";
import { countUnreached, noteReached } from "../unreached.ts";
import type { WorkerContext } from "../workerContext.ts";

/** `paused`: GP cannot be used now, so the next draft would fare no better. */
export type Entered = "idle" | "done" | "paused";

export async function enterNextDraft(context: WorkerContext, resources: LinkResources): Promise<Entered> {
  const own = new Set<string>();
  try {
    return await takeAndEnter(context, resources, own);
  } finally {
    for (const id of own) context.underWay?.delete(id);
  }
}

/** @param own gets the draft that is taken, before it is committed */
async function takeAndEnter(context: WorkerContext, resources: LinkResources, own: Set<string>): Promise<Entered> {
  const { ledger, worker, clock } = context;
  const draft = await takeDraft(ledger, resources.link.name, worker, clock(), (id) => {
    own.add(id);
    context.underWay?.add(id);
  });
  if (draft === undefined) return "idle";
  context.reached?.("draft.claimed");
  let remaining: DraftPrecheck["remaining"];
  try {
    const precheck = await resources.gp.drafts.precheck(draft.content);
    noteReached(context, "gp", draft.link);
    remaining = precheck.remaining;
    const [problem, ...others] = precheck.problems;
    if (problem !== undefined) {
      const error: ErrorReport =
        others.length > 0 ? { ...problem.report(), others: others.map((each) => each.report()) } : problem.report();
      await settle(context, draft, undefined, refusedBy(error, problem, draft.attempts + 1, context));
      return "done";
    }
  } catch (error) {
    return failed(context, draft, undefined, error);
  }
  const attempt = await ledger
    .transaction()
    .execute((transaction) => beginDraftAttempt(transaction, draft, worker, clock()));
  // Taken for dead meanwhile, and taken over; or the ledger was handed over.
  if (attempt === undefined) return "done";
  context.reached?.("draft.taken");
  let outcome: DraftOutcome;
  try {
    outcome = await resources.gp.drafts.create(draft.content);
  } catch (error) {
    return failed(context, draft, attempt, error);
  }
  context.reached?.("draft.answered");
  switch (outcome.outcome) {
    case "created":
    case "present":
      await settle(
        context,
        draft,
        attempt,
        { state: "created", gpNumber: outcome.found.number },
        { ...stateOf(outcome.found), ...(remaining && { remainingQuantities: remaining }) },
      );
      return "done";
    case "refused":
      await settle(
        context,
        draft,
        attempt,
        refusedBy(outcome.problem.report(), outcome.problem, draft.attempts + 1, context),
      );
      return "done";
    case "unknown":
      await settle(context, draft, attempt, {
        state: "inDoubt",
        error: outcome.problem.report(),
        nextAttemptAt: clock(),
      });
      return "done";
    default:
      return outcome satisfies never;
  }
}

/** GP says no: for good, until somebody mends the cause; or for now, where a record is locked. */
function refusedBy(
  error: ErrorReport,
  problem: ConnectorError,
  attempts: number,
  context: WorkerContext,
): DraftSettled {
  const retry = retryOf(error, attempts, context.clock(), context.chance(), problem.retryAfter);
  return retry.retry ? { state: "failed", error, nextAttemptAt: retry.at } : { state: "blocked", error };
}

/** Nothing was sent, but where the program itself fails. Where GP is out of reach, the link's other drafts are spared. */
async function failed(
  context: WorkerContext,
  draft: Draft,
  attempt: number | undefined,
  error: unknown,
): Promise<Entered> {
  if (!(error instanceof ConnectorError)) {
    const fault = faultOf(context, error);
    // How far a call came at which the program fails is not known.
    const settled: DraftSettled =
      attempt === undefined
        ? { state: "blocked", error: fault }
        : { state: "inDoubt", error: fault, nextAttemptAt: context.clock() };
    await settle(context, draft, attempt, settled);
    return "done";
  }
  const report = error.report();
  const times = countUnreached(context, "gp", draft.link);
  const settled = refusedBy(report, error, Math.max(draft.attempts + 1, times), context);
  await settle(context, draft, attempt, settled);
  if (settled.state !== "failed") return "done";
  await context.ledger
    .transaction()
    .execute((transaction) => postponeDrafts(transaction, draft.link, report, settled.nextAttemptAt));
  return "paused";
}

async function settle(
  context: WorkerContext,
  draft: Draft,
  attempt: number | undefined,
  settled: DraftSettled,
  detail: object = {},
): Promise<void> {
  const { worker, clock } = context;
  await recordOutcome(context, async (transaction) => {
    const from = { id: draft.id, worker, now: clock(), ...(attempt !== undefined && { attempt }) };
    if (!(await settleDraft(transaction, from, settled))) return;
    await tellOutcome(transaction, context, draft, settled, detail);
    context.reached?.("draft.recording");
  });
  context.reached?.("draft.recorded");
}

/** Audit, and word to people where a draft needs one of them. */
export async function tellOutcome(
  transaction: LedgerTransaction,
  { actor, clock }: WorkerContext,
  draft: Draft,
  settled: DraftSettled,
  detail: object,
): Promise<void> {
  const now = clock();
  await recordAudit(transaction, {
    at: now,
    actor,
    action: `draft.${settled.state}`,
    jobId: draft.replayJobId ?? draft.jobId,
    link: draft.link,
    subject: draft.id,
    detail: {
      kind: draft.kind,
      order: draft.orderNumber,
      number: draft.number,
      reference: draft.reference,
      ...("gpNumber" in settled && { gpNumber: settled.gpNumber }),
      ...("error" in settled && { error: settled.error.code, message: settled.error.message }),
      ...detail,
    },
  });
  if (settled.state !== "blocked") return;
  const { error } = settled;
  await queueNotification(transaction, {
    event: "draft.failed",
    link: draft.link,
    subject: draft.id,
    title: `GP does not take the ${draftWords(draft.kind)} for ${draft.orderNumber ?? draft.number}: ${error.message}`,
    text: [`${error.message}.`, `What to do: ${error.fix}`, `Then: \`ml-connector drafts replay ${draft.id}\`.`].join(
      "\n\n",
    ),
    facts: [
      ["order", draft.orderNumber ?? ""],
      ["number", draft.number],
      ["code", error.code],
      ["draft", draft.id],
    ],
    now,
  });
}

/** A draft of ours that a person has posted meanwhile is no longer Work; that is worth a word. */
const stateOf = ({ state }: GpDraftFound): { gpState?: string } => (state === undefined ? {} : { gpState: state });
