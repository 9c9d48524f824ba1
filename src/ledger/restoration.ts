/**
 * A ledger that came out of a backup does not know what the one before it did after the backup was taken. That one may
 * have sent deliveries that are still open here, recorded and sent revisions that are unknown here, and given control
 * numbers that are free here. Nothing of that may be done a second time by guessing (Invariants 3 and 4). So:
 *
 * - Every delivery that was not settled is in doubt: looked for in Cleo, and otherwise decided by the document type's policy.
 * - Every entity of every link has a *gap* until it was read to its end once. Whatever that reading finds changed may have
 *   been sent before, and is in doubt as well. What changes later is new.
 * - Every series of control numbers leaps ahead of what may have been given meanwhile, and one that is unknown here begins behind
 *   what may have been given of it.
 * - Jobs that waited or ran are ended; a poll would only read less than the gap asks for.
 *
 * All of it is written in the transaction that fills the tables, so that no worker ever sees a restored ledger without it.
 */
import { sql } from "kysely";
import { ConnectorError, type ErrorReport } from "../errors/connectorError.ts";
import { lastControlNumber } from "./controlNumbers.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";

const day = 86_400_000;

/** What keeps a delivery from being sent after a restore. */
export function mayHaveBeenSent(backupTakenAt: Date): ErrorReport {
  return new ConnectorError(
    "DELIVERY_MAY_HAVE_BEEN_SENT",
    `may have been sent after ${backupTakenAt.toISOString()}, when the backup was taken that this ledger was restored from`,
  ).report();
}

export interface Restoration {
  id: string;
  backupId: string;
  backupTakenAt: Date;
  restoredAt: Date;
  restoredBy: string;
  /** Whether the ledger that the backup was taken of may have gone on working afterwards. */
  mayHaveGoneOn: boolean;
}

export interface RestorationEffect {
  /** Deliveries that are in doubt now. */
  doubts: number;
  /** Jobs that were ended. */
  jobs: number;
  leaps: { sender: string; receiver: string; usage: string; kind: string; last: number; next: number }[];
}

export async function recordRestoration(
  transaction: LedgerTransaction,
  restoration: Restoration,
): Promise<RestorationEffect> {
  await transaction.insertInto("restoration").values(restoration).execute();
  if (!restoration.mayHaveGoneOn) return { doubts: 0, jobs: 0, leaps: [] };
  const { restoredAt: now, backupTakenAt } = restoration;
  const doubts = await transaction
    .updateTable("delivery")
    .set({
      state: "inDoubt",
      workerId: null,
      error: JSON.stringify(mayHaveBeenSent(backupTakenAt)),
      nextAttemptAt: now,
      settledAt: now,
    })
    .where("state", "in", ["planned", "failed", "sending", "blocked"])
    .executeTakeFirst();
  const lost = new ConnectorError("JOB_LOST_BY_RESTORE", "the ledger was restored from a backup").report();
  const jobs = await transaction
    .updateTable("job")
    .set({ state: "failed", finishedAt: now, error: JSON.stringify(lost) })
    .where("state", "in", ["queued", "running"])
    .executeTakeFirst();
  await sql`
    insert into restoration_gap (restoration_id, link, entity)
    select ${restoration.id}, link, entity
    from (
           select distinct link from document union select distinct link from job
           -- One that was set up, and not polled before the backup was taken.
           union select entry.value ->> 'name' from configuration
             cross join lateral jsonb_array_elements(configuration.document -> 'links') as entry (value)
             where configuration.version = (select max(version) from configuration)
         ) as known (link),
         (values ('vendors'), ('purchaseOrders')) as each (entity)
  `.execute(transaction);
  return {
    doubts: Number(doubts.numUpdatedRows),
    jobs: Number(jobs.numUpdatedRows),
    leaps: await leapBehindBackup(transaction, restoration),
  };
}

/**
 * How many numbers a series leaves out: ten times what its busiest stretch of the last 30 days would give from the backup to now,
 * and a thousand at least.
 *
 * @param rate numbers a day at the busiest
 * @param elapsed milliseconds since the backup
 */
export function leapOf(rate: number, elapsed: number): number {
  return Math.ceil(Math.max(1_000, 10 * rate * Math.ceil(Math.max(elapsed, 0) / day + 1)));
}

async function leapBehindBackup(
  transaction: LedgerTransaction,
  { id, backupTakenAt, restoredAt, restoredBy }: Restoration,
): Promise<RestorationEffect["leaps"]> {
  const { rows } = await sql<{
    sender: string;
    receiver: string;
    usage: string;
    kind: "interchange" | "group";
    last: number;
    rate: number;
  }>`
    select sender, receiver, usage, kind, last, coalesce((
      select max(given) from (
        select count(*) as given from control_number as number
        where number.sender = series.sender and number.receiver = series.receiver
          and number.usage = series.usage and number.kind = series.kind
          and number.given_at > ${new Date(backupTakenAt.getTime() - 30 * day)}::timestamptz
        group by date_trunc('day', number.given_at)
      ) as days
    ), 0)::integer as rate
    from control_number_series as series order by 1, 2, 3, 4
  `.execute(transaction);
  const elapsed = restoredAt.getTime() - backupTakenAt.getTime();
  const busiest = Math.max(0, ...rows.map(({ rate }) => rate));
  await transaction
    .updateTable("restoration")
    .set({ newSeriesLeap: leapOf(busiest, elapsed) })
    .where("id", "=", id)
    .execute();
  const leaps: RestorationEffect["leaps"] = [];
  for (const { rate, ...series } of rows) {
    const { sender, receiver, usage, kind, last } = series;
    const leap = leapOf(rate, elapsed);
    // Behind the largest number the series begins again, and so does the leap.
    const end = last + leap > lastControlNumber ? last + leap - lastControlNumber : last + leap;
    await transaction
      .updateTable("controlNumberSeries")
      .set({ last: end })
      .where("sender", "=", sender)
      .where("receiver", "=", receiver)
      .where("usage", "=", usage)
      .where("kind", "=", kind)
      .execute();
    await transaction
      .insertInto("controlNumberLeap")
      .values({
        sender,
        receiver,
        usage,
        kind,
        fromNumber: last === lastControlNumber ? 1 : last + 1,
        toNumber: end,
        reason: `restored from a backup of ${backupTakenAt.toISOString()}`,
        actor: restoredBy,
        at: restoredAt,
      })
      .execute();
    leaps.push({ ...series, next: end === lastControlNumber ? 1 : end + 1 });
  }
  return leaps;
}

/** Since when an entity of a link was not read to its end after a restore; `undefined` where nothing is open. */
export async function openGap(ledger: Ledger, link: string, entity: string): Promise<Date | undefined> {
  const row = await ledger
    .selectFrom("restorationGap as gap")
    .innerJoin("restoration", "restoration.id", "gap.restorationId")
    .select(({ fn }) => fn.min("restoration.backupTakenAt").as("since"))
    .where("gap.link", "=", link)
    .where("gap.entity", "=", entity)
    .where("gap.closedAt", "is", null)
    .executeTakeFirst();
  return row?.since ?? undefined;
}

/** The entity was read to its end. */
export async function closeGap(
  transaction: LedgerTransaction,
  closed: { link: string; entity: string; jobId: string; now: Date },
): Promise<void> {
  await transaction
    .updateTable("restorationGap")
    .set({ closedAt: closed.now, closedJobId: closed.jobId })
    .where("link", "=", closed.link)
    .where("entity", "=", closed.entity)
    .where("closedAt", "is", null)
    .execute();
}

/** Puts planned deliveries in doubt, because the ledger before this one may have sent them. */
export async function doubtPlanned(
  transaction: LedgerTransaction,
  deliveryIds: readonly string[],
  backupTakenAt: Date,
  now: Date,
): Promise<void> {
  if (deliveryIds.length === 0) return;
  await transaction
    .updateTable("delivery")
    .set({
      state: "inDoubt",
      error: JSON.stringify(mayHaveBeenSent(backupTakenAt)),
      nextAttemptAt: now,
      settledAt: now,
    })
    .where("id", "in", [...deliveryIds])
    .where("state", "=", "planned")
    .execute();
}

/** Deliveries in doubt because of a restore. */
export async function restoredDoubts(ledger: Ledger, link?: string) {
  let query = ledger
    .selectFrom("delivery")
    .selectAll()
    .where("state", "=", "inDoubt")
    .where(sql<boolean>`error ->> 'code' = 'DELIVERY_MAY_HAVE_BEEN_SENT'`);
  if (link !== undefined) query = query.where("link", "=", link);
  return query.orderBy("position").execute();
}
