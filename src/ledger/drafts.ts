/**
 * Drafts: unposted documents that inbound documents ask for, and that workers enter in GP.
 *
 * A worker takes a draft first (its name stands in the row, the state stays), looks in GP whether anything speaks against
 * it, and then enters `creating` in a transaction that must commit before the call (Invariant 2). The outcome is written
 * on condition that the draft is still its own. What a dead worker leaves in `creating` becomes `inDoubt`: our reference
 * is looked for in GP before anything else happens.
 */
import { type ExpressionBuilder, sql } from "kysely";
import type { ErrorReport } from "../errors/connectorError.ts";
import type { DraftKind, GpDraft } from "../gp/index.ts";
import type { UnmatchedLine } from "./answersSchema.ts";
import { type DraftState, isOpenDraft } from "./draftState.ts";
import { notHandedOver } from "./handover.ts";
import { newIdentifier } from "./identifier.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import { holdLink } from "./linkHold.ts";
import type { LedgerSchema } from "./schema.ts";

export interface Draft {
  id: string;
  link: string;
  inboundId: string;
  orderId: string | null;
  orderNumber: string | null;
  partner: string;
  kind: DraftKind;
  reference: string;
  number: string;
  content: GpDraft;
  state: DraftState;
  problems: ErrorReport[];
  unmatched: UnmatchedLine[];
  attempts: number;
  nextAttemptAt: Date | null;
  error: ErrorReport | null;
  gpNumber: string | null;
  jobId: string;
  replayJobId: string | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  decision: string | null;
  createdAt: Date;
  settledAt: Date | null;
}

export interface WantedDraft
  extends Pick<
    Draft,
    | "link"
    | "inboundId"
    | "orderId"
    | "orderNumber"
    | "partner"
    | "reference"
    | "number"
    | "content"
    | "problems"
    | "unmatched"
    | "jobId"
  > {
  state: Extract<DraftState, "review" | "planned">;
  now: Date;
}

/**
 * Records what shall be entered. The same document carried out again meets its draft by the reference: what was not
 * entered yet is made anew, anything further stays as it is.
 *
 * @returns the draft as it stands, and whether it is new
 */
export async function wantDraft(
  transaction: LedgerTransaction,
  wanted: WantedDraft,
): Promise<{ draft: Draft; added: boolean }> {
  const present = await transaction
    .selectFrom("draft")
    .selectAll()
    .where("link", "=", wanted.link)
    .where("reference", "=", wanted.reference)
    .forUpdate()
    .executeTakeFirst();
  const content = {
    content: JSON.stringify(wanted.content),
    problems: JSON.stringify(wanted.problems),
    unmatched: JSON.stringify(wanted.unmatched),
  };
  if (present === undefined) {
    const draft = await transaction
      .insertInto("draft")
      .values({
        id: newIdentifier("drf", wanted.now),
        link: wanted.link,
        inboundId: wanted.inboundId,
        orderId: wanted.orderId,
        orderNumber: wanted.orderNumber,
        partner: wanted.partner,
        kind: wanted.content.kind,
        reference: wanted.reference,
        number: wanted.number,
        ...content,
        state: wanted.state,
        attempts: 0,
        nextAttemptAt: wanted.state === "planned" ? wanted.now : null,
        jobId: wanted.jobId,
        createdAt: wanted.now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return { draft, added: true };
  }
  // Somebody's approval outlives a second look that finds the same; whoever works on it must not have it changed meanwhile.
  const open = isOpenDraft(present.state) && present.workerId === null;
  if (!open || present.decidedBy !== null) return { draft: present, added: false };
  const draft = await transaction
    .updateTable("draft")
    .set({
      ...content,
      state: wanted.state,
      error: null,
      nextAttemptAt: wanted.state === "planned" ? wanted.now : null,
    })
    .where("id", "=", present.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { draft, added: false };
}

/**
 * No receipt of the same order is still to be entered: an invoice is matched in GP to what was received there. What a
 * person has to decide holds it back as well.
 */
function notBeforeReceipt({ or, eb, not, exists, selectFrom }: ExpressionBuilder<LedgerSchema, "draft">) {
  return or([
    eb("kind", "!=", "purchaseInvoice"),
    not(
      exists(
        selectFrom("draft as receipt")
          .select(sql`1`.as("one"))
          .whereRef("receipt.orderId", "=", "draft.orderId")
          .where("receipt.kind", "=", "purchaseReceipt")
          .where("receipt.state", "not in", ["created", "rejected"]),
      ),
    ),
  ]);
}

/**
 * Takes the oldest draft of a link that may be entered now. Its state stays: nothing was sent yet.
 *
 * @param taking told of it before that is committed, so that no other part of the process can see it in between
 */
export async function takeDraft(
  ledger: Ledger,
  link: string,
  worker: string,
  now: Date,
  taking: (id: string) => void = () => {},
): Promise<Draft | undefined> {
  return ledger.transaction().execute(async (transaction) => {
    if (!(await holdLink(transaction, link))) return undefined;
    const due = await transaction
      .selectFrom("draft")
      .select("id")
      .where("link", "=", link)
      .where("state", "in", ["planned", "failed"])
      .where("workerId", "is", null)
      .where("nextAttemptAt", "<=", now)
      .where(notBeforeReceipt)
      .where(notHandedOver)
      .orderBy("position")
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (due === undefined) return undefined;
    taking(due.id);
    return transaction
      .updateTable("draft")
      .set({ workerId: worker })
      .where("id", "=", due.id)
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

/**
 * Enters `creating`, on condition that the draft is still the worker's, and the ledger not handed over. @returns the attempt's
 * number
 */
export async function beginDraftAttempt(
  transaction: LedgerTransaction,
  draft: Draft,
  worker: string,
  now: Date,
): Promise<number | undefined> {
  if (!(await holdLink(transaction, draft.link))) return undefined;
  const number = draft.attempts + 1;
  const begun = await transaction
    .updateTable("draft")
    .set({ state: "creating", attempts: number, nextAttemptAt: null, error: null })
    .where("id", "=", draft.id)
    .where("workerId", "=", worker)
    .where("state", "in", ["planned", "failed"])
    .where(notHandedOver)
    .executeTakeFirst();
  if (begun.numUpdatedRows !== 1n) return undefined;
  const jobId = draft.replayJobId ?? draft.jobId;
  await transaction
    .insertInto("draftAttempt")
    .values({ draftId: draft.id, number, jobId, workerId: worker, startedAt: now })
    .execute();
  return number;
}

export type DraftSettled =
  | { state: "created"; gpNumber: string }
  | { state: "blocked"; error: ErrorReport }
  | { state: "failed" | "inDoubt"; error: ErrorReport; nextAttemptAt: Date };

/**
 * Writes what came of a draft.
 *
 * @param from.worker on condition that it is still this worker's; without one, that it is in doubt
 * @returns whether the outcome was taken
 */
export async function settleDraft(
  transaction: LedgerTransaction,
  from: { id: string; worker?: string; attempt?: number; now: Date },
  settled: DraftSettled,
): Promise<boolean> {
  const error = "error" in settled ? JSON.stringify(settled.error) : null;
  if (from.attempt !== undefined) {
    await transaction
      .updateTable("draftAttempt")
      .set({ finishedAt: from.now, outcome: settled.state, error })
      .where("draftId", "=", from.id)
      .where("number", "=", from.attempt)
      .where("finishedAt", "is", null)
      .execute();
  }
  let query = transaction
    .updateTable("draft")
    .set({
      state: settled.state,
      workerId: null,
      error,
      nextAttemptAt: "nextAttemptAt" in settled ? settled.nextAttemptAt : null,
      settledAt: settled.state === "created" || settled.state === "blocked" ? from.now : null,
      ...(settled.state === "created" && { gpNumber: settled.gpNumber }),
    })
    .where("id", "=", from.id);
  query =
    from.worker === undefined
      ? query.where("state", "=", "inDoubt")
      : query.where(({ or, and, eb }) =>
          or([
            and([eb("workerId", "=", from.worker ?? ""), eb("state", "in", ["planned", "failed", "creating"])]),
            // A late answer of a worker that was taken for dead still settles the doubt.
            ...(settled.state === "created" ? [eb("state", "=", "inDoubt" as const)] : []),
          ]),
        );
  return (await query.executeTakeFirst()).numUpdatedRows === 1n;
}

/** Puts off everything that a link has to enter: GP cannot be used before `until`. */
export async function postponeDrafts(
  transaction: LedgerTransaction,
  link: string,
  error: ErrorReport,
  until: Date,
): Promise<void> {
  await transaction
    .updateTable("draft")
    .set({ error: JSON.stringify(error), nextAttemptAt: until })
    .where("link", "=", link)
    .where("state", "in", ["planned", "failed"])
    .where("workerId", "is", null)
    .where("nextAttemptAt", "<", until)
    .execute();
}

/**
 * Takes the oldest doubt of a link that is to be looked into, and puts it off until then, so that no two workers look. One whose
 * worker dies meanwhile is freed at once (see releaseAbandonedDrafts).
 */
export async function takeDoubt(
  ledger: Ledger,
  link: string,
  worker: string,
  now: Date,
  until: Date,
): Promise<Draft | undefined> {
  return ledger.transaction().execute(async (transaction) => {
    const doubt = await transaction
      .selectFrom("draft")
      .selectAll()
      .where("link", "=", link)
      .where("state", "=", "inDoubt")
      .where("nextAttemptAt", "<=", now)
      .orderBy("position")
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (doubt === undefined) return undefined;
    await transaction
      .updateTable("draft")
      .set({ workerId: worker, nextAttemptAt: until })
      .where("id", "=", doubt.id)
      .execute();
    return doubt;
  });
}

/** Ends a look that did not settle the doubt. @param nextAttemptAt the next look, where it is not the one that was planned */
export async function leaveDoubt(ledger: Ledger, id: string, nextAttemptAt?: Date): Promise<void> {
  await ledger
    .updateTable("draft")
    .set({ workerId: null, ...(nextAttemptAt && { nextAttemptAt }) })
    .where("id", "=", id)
    .where("state", "=", "inDoubt")
    .execute();
}

/**
 * What dead workers left: a draft that was only taken is free again, one that was being entered is in doubt, and a doubt that
 * was being looked into is looked into now.
 *
 * @param own what the asking worker is entering: whatever else stands under its name was left behind by itself
 */
export async function releaseAbandonedDrafts(
  transaction: LedgerTransaction,
  live: readonly string[],
  error: (draft: Draft) => ErrorReport,
  now: Date,
  own?: { worker: string; underWay: ReadonlySet<string> },
): Promise<Draft[]> {
  await transaction
    .updateTable("draft")
    .set({ workerId: null, nextAttemptAt: now })
    .where("state", "=", "inDoubt")
    .where("workerId", "is not", null)
    .where("workerId", "not in", [...live, ""])
    .execute();
  const found = await transaction
    .selectFrom("draft")
    .selectAll()
    .where("state", "in", ["planned", "failed", "creating"])
    .where("workerId", "not in", [...live.filter((worker) => worker !== own?.worker), ""])
    .forUpdate()
    .skipLocked()
    .execute();
  // Looked up only now: what was taken while the database was asked is on the list by the time it can be seen.
  const abandoned = found.filter(({ id, workerId }) => workerId !== own?.worker || !own?.underWay.has(id));
  for (const draft of abandoned) {
    const doubtful = draft.state === "creating";
    await transaction
      .updateTable("draft")
      .set({
        workerId: null,
        ...(doubtful && { state: "inDoubt" as const, error: JSON.stringify(error(draft)), nextAttemptAt: now }),
      })
      .where("id", "=", draft.id)
      .execute();
    if (!doubtful) continue;
    await transaction
      .updateTable("draftAttempt")
      .set({ finishedAt: now, outcome: "inDoubt", error: JSON.stringify(error(draft)) })
      .where("draftId", "=", draft.id)
      .where("number", "=", draft.attempts)
      .execute();
  }
  return abandoned.filter(({ state }) => state === "creating");
}

/** The links that have a draft to enter or a doubt to look into now. */
export async function linksWithDrafts(ledger: Ledger, now: Date): Promise<string[]> {
  const rows = await ledger
    .selectFrom("draft")
    .select("link")
    .distinct()
    .where("state", "in", ["planned", "failed", "inDoubt"])
    .where(({ or, eb }) => or([eb("workerId", "is", null), eb("state", "=", "inDoubt")]))
    .where("nextAttemptAt", "<=", now)
    .where(notBeforeReceipt)
    .execute();
  return rows.map(({ link }) => link);
}

export interface DraftDecision {
  by: string;
  reason: string | null;
  now: Date;
}

/** Moves a draft by a person's word, on condition that it is still in one of the states they saw. */
export async function decideDraft(
  transaction: LedgerTransaction,
  id: string,
  from: readonly DraftState[],
  to: Extract<DraftState, "planned" | "rejected">,
  decision: DraftDecision & { replayJobId?: string },
): Promise<Draft | undefined> {
  return transaction
    .updateTable("draft")
    .set({
      state: to,
      decidedBy: decision.by,
      decidedAt: decision.now,
      decision: decision.reason,
      nextAttemptAt: to === "planned" ? decision.now : null,
      settledAt: to === "rejected" ? decision.now : null,
      error: null,
      ...(decision.replayJobId !== undefined && { replayJobId: decision.replayJobId }),
    })
    .where("id", "=", id)
    .where("state", "in", [...from])
    .where("workerId", "is", null)
    .returningAll()
    .executeTakeFirst();
}

export async function findDraft(ledger: Ledger, id: string): Promise<Draft | undefined> {
  return ledger.selectFrom("draft").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function draftsOfOrder(ledger: Ledger, orderId: string): Promise<Draft[]> {
  return ledger.selectFrom("draft").selectAll().where("orderId", "=", orderId).orderBy("position").execute();
}

export async function draftsOfInbound(ledger: Ledger, inboundId: string): Promise<Draft[]> {
  return ledger.selectFrom("draft").selectAll().where("inboundId", "=", inboundId).orderBy("position").execute();
}

export interface DraftFilter {
  link?: string;
  states?: readonly DraftState[];
  kind?: DraftKind;
  order?: string;
  limit: number;
}

/** The newest first. */
export async function listDrafts(ledger: Ledger, filter: DraftFilter): Promise<Draft[]> {
  let query = ledger.selectFrom("draft").selectAll();
  if (filter.link !== undefined) query = query.where("link", "=", filter.link);
  if (filter.states !== undefined) query = query.where("state", "in", [...filter.states]);
  if (filter.kind !== undefined) query = query.where("kind", "=", filter.kind);
  if (filter.order !== undefined) query = query.where("orderNumber", "=", filter.order);
  return query.orderBy("position", "desc").limit(filter.limit).execute();
}

export interface DraftAttempt {
  number: number;
  jobId: string;
  startedAt: Date;
  finishedAt: Date | null;
  outcome: string | null;
  error: ErrorReport | null;
}

export async function draftAttempts(ledger: Ledger, draftId: string): Promise<DraftAttempt[]> {
  return ledger
    .selectFrom("draftAttempt")
    .select(["number", "jobId", "startedAt", "finishedAt", "outcome", "error"])
    .where("draftId", "=", draftId)
    .orderBy("number")
    .execute();
}

/** Whether a link has a blocked draft with this error. */
export async function hasBlockedDraft(ledger: Ledger, link: string, code: string): Promise<boolean> {
  const row = await ledger
    .selectFrom("draft")
    .select("id")
    .where("link", "=", link)
    .where("state", "=", "blocked")
    .where(sql<string>`error ->> 'code'`, "=", code)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
