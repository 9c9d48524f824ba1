/**
 * Deliveries: the intents that a poll records and workers carry out.
 *
 * A worker takes a delivery in one transaction that also stores what is about to be sent, so that from `sending` on
 * the bytes, the name and the control numbers are on disk (Invariant 2), and writes the outcome in a second one, on
 * condition that the delivery is still its own. A worker that dies in between leaves `sending` behind; settlement
 * turns that into `inDoubt`, because nobody can know whether the request was sent.
 */
import { type RawBuilder, sql } from "kysely";
import type { ErrorReport } from "../errors/connectorError.ts";
import { recallContent } from "./contents.ts";
import { asPaused, notPaused } from "./deliveryPause.ts";
import type { DeliveryState } from "./deliveryState.ts";
import { newIdentifier } from "./identifier.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import { holdLink } from "./linkHold.ts";
import type { Comparison, ControlNumbers, DeliveryForm, DocumentType, Purpose } from "./schema.ts";

export interface Delivery {
  id: string;
  documentId: string;
  revision: number;
  link: string;
  type: DocumentType;
  key: string;
  state: DeliveryState;
  jobId: string;
  replayOf: string | null;
  replayJobId: string | null;
  purpose: Purpose | null;
  form: DeliveryForm | null;
  comparison: Comparison | null;
  folder: string | null;
  fileName: string | null;
  contentType: string | null;
  contentDigest: string | null;
  controlNumbers: ControlNumbers | null;
  attempts: number;
  nextAttemptAt: Date | null;
  error: ErrorReport | null;
}

/** In the text of the statement, because the index of what is to try is partial. */
export const isToTry = sql<boolean>`delivery.state in ('planned', 'failed')`;

/** When a delivery may be tried, as it is indexed: at once where nothing was put off. */
export const dueAt = sql<Date>`coalesce(delivery.next_attempt_at, '-infinity'::timestamptz)`;

/** Nobody looked at it yet: it was never put off, by which it is found, and has no file. */
export const isFresh = sql<boolean>`delivery.state = 'planned' and ${dueAt} = '-infinity'::timestamptz and delivery.content_digest is null`;

/** When something of a link may be tried first; null where nothing is to try. */
export const earliestDue = (link: RawBuilder<unknown>) => sql<Date | null>`
  (select ${dueAt} from delivery where delivery.link = ${link} and ${isToTry} order by ${dueAt} limit 1)`;

/** The partner has not said by a 997 that they could not take the file: what they refused they do not have. */
export const notRefused = sql<boolean>`not exists (
  select 1 from acknowledgement
  where acknowledgement.delivery_id = delivery.id and acknowledgement.kind = '997' and acknowledgement.state = 'rejected')`;

/** Whether the partner has this or an earlier revision of the document, or may have it. */
export async function wasSentBefore(transaction: Ledger, delivery: Delivery): Promise<boolean> {
  const row = await transaction
    .selectFrom("delivery")
    .select("id")
    .where("documentId", "=", delivery.documentId)
    .where("id", "!=", delivery.id)
    .where("revision", "<=", delivery.revision)
    .where("state", "in", ["sent", "inDoubt", "sending"])
    .where(notRefused)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Moves a delivery to `blocked`: no file can be made of it, or sent as it is on record. */
export async function blockDelivery(
  transaction: LedgerTransaction,
  id: string,
  error: ErrorReport,
  now: Date,
): Promise<void> {
  await transaction
    .updateTable("delivery")
    .set({ state: "blocked", error: JSON.stringify(error), settledAt: now, workerId: null })
    .where("id", "=", id)
    .execute();
}

/**
 * Deliveries that are in order and cannot be sent before the pause of their link is over (see deliveryPause.ts). They are due from now
 * on, by which they are told from what nobody looked at yet.
 *
 * @param error why their link waits
 */
export async function waitForLink(
  transaction: LedgerTransaction,
  ids: readonly string[],
  error: ErrorReport,
  now: Date,
): Promise<void> {
  if (ids.length === 0) return;
  await transaction
    .updateTable("delivery")
    .set({ state: "failed", error: JSON.stringify(error), nextAttemptAt: now })
    .where("id", "in", [...ids])
    .execute();
}

/** Ends a delivery that would tell the partner nothing. */
export async function leaveOutDelivery(
  transaction: LedgerTransaction,
  id: string,
  comparison: Comparison,
  now: Date,
): Promise<void> {
  await transaction
    .updateTable("delivery")
    .set({
      state: "unneeded",
      comparison: JSON.stringify(comparison),
      error: null,
      settledAt: now,
      nextAttemptAt: null,
      workerId: null,
    })
    .where("id", "=", id)
    .where("state", "in", ["planned", "failed"])
    .execute();
}

/**
 * Keeps what an answer of Cleo, an answer of the partner and a look into the folder say of one delivery from being written at the
 * same moment: each sees what the one before it has written.
 *
 * @returns the delivery as it is now
 */
export async function holdDelivery(transaction: LedgerTransaction, id: string): Promise<Delivery> {
  return transaction.selectFrom("delivery").selectAll().where("id", "=", id).forUpdate().executeTakeFirstOrThrow();
}

/** Ends a blocked delivery of which a person has told the partner. @returns whether it was blocked */
export async function settleAsTold(transaction: LedgerTransaction, id: string, now: Date): Promise<boolean> {
  const told = await transaction
    .updateTable("delivery")
    .set({ state: "unneeded", error: null, settledAt: now, toldAt: now })
    .where("id", "=", id)
    .where("state", "=", "blocked")
    .executeTakeFirst();
  return told.numUpdatedRows === 1n;
}

/**
 * Deliveries in `sending` whose worker is not alive: their effect is in doubt. Locked.
 *
 * @param own what the asking worker is sending: whatever else stands under its name was left behind by itself
 */
export async function abandonedDeliveries(
  transaction: LedgerTransaction,
  live: readonly string[],
  own?: { worker: string; underWay: ReadonlySet<string> },
): Promise<Delivery[]> {
  const found = await transaction
    .selectFrom("delivery")
    .selectAll()
    .where("state", "=", "sending")
    .where("workerId", "not in", [...live.filter((worker) => worker !== own?.worker), ""])
    .where("id", "not in", [...(own?.underWay ?? []), ""])
    .orderBy("position")
    .limit(100)
    .forUpdate()
    .skipLocked()
    .execute();
  // Looked up once more: what was taken while the database was asked is on the list by the time it can be seen.
  return found.filter(({ id, workerId }) => own === undefined || workerId !== own.worker || !own.underWay.has(id));
}

/** Deliveries of a link whose doubt may be settled by looking since `due`, the oldest first, locked. */
export async function nextDoubt(
  transaction: LedgerTransaction,
  link: string,
  due: Date,
): Promise<Delivery | undefined> {
  return transaction
    .selectFrom("delivery")
    .selectAll()
    .where("link", "=", link)
    .where("state", "=", "inDoubt")
    .where("nextAttemptAt", "<=", due)
    .orderBy("position")
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/**
 * Settles a doubt, on condition that it is still one, and about the same attempt: what was found out of an earlier one says nothing of
 * a file that was sent again meanwhile.
 *
 * @param outcome `sent`: the file was found. `failed`: it is certainly not there and will be tried again. `inDoubt`: it
 *   is not settled: `worker` is looking into it, or it is looked into again at `lookAgainAt`, or it waits for a person.
 */
export async function settleDoubt(
  transaction: LedgerTransaction,
  { id, attempts }: Pick<Delivery, "id" | "attempts">,
  outcome:
    | { state: "sent"; now: Date }
    | { state: "failed"; nextAttemptAt?: Date; now: Date }
    | { state: "inDoubt"; lookAgainAt: Date | null; worker?: string; now: Date },
): Promise<boolean> {
  const settled = await transaction
    .updateTable("delivery")
    .set({
      state: outcome.state,
      nextAttemptAt: whenNext(outcome),
      workerId: outcome.state === "inDoubt" ? (outcome.worker ?? null) : null,
      // Until it is settled, or left to a person, it is in doubt since its answer was lost.
      ...(!isLookedIntoAgain(outcome) && { settledAt: outcome.state === "failed" ? null : outcome.now }),
      ...(outcome.state === "sent" && { error: null }),
    })
    .where("id", "=", id)
    .where("state", "=", "inDoubt")
    .where("attempts", "=", attempts)
    .executeTakeFirst();
  return settled.numUpdatedRows === 1n;
}

const isLookedIntoAgain = (outcome: { state: string; lookAgainAt?: Date | null }): boolean =>
  outcome.state === "inDoubt" && outcome.lookAgainAt !== null;

function whenNext(outcome: { state: string; nextAttemptAt?: Date; lookAgainAt?: Date | null }): Date | null {
  return (outcome.state === "inDoubt" ? outcome.lookAgainAt : outcome.nextAttemptAt) ?? null;
}

/**
 * The partner has read a file of ours: it arrived, whatever is on record of it. One that is being sent again is left to its answer.
 *
 * @returns whether that was not known
 */
export async function recordArrival(transaction: LedgerTransaction, id: string, now: Date): Promise<boolean> {
  const arrived = await transaction
    .updateTable("delivery")
    .set({ state: "sent", nextAttemptAt: null, workerId: null, error: null, settledAt: now })
    .where("id", "=", id)
    .where("state", "in", ["inDoubt", "failed", "blocked"])
    .executeTakeFirst();
  return arrived.numUpdatedRows === 1n;
}

/** Frees the doubts that a worker was looking into when it died, so that they are looked into at once. */
export async function releaseAbandonedDoubts(
  transaction: LedgerTransaction,
  live: readonly string[],
  now: Date,
): Promise<void> {
  await transaction
    .updateTable("delivery")
    .set({ nextAttemptAt: now, workerId: null })
    .where("state", "=", "inDoubt")
    .where("workerId", "is not", null)
    .where("workerId", "not in", [...live, ""])
    .execute();
}

export async function markInDoubt(
  transaction: LedgerTransaction,
  delivery: Delivery,
  error: ErrorReport,
  now: Date,
): Promise<void> {
  await transaction
    .updateTable("delivery")
    .set({ state: "inDoubt", workerId: null, error: JSON.stringify(error), settledAt: now, nextAttemptAt: now })
    .where("id", "=", delivery.id)
    .execute();
  await transaction
    .updateTable("attempt")
    .set({ finishedAt: now, outcome: "inDoubt", detail: JSON.stringify({ error }) })
    .where("deliveryId", "=", delivery.id)
    .where("number", "=", delivery.attempts)
    .where("finishedAt", "is", null)
    .execute();
}

export async function findDelivery(ledger: Ledger, id: string): Promise<Delivery | undefined> {
  const found = await ledger.selectFrom("delivery").selectAll().where("id", "=", id).execute();
  return (await asPaused(ledger, found))[0];
}

export async function documentDeliveries(ledger: Ledger, documentId: string) {
  const found = ledger.selectFrom("delivery").selectAll().where("documentId", "=", documentId).orderBy("position");
  return asPaused(ledger, await found.execute());
}

export async function deliveryAttempts(ledger: Ledger, deliveryId: string) {
  return ledger.selectFrom("attempt").selectAll().where("deliveryId", "=", deliveryId).orderBy("number").execute();
}

/** The oldest first; `limit` at most, all of them without. */
export async function jobDeliveries(ledger: Ledger, jobId: string, limit?: number): Promise<Delivery[]> {
  const found = ledger
    .selectFrom("delivery")
    .selectAll()
    .where(({ or, eb }) => or([eb("jobId", "=", jobId), eb("replayJobId", "=", jobId)]))
    .orderBy("position")
    .$if(limit !== undefined, (query) => query.limit(limit ?? 0));
  return asPaused(ledger, await found.execute());
}

/**
 * How many deliveries of a link are still on their way.
 *
 * @returns `open`: all of them; `later`: those that nothing will be tried for before `horizon`
 */
export async function pendingDeliveries(
  ledger: Ledger,
  link: string,
  horizon: Date,
): Promise<{ open: number; later: number }> {
  const row = await ledger
    .selectFrom("delivery")
    .select(({ fn }) => [
      fn.countAll<number>().as("open"),
      // Whoever is looking into a doubt now has put it off for the others.
      fn
        .countAll<number>()
        .filterWhere(
          sql<boolean>`next_attempt_at > ${horizon} and (state <> 'inDoubt' or worker_id is null)
            or ${isToTry} and not ${notPaused(sql`${link}`, horizon, "fresh")}
            or ${isToTry} and not (${isFresh}) and not ${notPaused(sql`${link}`, horizon)}`,
        )
        .as("later"),
    ])
    .where("link", "=", link)
    .where(({ or, and, eb }) =>
      or([
        eb("state", "in", ["planned", "sending", "failed"]),
        and([eb("state", "=", "inDoubt"), eb("nextAttemptAt", "is not", null)]),
      ]),
    )
    // What a held delivery of the same document keeps back waits for a person, not for us.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("delivery as earlier")
            .select(sql`1`.as("one"))
            .whereRef("earlier.documentId", "=", "delivery.documentId")
            .whereRef("earlier.position", "<", "delivery.position")
            .where("earlier.state", "=", "inDoubt")
            .where("earlier.nextAttemptAt", "is", null),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  return { open: Number(row.open), later: Number(row.later) };
}

/** How many files of a link Cleo took since then that belong to other jobs than this one. */
export async function countSentBesides(ledger: Ledger, link: string, jobId: string, since: Date): Promise<number> {
  const { count } = await ledger
    .selectFrom("delivery")
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .where("link", "=", link)
    .where("state", "=", "sent")
    .where("settledAt", ">=", since)
    .where("jobId", "<>", jobId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** SHA-256 of the file that Cleo has of each of these revisions, by `document/revision`; none where it has none. */
export async function sentDigests(
  ledger: Ledger,
  revisions: readonly { documentId: string; revision: number }[],
): Promise<Map<string, string>> {
  if (revisions.length === 0) return new Map();
  const { rows } = await sql<{ documentId: string; revision: number; digest: string }>`
    select document_id, revision, content_digest as digest from delivery
    where (document_id, revision) in (select * from unnest(
        ${revisions.map(({ documentId }) => documentId)}::text[], ${revisions.map(({ revision }) => revision)}::integer[]))
      and state = 'sent' and content_digest is not null
    order by position`.execute(ledger);
  return new Map(rows.map(({ documentId, revision, digest }) => [`${documentId}/${revision}`, digest]));
}

export type ReplayMode = "resend" | "rerender";

/**
 * Puts a delivery up for sending again, under a replay job.
 *
 * One that Cleo accepted stays as it is, as evidence: the repeat is a delivery of its own that names it. Any other is
 * tried again itself, with its bytes, or without them where it is to be rendered anew.
 *
 * @returns the delivery that will be tried, or `undefined` where its state does not allow it any more, or its link is gone
 * @throws {ConnectorError} CONTENT_ARCHIVED
 */
export async function queueReplay(
  transaction: LedgerTransaction,
  delivery: Delivery,
  replay: { mode: ReplayMode; jobId: string; now: Date },
): Promise<string | undefined> {
  if (!(await holdLink(transaction, delivery.link))) return undefined;
  const anew = replay.mode === "rerender" || delivery.contentDigest === null;
  if (!anew && delivery.contentDigest !== null) await recallContent(transaction, delivery.contentDigest, replay.now);
  const withoutFile = {
    purpose: null,
    form: null,
    comparison: null,
    folder: null,
    fileName: null,
    contentType: null,
    contentDigest: null,
    controlNumbers: null,
    warnings: null,
  };
  if (delivery.state === "sent") {
    const id = newIdentifier("dlv", replay.now);
    const { purpose, form, comparison, folder, fileName, contentType, contentDigest, controlNumbers } = delivery;
    await transaction
      .insertInto("delivery")
      .values({
        id,
        documentId: delivery.documentId,
        revision: delivery.revision,
        link: delivery.link,
        type: delivery.type,
        key: delivery.key,
        state: "planned",
        jobId: replay.jobId,
        replayOf: delivery.id,
        attempts: 0,
        createdAt: replay.now,
        ...(anew
          ? withoutFile
          : {
              purpose,
              form,
              comparison: comparison === null ? null : JSON.stringify(comparison),
              folder,
              fileName,
              contentType,
              contentDigest,
              controlNumbers: controlNumbers === null ? null : JSON.stringify(controlNumbers),
            }),
      })
      .execute();
    return id;
  }
  const queued = await transaction
    .updateTable("delivery")
    .set({
      state: anew ? "planned" : "failed",
      replayJobId: replay.jobId,
      nextAttemptAt: null,
      settledAt: null,
      ...(anew && withoutFile),
    })
    .where("id", "=", delivery.id)
    .where("state", "in", ["blocked", "failed", "inDoubt"])
    .executeTakeFirst();
  return queued.numUpdatedRows === 1n ? delivery.id : undefined;
}
