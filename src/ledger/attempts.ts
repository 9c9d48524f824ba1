/**
 * Attempts to send: begun together, and settled together, because a statement and a commit cost the same for eight files as for
 * one. Each delivery keeps its own conditions: one that is not the worker's any more is left alone, whatever stands beside it.
 */
import { type RawBuilder, sql } from "kysely";
import type { ErrorReport } from "../errors/connectorError.ts";
import type { Delivery } from "./deliveries.ts";
import type { DeliveryState } from "./deliveryState.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import { besides, type Write } from "./oneStatement.ts";
import { prepared } from "./preparedStatement.ts";
import type { Comparison, ControlNumbers, DeliveryForm, Purpose } from "./schema.ts";

export interface RenderedFile {
  purpose: Purpose;
  form: DeliveryForm;
  /** How it differs from what the partner has; null where they have nothing. */
  comparison: Comparison | null;
  folder: string;
  fileName: string;
  contentType: string;
  contentDigest: string;
  controlNumbers: ControlNumbers | null;
  warnings: object[];
}

/** A delivery with the file that was made for it, or without where it has its file on disk already. */
export interface DeliveryFile {
  delivery: Delivery;
  file?: RenderedFile;
}

/**
 * Enters `sending`: files and attempts are on disk once the transaction commits.
 *
 * @param writes what the files need beside them: their bytes and numbers
 * @returns the number of each attempt, in the order of `files`
 */
export async function beginAttempts(
  transaction: LedgerTransaction,
  files: readonly DeliveryFile[],
  writes: readonly Write[],
  { worker, now }: { worker: string; now: Date },
): Promise<number[]> {
  if (files.length === 0) return [];
  const numbers = files.map(({ delivery }) => delivery.attempts + 1);
  // One statement: the counters of control numbers are locked meanwhile, and others wait for them.
  await sql`
    ${prepared} with rendered as (${fileRows(files)}),
    attempted as (
      insert into attempt (delivery_id, number, job_id, worker_id, started_at)
      select begun.id, begun.number, begun.job_id, ${worker}, ${now}::timestamptz
      from unnest(
        ${files.map(({ delivery }) => delivery.id)}::text[],
        ${numbers}::integer[],
        ${files.map(({ delivery }) => delivery.replayJobId ?? delivery.jobId)}::text[]
      ) as begun (id, number, job_id)
    )${besides(writes)}
    update delivery set state = 'sending', worker_id = ${worker}, attempts = delivery.attempts + 1, next_attempt_at = null, error = null,
      ${fileColumns}
    from rendered where delivery.id = rendered.id
  `.execute(transaction);
  return numbers;
}

/** One row for each delivery; a file that is on disk already stays what it is. */
function fileRows(files: readonly DeliveryFile[]) {
  const column = (of: (file: RenderedFile) => string | null) => files.map(({ file }) => file && of(file));
  return sql`
    select * from unnest(
      ${files.map(({ delivery }) => delivery.id)}::text[],
      ${column((file) => file.purpose)}::text[],
      ${column((file) => file.form)}::text[],
      ${column(({ comparison }) => (comparison === null ? null : JSON.stringify(comparison)))}::text[],
      ${column((file) => file.folder)}::text[],
      ${column((file) => file.fileName)}::text[],
      ${column((file) => file.contentType)}::text[],
      ${column((file) => file.contentDigest)}::text[],
      ${column(({ controlNumbers }) => (controlNumbers === null ? null : JSON.stringify(controlNumbers)))}::text[],
      ${column(({ warnings }) => JSON.stringify(warnings))}::text[]
    ) as file (id, purpose, form, comparison, folder, file_name, content_type, content_digest, control_numbers, warnings)
  `;
}

const fileColumns = sql`
  purpose = coalesce(rendered.purpose, delivery.purpose),
  form = coalesce(rendered.form, delivery.form),
  comparison = coalesce(rendered.comparison::jsonb, delivery.comparison),
  folder = coalesce(rendered.folder, delivery.folder),
  file_name = coalesce(rendered.file_name, delivery.file_name),
  content_type = coalesce(rendered.content_type, delivery.content_type),
  content_digest = coalesce(rendered.content_digest, delivery.content_digest),
  control_numbers = coalesce(rendered.control_numbers::jsonb, delivery.control_numbers),
  warnings = coalesce(rendered.warnings::jsonb, delivery.warnings)
`;

export interface AttemptOutcome {
  state: Extract<DeliveryState, "sent" | "failed" | "blocked" | "inDoubt">;
  status?: number;
  /** Of one that is tried again: what its link was put off for, by which it waits. */
  error?: ErrorReport;
  /** Of one that is set aside. */
  nextAttemptAt?: Date;
}

export interface SettledAttempt {
  deliveryId: string;
  number: number;
  /** Of the bytes that were sent. */
  contentDigest: string | null;
  /** When the outcome was known. */
  at: Date;
  outcome: AttemptOutcome;
}

/** Queries of the identifiers of deliveries, for what is written beside their outcome. */
export interface Settled {
  /** Those whose outcome was taken: the others had gone on meanwhile. */
  taken: RawBuilder<unknown>;
  /** Those whose outcome is on record already: the database broke off before it could say so. */
  known: RawBuilder<unknown>;
  arrived: RawBuilder<unknown>;
  superseded: RawBuilder<unknown>;
}

/**
 * Writes what came of attempts, each on condition that the worker still holds the delivery. A late answer of a worker
 * that was taken for dead still counts until the next attempt begins, or another file is made: the file was sent after all, or it
 * was refused and is in doubt no more. What Cleo refused when a later revision of its document had a delivery already is superseded:
 * nobody has to mend it.
 *
 * @param writes what goes with it
 * @returns the deliveries whose outcome was taken, and what they are by now
 */
export async function settleAttempts(
  ledger: Ledger,
  worker: string,
  attempts: readonly SettledAttempt[],
  writes: (settled: Settled) => readonly Write[] = () => [],
): Promise<Map<string, DeliveryState>> {
  const column = <Value>(of: (attempt: SettledAttempt) => Value) => attempts.map(of);
  const json = (value: object | undefined) => (value === undefined ? null : JSON.stringify(value));
  const { rows } = await sql<{ id: string; state: DeliveryState }>`
    ${prepared} with answer as (
      select *, state = 'blocked' and exists (
        select 1 from delivery own join delivery later on later.document_id = own.document_id and later.revision > own.revision
        where own.id = answer.delivery_id and (later.state not in ('superseded', 'unneeded') or later.told_at is not null)
      ) as replaced, exists (
        select from attempt where attempt.delivery_id = answer.delivery_id and attempt.number = answer.number
          and attempt.finished_at = answer.at and attempt.outcome = answer.state
      ) as known
      from unnest(
        ${column(({ deliveryId }) => deliveryId)}::text[],
        ${column(({ number }) => number)}::integer[],
        ${column(({ contentDigest }) => contentDigest)}::text[],
        ${column(({ at }) => at)}::timestamptz[],
        ${column(({ outcome }) => outcome.state)}::text[],
        ${column(({ outcome }) => outcome.status ?? null)}::integer[],
        ${column(({ outcome }) => json(outcome.error))}::text[],
        ${column(({ outcome: { error } }) => JSON.stringify({ error }))}::text[],
        ${column(({ outcome, at }) => (outcome.state === "inDoubt" ? at : (outcome.nextAttemptAt ?? null)))}::timestamptz[]
      ) as answer (delivery_id, number, content_digest, at, state, status, error, detail, next_attempt_at)
    ),
    attempted as (
      update attempt set finished_at = answer.at, outcome = answer.state, status = answer.status, detail = answer.detail::jsonb
      from answer where attempt.delivery_id = answer.delivery_id and attempt.number = answer.number
    ),
    settled as (
      update delivery set worker_id = null,
        state = case when replaced then 'superseded' else answer.state end,
        error = case when replaced then null else answer.error::jsonb end,
        -- A doubt is looked into at once.
        next_attempt_at = answer.next_attempt_at,
        settled_at = case when answer.state = 'failed' then null else answer.at end
      from answer
      where delivery.id = answer.delivery_id and delivery.attempts = answer.number
        and (delivery.state = 'sending' and delivery.worker_id = ${worker}
          or (answer.state = 'sent' and delivery.state in ('inDoubt', 'failed')
            or answer.state in ('failed', 'blocked') and delivery.state = 'inDoubt')
            and delivery.content_digest is not distinct from answer.content_digest)
      returning delivery.id, delivery.state
    )${besides(
      writes({
        taken: sql`select id from settled`,
        known: sql`select delivery_id from answer where known`,
        arrived: sql`select id from settled where state = 'sent'`,
        superseded: sql`select id from settled where state = 'superseded'`,
      }),
    )}
    select id, state from settled
  `.execute(ledger);
  return new Map(rows.map(({ id, state }) => [id, state]));
}

export interface UnsentAttempt {
  delivery: Delivery;
  number: number;
  /** By which it is told from one of the same number that the worker has begun since, where this one came to nothing. */
  startedAt: Date;
}

/**
 * Ends attempts of which nothing was sent, and of which it is not known whether they were begun; those that were are to be tried again.
 * They may have been taken for abandoned meanwhile.
 *
 * @param writes what goes with it, where the column `subject` is a delivery that is given back
 */
export async function giveBackAttempts(
  ledger: Ledger,
  worker: string,
  attempts: readonly UnsentAttempt[],
  { error, at }: { error: ErrorReport; at: Date },
  writes: (given: RawBuilder<unknown>) => readonly Write[],
): Promise<void> {
  const report = JSON.stringify(error);
  await sql`
    with unsent as (
      select * from unnest(
        ${attempts.map(({ delivery }) => delivery.id)}::text[],
        ${attempts.map(({ number }) => number)}::integer[],
        ${attempts.map(({ startedAt }) => startedAt)}::timestamptz[]
      ) as unsent (delivery_id, number, started_at)
    ),
    given as (
      update delivery set state = 'failed', worker_id = null, next_attempt_at = null, settled_at = null, error = ${report}::jsonb
      from unsent, attempt
      where delivery.id = unsent.delivery_id and delivery.attempts = unsent.number
        and attempt.delivery_id = unsent.delivery_id and attempt.number = unsent.number
        and attempt.worker_id = ${worker} and attempt.started_at = unsent.started_at
        and (delivery.state = 'sending' and delivery.worker_id = ${worker} or delivery.state = 'inDoubt')
      returning delivery.id, delivery.attempts
    )${besides(writes(sql`subject in (select id from given)`))}
    update attempt set finished_at = ${at}::timestamptz, outcome = 'failed', detail = jsonb_build_object('error', ${report}::jsonb)
    from given where attempt.delivery_id = given.id and attempt.number = given.attempts
  `.execute(ledger);
}
