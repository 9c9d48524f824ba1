/**
 * The draft inbox: what partners' documents would enter in GP, and a person's word on it. Every decision stands in the audit
 * trail with who took it and why; carrying it out is the workers' part.
 */
import { ConnectorError } from "../errors/connectorError.ts";
import { assignLine } from "../ledger/answers.ts";
import { lastEntryAbout, recordAudit } from "../ledger/audit.ts";
import { openDraftStates } from "../ledger/draftState.ts";
import {
  type Draft,
  type DraftAttempt,
  type DraftFilter,
  decideDraft,
  draftAttempts,
  draftsOfInbound,
  findDraft,
  listDrafts,
} from "../ledger/drafts.ts";
import { findInboundDocument, type InboundDocument } from "../ledger/inboundDocuments.ts";
import { requestJob } from "../ledger/jobs.ts";
import type { Ledger, LedgerTransaction } from "../ledger/ledger.ts";
import type { Application } from "./application.ts";
import { type OrderLine, orderLines } from "./orderLines.ts";

type Decider = Pick<Application, "ledger" | "actor" | "clock">;

/** The newest first; without states, those that need somebody. */
export async function listDraftInbox(ledger: Ledger, filter: DraftFilter): Promise<Draft[]> {
  return listDrafts(ledger, { ...filter, states: filter.states ?? ["review", "blocked", "inDoubt", "failed"] });
}

export interface DraftView extends Draft {
  tries: DraftAttempt[];
  /** The partner's document that it comes from. */
  inbound: Pick<InboundDocument, "id" | "messageId" | "type" | "state" | "summary" | "receivedAt"> | null;
  /** Whether what was left to receive could be told of every line when it was entered; `null` where it was not asked. */
  remainingQuantities: "verified" | "unverified" | null;
  /** The lines of the order, for a person who maps a line of the partner to one. */
  orderLines: OrderLine[];
}

/** @throws {ConnectorError} DRAFT_UNKNOWN */
export async function readDraft(ledger: Ledger, id: string): Promise<DraftView> {
  const draft = await known(ledger, id);
  const inbound = await findInboundDocument(ledger, draft.inboundId);
  return {
    ...draft,
    tries: await draftAttempts(ledger, id),
    inbound: inbound
      ? {
          id: inbound.id,
          messageId: inbound.messageId,
          type: inbound.type,
          state: inbound.state,
          summary: inbound.summary,
          receivedAt: inbound.receivedAt,
        }
      : null,
    remainingQuantities: draft.state === "created" ? await remainingWhenEntered(ledger, id) : null,
    orderLines: draft.orderId === null ? [] : await orderLines(ledger, draft.orderId),
  };
}

/** It was true at that moment only, so that it stands where the entry is told, in the audit trail. */
async function remainingWhenEntered(ledger: Ledger, id: string): Promise<DraftView["remainingQuantities"]> {
  const entered = await lastEntryAbout(ledger, id, "draft.created");
  const { remainingQuantities } = (entered ?? {}) as Partial<DraftView>;
  return remainingQuantities ?? null;
}

/**
 * Lets a draft go into GP. What speaks against it is overruled, which needs a reason.
 *
 * @throws {ConnectorError} DRAFT_UNKNOWN, DRAFT_NOT_DECIDABLE, DRAFT_LINES_OPEN, DRAFT_NEEDS_REASON
 */
export async function approveDraft(application: Decider, id: string, reason?: string): Promise<Draft> {
  const draft = await known(application.ledger, id);
  if (draft.unmatched.length > 0) {
    throw new ConnectorError(
      "DRAFT_LINES_OPEN",
      `${draft.unmatched.length} of the partner's lines are not matched yet`,
      {
        at: { document: draft.orderNumber ?? draft.number },
      },
    );
  }
  const [problem] = draft.problems;
  if (problem !== undefined && !reason?.trim()) {
    throw new ConnectorError("DRAFT_NEEDS_REASON", `it would be approved although ${problem.message}`, {
      at: { field: "--reason" },
    });
  }
  return decide(application, draft, ["review"], "planned", reason, "draft.approved");
}

/**
 * Settles a draft that will not be entered.
 *
 * @throws {ConnectorError} DRAFT_UNKNOWN, DRAFT_NOT_DECIDABLE
 */
export async function rejectDraft(application: Decider, id: string, reason: string): Promise<Draft> {
  return decide(
    application,
    await known(application.ledger, id),
    openDraftStates,
    "rejected",
    reason,
    "draft.rejected",
  );
}

/**
 * Tries a draft again that GP did not take, under a replay job: the cause was mended.
 *
 * @throws {ConnectorError} DRAFT_UNKNOWN, DRAFT_NOT_DECIDABLE
 */
export async function replayDraft(application: Decider, id: string, reason?: string): Promise<Draft> {
  const draft = await known(application.ledger, id);
  return decide(application, draft, ["blocked", "failed"], "planned", reason, "draft.replayed");
}

/**
 * Says which line of the order a line of the partner is; without an order line it is left out. The document is carried out
 * again with that.
 *
 * @param lines index of the partner's line, from 0, to the order's line number
 * @throws {ConnectorError} DRAFT_UNKNOWN, DRAFT_NOT_DECIDABLE, DRAFT_LINE_UNKNOWN
 */
export async function mapDraftLines(
  { ledger, actor, clock }: Decider,
  id: string,
  lines: readonly { index: number; line: number | null }[],
): Promise<void> {
  const draft = await known(ledger, id);
  if (draft.state !== "review") throw notDecidable(draft);
  const lineChoices = draft.orderId === null ? [] : await orderLines(ledger, draft.orderId);
  await ledger.transaction().execute(async (transaction) => {
    const now = clock();
    for (const { index, line } of lines) {
      const found = lineChoices.find((each) => each.line === line);
      if (line !== null && found === undefined)
        throw new ConnectorError("DRAFT_LINE_UNKNOWN", `${draft.orderNumber} has no line ${line}`);
      if (!draft.unmatched.some((each) => each.index === index))
        throw new ConnectorError(
          "DRAFT_LINE_UNKNOWN",
          `the partner's line ${index} is not one that waits for an answer`,
        );
      await assignLine(transaction, {
        inboundId: draft.inboundId,
        lineIndex: index,
        ord: found?.ord ?? null,
        by: actor,
        now,
      });
    }
    await moveInbound(transaction, draft.inboundId, "received", now);
    await audit(transaction, actor, draft, "draft.mapped", { lines }, now);
  });
}

async function decide(
  { ledger, actor, clock }: Decider,
  draft: Draft,
  from: Parameters<typeof decideDraft>[2],
  to: "planned" | "rejected",
  reason: string | undefined,
  action: string,
): Promise<Draft> {
  return ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const again = action === "draft.replayed";
    const parameters = { draft: draft.id, reason: reason ?? null };
    const job = again
      ? await requestJob(transaction, {
          kind: "replay",
          link: draft.link,
          parameters,
          requestedBy: actor,
          replayOf: draft.jobId,
          now,
        })
      : undefined;
    const decided = await decideDraft(transaction, draft.id, from, to, {
      by: actor,
      reason: reason?.trim() || null,
      now,
      ...(job && { replayJobId: job.id }),
    });
    if (decided === undefined) throw notDecidable(draft);
    const open = (await draftsOfInbound(transaction, draft.inboundId)).some(({ state }) => state === "review");
    if (!open) await moveInbound(transaction, draft.inboundId, "done", now);
    await audit(transaction, actor, decided, action, { reason: reason ?? null, before: draft.state }, now);
    return decided;
  });
}

async function moveInbound(
  transaction: LedgerTransaction,
  id: string,
  state: "done" | "received",
  now: Date,
): Promise<void> {
  await transaction
    .updateTable("inboundDocument")
    .set({
      state,
      nextAttemptAt: state === "received" ? now : null,
      ...(state === "done" && { settledAt: now, error: null }),
    })
    .where("id", "=", id)
    .where("state", "=", "review")
    .execute();
}

async function audit(
  transaction: LedgerTransaction,
  actor: string,
  draft: Draft,
  action: string,
  detail: object,
  now: Date,
): Promise<void> {
  await recordAudit(transaction, {
    at: now,
    actor,
    action,
    jobId: draft.replayJobId ?? draft.jobId,
    link: draft.link,
    subject: draft.id,
    detail: { kind: draft.kind, order: draft.orderNumber, number: draft.number, ...detail },
  });
}

async function known(ledger: Ledger, id: string): Promise<Draft> {
  const draft = await findDraft(ledger, id);
  if (draft === undefined)
    throw new ConnectorError("DRAFT_UNKNOWN", `there is no draft ${JSON.stringify(id.slice(0, 60))}`);
  return draft;
}

function notDecidable(draft: Draft): ConnectorError {
  return new ConnectorError("DRAFT_NOT_DECIDABLE", `the draft ${draft.id} is ${draft.state}`, {
    at: { document: draft.orderNumber ?? draft.number },
  });
}
