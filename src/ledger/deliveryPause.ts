/**
 * A connection that cannot be used puts off everything that its link has to send, by one row: of a hundred thousand files that
 * wait, none is written again because Cleo is still down. A pause is over when its time has come; its row goes when the connection is
 * known to work. A file that met the trouble itself waits by that row as well, and so keeps its place among the others. A worker that took files
 * before the pause was written still sends them, as it would have a moment earlier.
 *
 * The trouble may be that of one file. After some attempts it is set aside by a time of its own, and another one goes ahead. When the
 * connection is known to work it gets its place back once: it may have been set aside for a trouble that all would have met.
 */
import { type ColumnType, type RawBuilder, sql } from "kysely";
import type { ErrorReport } from "../errors/connectorError.ts";
import type { DeliveryState } from "./deliveryState.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import { prepared } from "./preparedStatement.ts";

/** From one attempt more on a file that fails is set aside. */
export const attemptsInPlace = 3;

export interface DeliveryPauseTable {
  link: string;
  until: Date;
  fresh: boolean;
  error: ColumnType<ErrorReport, string, string>;
}

export interface DeliveryPauseSchema {
  deliveryPause: DeliveryPauseTable;
}

export interface DeliveryPause {
  until: Date;
  /** Whether what nobody looked at yet waits as well; otherwise it is looked through meanwhile. */
  fresh: boolean;
  error: ErrorReport;
}

/** Of two who meet the same trouble at the same time, the one that would wait longer says how long. */
export async function pauseDeliveries(
  transaction: LedgerTransaction,
  link: string,
  { error, until, fresh }: DeliveryPause,
): Promise<void> {
  await sql`
    insert into delivery_pause (link, until, fresh, error)
    values (${link}, ${until}, ${fresh}, ${JSON.stringify(error)})
    on conflict (link) do update set until = excluded.until, fresh = excluded.fresh, error = excluded.error
    where delivery_pause.until < excluded.until
  `.execute(transaction);
}

/** What put the link off last, also where that is over, as long as the connection is not known to work. */
export async function lastDeliveryPause(ledger: Ledger, link: string): Promise<DeliveryPause | undefined> {
  return ledger
    .selectFrom("deliveryPause")
    .modifyFront(prepared)
    .select(["until", "fresh", "error"])
    .where("link", "=", link)
    .executeTakeFirst();
}

/** A person wants something sent now, whatever Cleo asked for before; a login that was refused is not repeated for that. */
export async function endDeliveryPause(transaction: LedgerTransaction, link: string, now: Date): Promise<void> {
  await sql`
    update delivery_pause set until = ${now}
    where link = ${link} and until > ${now} and error ->> 'retry' <> 'credential'
  `.execute(transaction);
}

/** The connection works: nothing waits for it any more. */
export async function forgetDeliveryPause(transaction: LedgerTransaction, link: string): Promise<void> {
  // By the index, past those that were never put off. A doubt that was settled by sending again waits by itself, whatever the
  // connection does.
  await sql`
    update delivery set next_attempt_at = null
    where link = ${link} and state = 'failed' and coalesce(next_attempt_at, '-infinity'::timestamptz) > '-infinity'
      and attempts = ${attemptsInPlace + 1} and error ->> 'retry' <> 'inDoubt'
  `.execute(transaction);
  // After the deliveries, as whoever records an outcome locks them.
  await transaction.deleteFrom("deliveryPause").where("link", "=", link).execute();
}

/** Whether files of a link may be sent, or of those that nobody looked at yet, `fresh`, whether they may be looked through. */
export const notPaused = (link: RawBuilder<unknown>, now: Date, only?: "fresh") => sql<boolean>`
  not exists (
    select from delivery_pause
    where delivery_pause.link = ${link} and delivery_pause.until > ${now} ${only === "fresh" ? sql`and fresh` : sql``}
  )`;

interface Waiting {
  link: string;
  state: DeliveryState;
  createdAt: Date;
  nextAttemptAt: Date | null;
  error: ErrorReport | null;
}

/** Deliveries as people are told of them: one that its link's pause puts off waits until that ends, and for its cause. */
export async function asPaused<Row extends Waiting>(ledger: Ledger, rows: readonly Row[]): Promise<Row[]> {
  const links = new Set(rows.filter(isWaiting).map(({ link }) => link));
  if (links.size === 0) return [...rows];
  const pauses = await ledger
    .selectFrom("deliveryPause")
    .select(["link", "until", "error"])
    .where("link", "in", [...links])
    .execute();
  return rows.map((row) => {
    const pause = isWaiting(row) && pauses.find(({ link }) => link === row.link);
    // One that was recorded, or put off, for later than that is not what the pause holds up.
    if (!pause || pause.until <= (row.nextAttemptAt ?? row.createdAt)) return row;
    return { ...row, nextAttemptAt: pause.until, error: row.error ?? pause.error };
  });
}

const isWaiting = ({ state }: Waiting): boolean => state === "planned" || state === "failed";
