import { newIdentifier } from "./identifier.ts";
import type { LedgerTransaction } from "./ledger.ts";

export interface ReceiveParameters {
  /** The message that is read. */
  message: string;
  /** Why it is carried out again. */
  reason?: string | null;
  /** Which line of the order a line of a confirmation is, by a person's word; null for none. */
  lines?: readonly { index: number; line: number | null }[];
}

/** Opens the job under which a message is read and its documents are carried out. */
export async function openReceiveJob(
  transaction: LedgerTransaction,
  job: { link: string; parameters: ReceiveParameters; requestedBy: string; replayOf?: string; now: Date },
): Promise<string> {
  const id = newIdentifier("job", job.now);
  await transaction
    .insertInto("job")
    .values({
      id,
      kind: "receive",
      link: job.link,
      state: "running",
      parameters: JSON.stringify(job.parameters),
      requestedBy: job.requestedBy,
      requestedAt: job.now,
      startedAt: job.now,
      replayOf: job.replayOf ?? null,
    })
    .execute();
  return id;
}

/**
 * Ends a receive job once none of its documents is on its way. It failed where one of them did, or where it or the message is in
 * quarantine.
 *
 * @returns how it ended, or `undefined` where it goes on
 */
export async function endReceiveJob(
  transaction: LedgerTransaction,
  id: string,
  now: Date,
): Promise<"succeeded" | "failed" | undefined> {
  // Locked first: of two documents that end at once, the second must see the first.
  const job = await transaction
    .selectFrom("job")
    .select(["state", "parameters"])
    .where("id", "=", id)
    .where("kind", "=", "receive")
    .forUpdate()
    .executeTakeFirst();
  if (job === undefined) return undefined;
  const { open, bad } = await transaction
    .selectFrom("inboundDocument")
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere("state", "in", ["received", "processing"]).as("open"),
      fn.countAll<number>().filterWhere("state", "in", ["failed", "quarantined"]).as("bad"),
    ])
    .where("jobId", "=", id)
    .executeTakeFirstOrThrow();
  if (Number(open) > 0) return undefined;
  const unread = await transaction
    .selectFrom("inboxMessage")
    .select("id")
    .where("id", "=", (job.parameters as ReceiveParameters).message)
    .where("state", "=", "quarantined")
    .executeTakeFirst();
  const state = Number(bad) > 0 || unread !== undefined ? "failed" : "succeeded";
  await transaction.updateTable("job").set({ state, finishedAt: now }).where("id", "=", id).execute();
  return state;
}
