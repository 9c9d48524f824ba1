import { sql } from "kysely";
import type { ErrorReport } from "../errors/connectorError.ts";
import type { ErrorCode } from "../errors/registry.ts";
import { newIdentifier } from "./identifier.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import { holdLink } from "./linkHold.ts";
import type { JobKind, JobState } from "./schema.ts";

export interface NewJob {
  kind: JobKind;
  link: string;
  parameters: object;
  requestedBy: string;
  replayOf?: string | null;
  now: Date;
}

export interface Job {
  id: string;
  kind: JobKind;
  link: string;
  state: JobState;
  parameters: object;
  requestedBy: string;
  requestedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  workerId: string | null;
  notBefore: Date | null;
  replayOf: string | null;
  checkpoint: object | null;
  error: ErrorReport | null;
}

/**
 * Records a job. Of a link's polls one may wait, and one of its checks: a request joins it, and `join` says what it has to
 * do then. One that runs already is not joined, since it may have passed what is asked for.
 *
 * @returns the job's identifier, and whether it was there before (`joined`)
 */
export async function requestJob(
  transaction: LedgerTransaction,
  request: NewJob,
  join: (present: object) => object = () => request.parameters,
): Promise<{ id: string; joined: boolean }> {
  const id = newIdentifier("job", request.now);
  const inserted = await transaction
    .insertInto("job")
    .values({
      id,
      kind: request.kind,
      link: request.link,
      state: "queued",
      parameters: JSON.stringify(request.parameters),
      requestedBy: request.requestedBy,
      requestedAt: request.now,
      replayOf: request.replayOf ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return { id, joined: false };
  const present = await transaction
    .selectFrom("job")
    .select(["id", "parameters"])
    .where("link", "=", request.link)
    .where("kind", "=", request.kind)
    .where("state", "=", "queued")
    .forUpdate()
    .executeTakeFirst();
  // The other one may have begun between the two statements; then the place is free.
  if (present === undefined) return requestJob(transaction, request, join);
  await transaction
    .updateTable("job")
    .set({ parameters: JSON.stringify(join(present.parameters)) })
    .where("id", "=", present.id)
    .execute();
  return { id: present.id, joined: true };
}

/**
 * Takes the oldest job that waits, or whose worker has died, and makes it the caller's. A poll or a collection waits while
 * another one of its link runs.
 *
 * @param live the workers that are alive (see workers.ts), the caller among them
 */
export async function claimJob(
  ledger: Ledger,
  worker: string,
  live: readonly string[],
  now: Date,
): Promise<Job | undefined> {
  return ledger.transaction().execute(async (transaction) => {
    const free = await transaction
      .selectFrom("job")
      .select(["id", "link"])
      // Receiving is taken up by message and document (see inboundDocuments.ts).
      .where("kind", "<>", "receive")
      .where("state", "in", ["queued", "running"])
      .where(({ or, and, eb, not, exists, selectFrom }) =>
        or([
          and([
            eb("state", "=", "running"),
            or([eb("workerId", "is", null), eb("workerId", "not in", [...live, ""])]),
            or([eb("notBefore", "is", null), eb("notBefore", "<=", now)]),
          ]),
          and([
            eb("state", "=", "queued"),
            not(
              exists(
                selectFrom("job as other")
                  .select(sql`1`.as("one"))
                  .whereRef("other.link", "=", "job.link")
                  .whereRef("other.kind", "=", "job.kind")
                  .where("other.kind", "in", ["poll", "collect"])
                  .where("other.state", "=", "running"),
              ),
            ),
          ]),
        ]),
      )
      .orderBy("requestedAt")
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (free === undefined) return undefined;
    // Of a link that is gone it is ended by whoever opens the link.
    await holdLink(transaction, free.link);
    return transaction
      .updateTable("job")
      .set({
        state: "running",
        workerId: worker,
        notBefore: null,
        error: null,
        startedAt: sql<Date>`coalesce(started_at, ${now})`,
      })
      .where("id", "=", free.id)
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

/** Keeps how far a job came, in the transaction of the work that brought it there. */
export async function saveCheckpoint(transaction: LedgerTransaction, id: string, checkpoint: object): Promise<void> {
  await transaction
    .updateTable("job")
    .set({ checkpoint: JSON.stringify(checkpoint) })
    .where("id", "=", id)
    .execute();
}

/**
 * Lets a job rest: the other side asked for patience (quiet hours, a budget that is used up). It goes on where it stopped.
 *
 * @returns whether it was still the worker's own
 */
export async function restJob(
  transaction: LedgerTransaction,
  rest: { id: string; worker: string; until: Date; reason: ErrorReport },
): Promise<boolean> {
  const rested = await transaction
    .updateTable("job")
    .set({ workerId: null, notBefore: rest.until, error: JSON.stringify(rest.reason) })
    .where("id", "=", rest.id)
    .where("workerId", "=", rest.worker)
    .where("state", "=", "running")
    .executeTakeFirst();
  return rested.numUpdatedRows === 1n;
}

/** Leaves a job that is under way to whichever worker comes next, at once. */
export async function handOverJob(ledger: Ledger, id: string, worker: string): Promise<void> {
  await ledger
    .updateTable("job")
    .set({ workerId: null, notBefore: null })
    .where("id", "=", id)
    .where("workerId", "=", worker)
    .where("state", "=", "running")
    .execute();
}

/**
 * Ends a job, on condition that it is still the worker's own.
 *
 * @returns whether it was
 */
export async function finishJob(
  transaction: LedgerTransaction,
  end: { id: string; worker: string; now: Date; error?: ErrorReport },
): Promise<boolean> {
  const ended = await transaction
    .updateTable("job")
    .set({
      state: end.error === undefined ? "succeeded" : "failed",
      finishedAt: end.now,
      error: end.error === undefined ? null : JSON.stringify(end.error),
    })
    .where("id", "=", end.id)
    .where("workerId", "=", end.worker)
    .where("state", "=", "running")
    .executeTakeFirst();
  return ended.numUpdatedRows === 1n;
}

/** Whether a job is still this worker's; one that was taken for dead must not write on. */
export async function ownsJob(transaction: LedgerTransaction, id: string, worker: string): Promise<boolean> {
  const row = await transaction
    .selectFrom("job")
    .select("id")
    .where("id", "=", id)
    .where("workerId", "=", worker)
    .where("state", "=", "running")
    // Not stronger: attempts of the job's deliveries refer to it, and must not wait until a page is written.
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export async function findJob(ledger: Ledger, id: string): Promise<Job | undefined> {
  return ledger.selectFrom("job").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The newest first; `after` is the last one of the page before. */
export async function listJobs(
  ledger: Ledger,
  filter: {
    link?: string;
    kind?: JobKind;
    state?: JobState;
    /** Code of the error that it ended with. */
    code?: ErrorCode;
    limit: number;
    after?: { requestedAt: Date; id: string };
  },
): Promise<Job[]> {
  const { after } = filter;
  let query = ledger.selectFrom("job").selectAll();
  if (filter.link !== undefined) query = query.where("link", "=", filter.link);
  if (filter.kind !== undefined) query = query.where("kind", "=", filter.kind);
  if (filter.state !== undefined) query = query.where("state", "=", filter.state);
  if (filter.code !== undefined) query = query.where(sql<boolean>`error ->> 'code' = ${filter.code}`);
  if (after !== undefined) {
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple("requestedAt", "id"), "<", tuple(after.requestedAt, after.id)),
    );
  }
  return query.orderBy("requestedAt", "desc").orderBy("id", "desc").limit(filter.limit).execute();
}
