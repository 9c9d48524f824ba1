/**
 * What happens when the clock is set. All workers go by the database's clock (see {@link openDatabaseClock}), which they carry on
 * between two looks by a clock that nobody sets; so the clock of a worker's own machine means nothing. The database's machine may
 * be set as well:
 *
 * - *Back.* Everything that waits for a time would wait longer by as much. The ledger keeps the latest time that it was told; whoever
 *   finds the clock before it takes the difference off all that waits, in the transaction that notes the new time. So it is done
 *   once, however many look, and also when nobody lived at that moment. What is on record keeps its times, and where they are
 *   ahead it is noted beside them: when the clock comes to those times again, it does not count for them.
 *   What a worker was about to put off meanwhile still comes by the clock of before, and waits for a time that is far again: for a
 *   while every note looks for that as well. Where the clock was set back by less than the longest pauses take, the two cannot be
 *   told apart; what comes late then waits longer by that difference, an hour at most.
 * - *Ahead.* What waits comes early, which does no harm, but every heartbeat looks old. A worker tells by the clock that nobody sets
 *   that no such time has passed; for a while it takes only those for dead whose database session has ended (see engine/worker.ts).
 */
import { sql } from "kysely";
import type { Ledger, LedgerTransaction } from "./ledger.ts";

/** Differences up to this are the ordinary setting of a clock by a time server. Milliseconds. */
export const clockTolerance = 10_000;

/** How old the noted time may become, so that not every look writes. Milliseconds. */
const noteEvery = 5_000;

/** For so long after the clock was set back something may still be put off by the clock of before: an answer that took its time. Milliseconds. */
const latecomers = 10 * 60_000;

/** Longer than what is tried again waits for it (see sync/retry.ts), the latecomers' delay included. Milliseconds. */
const longestPause = 50 * 60_000;

export async function databaseTime(ledger: Ledger): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(ledger);
  return rows[0]?.now ?? new Date();
}

export interface ClockReading {
  now: Date;
  /** Milliseconds by which the clock was set back, where this look is the first to find it. */
  setBack?: number;
}

/**
 * Reads the database's clock, and mends what waits where it was set back.
 *
 * @param alsoWaits mends what others keep in the database, in the same transaction
 */
export async function readClock(
  ledger: Ledger,
  alsoWaits: (transaction: LedgerTransaction) => Promise<void> = async () => {},
): Promise<ClockReading> {
  const { rows } = await sql<{ now: Date; readAt: Date | null }>`
    select clock_timestamp() as now, (select read_at from clock_reading where id = 1) as "readAt"
  `.execute(ledger);
  const now = rows[0]?.now ?? new Date();
  const age = now.getTime() - (rows[0]?.readAt?.getTime() ?? Number.NEGATIVE_INFINITY);
  if (age < noteEvery && age > -clockTolerance) return { now };
  return ledger.transaction().execute((transaction) => noteTime(transaction, alsoWaits));
}

async function noteTime(
  transaction: LedgerTransaction,
  alsoWaits: (transaction: LedgerTransaction) => Promise<void>,
): Promise<ClockReading> {
  await sql`
    insert into clock_reading (id, read_at) values (1, clock_timestamp()) on conflict (id) do nothing
  `.execute(transaction);
  const { rows } = await sql<{ now: Date; readAt: Date; setBackFrom: Date | null; setBackTo: Date | null }>`
    select clock_timestamp() as now, read_at as "readAt", set_back_from as "setBackFrom", set_back_to as "setBackTo"
    from clock_reading where id = 1 for update
  `.execute(transaction);
  const { now, readAt, setBackFrom, setBackTo } = rows[0] ?? { now: new Date(), readAt: new Date() };
  const setBack = readAt.getTime() - now.getTime();
  if (setBack > -noteEvery && setBack <= clockTolerance) return { now };
  const note = transaction.updateTable("clockReading").where("id", "=", 1);
  if (setBack <= clockTolerance) {
    await note.set({ readAt: now }).execute();
    if (setBackFrom && setBackTo) await takeOffLatecomers(transaction, setBackFrom, setBackTo, now);
    return { now };
  }
  await note.set({ readAt: now, setBackFrom: readAt, setBackTo: now }).execute();
  await takeOff(transaction, setBack, { now, ahead: now });
  await noteTimesAhead(transaction, now);
  await alsoWaits(transaction);
  return { now, setBack };
}

/** Notes that the clock was set ahead: what is told by how long ago something began is not to be trusted. */
export async function noteSetAhead(ledger: Ledger, at: Date): Promise<void> {
  await ledger.updateTable("clockReading").set({ setAheadAt: at }).where("id", "=", 1).execute();
}

/** When the clock was last set ahead. */
export async function lastSetAhead(ledger: Ledger): Promise<Date | undefined> {
  const row = await ledger.selectFrom("clockReading").select("setAheadAt").where("id", "=", 1).executeTakeFirst();
  return row?.setAheadAt ?? undefined;
}

/**
 * Notes beside jobs and configurations with times ahead that the clock was set back since.
 *
 * @param tolerance milliseconds that a time may be ahead without that
 */
export async function noteTimesAhead(transaction: LedgerTransaction, now: Date, tolerance = 0): Promise<void> {
  const ahead = new Date(now.getTime() + tolerance);
  const unnoted = sql`(clock_set_back_to is null or clock_set_back_to > ${now})`;
  await sql`
    update job set clock_set_back_to = ${now} where (requested_at > ${ahead} or finished_at > ${ahead}) and ${unnoted}
  `.execute(transaction);
  await sql`
    update configuration set clock_set_back_to = ${now} where applied_at > ${ahead} and ${unnoted}
  `.execute(transaction);
  // Kept for this alone; the audit trail has when it was done.
  await sql`update schedule_pause set resumed_at = ${now} where resumed_at > ${ahead}`.execute(transaction);
}

/** What was put off by the clock of before after it was found set back: as far ahead as nothing is by the clock as it is. */
async function takeOffLatecomers(transaction: LedgerTransaction, from: Date, to: Date, now: Date): Promise<void> {
  const setBack = from.getTime() - to.getTime();
  if (now.getTime() - to.getTime() > latecomers || setBack - latecomers < longestPause) return;
  await takeOff(transaction, setBack, { now, ahead: new Date(now.getTime() + setBack - latecomers) });
}

/**
 * Whatever waits for a time waits as long as it would have. A time that lay far ahead by design stays as far ahead.
 *
 * @param ahead what lies after this is ahead because the clock was
 */
async function takeOff(
  transaction: LedgerTransaction,
  milliseconds: number,
  { now, ahead }: { now: Date; ahead: Date },
): Promise<void> {
  const off = sql`${`${milliseconds} milliseconds`}::interval`;
  const takeOffOf = (table: string, column: string) =>
    sql`
      update ${sql.table(table)} set ${sql.ref(column)} = ${sql.ref(column)} - ${off} where ${sql.ref(column)} > ${ahead}
    `.execute(transaction);
  for (const table of ["delivery", "inbound_document", "draft", "notification"])
    await takeOffOf(table, "next_attempt_at");
  await takeOffOf("delivery_pause", "until");
  await takeOffOf("job", "not_before");
  await takeOffOf("gp_calls", "minute");
  await takeOffOf("sign_in_failure", "blocked_until");
  // What ends so long after it began would last until the clock was there again.
  await takeOffOf("user_session", "created_at");
  await takeOffOf("user_session", "seen_at");
  // What people were told, and when they are told again: of what is open, no time lies ahead.
  await takeOffOf("alert", "tell_at");
  await takeOffOf("alert", "told_at");
  await sql`update alert set last_at = ${now} where last_at > ${ahead} and cleared_at is null`.execute(transaction);
  await takeOffOf("upkeep", "due_at");
  // A worker that is gone must not count as alive until the clock is where it was.
  await takeOffOf("worker", "heartbeat_at");
}
