import { sql } from "kysely";
import type { ErrorReport } from "../errors/connectorError.ts";
import type { DeliveryState } from "./deliveryState.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import type { DocumentType } from "./schema.ts";

/** What a page brought, apart from what was unchanged. */
export interface ReadingRecord {
  type: DocumentType;
  key: string;
  documentId?: string;
  revision?: number;
  outcome: "changed" | "skipped" | "blocked";
  cause?: { rule: string } | ErrorReport;
  /** A sweep found it changed where no poll would have looked. */
  missedByPolls?: boolean;
}

export async function recordPage(
  transaction: LedgerTransaction,
  page: {
    jobId: string;
    entity: string;
    number: number;
    records: number;
    unchanged: readonly (readonly [documentId: string, revision: number])[];
    readings: readonly ReadingRecord[];
    now: Date;
  },
): Promise<void> {
  await transaction
    .insertInto("page")
    .values({
      jobId: page.jobId,
      entity: page.entity,
      number: page.number,
      records: page.records,
      unchanged: JSON.stringify(page.unchanged),
      readAt: page.now,
    })
    .execute();
  if (page.readings.length === 0) return;
  const column = <Value>(of: (reading: ReadingRecord) => Value): Value[] => page.readings.map(of);
  await sql`
    insert into reading (job_id, page, type, key, document_id, revision, outcome, cause, missed_by_polls)
    select ${page.jobId}, ${page.number}::integer, type, key, document_id, revision, outcome, cause::jsonb, missed from unnest(
      ${column(({ type }) => type)}::text[],
      ${column(({ key }) => key)}::text[],
      ${column(({ documentId }) => documentId ?? null)}::text[],
      ${column(({ revision }) => revision ?? null)}::integer[],
      ${column(({ outcome }) => outcome)}::text[],
      ${column(({ cause }) => (cause === undefined ? null : JSON.stringify(cause)))}::text[],
      ${column(({ missedByPolls }) => missedByPolls ?? false)}::boolean[]
    ) as reading (type, key, document_id, revision, outcome, cause, missed)
  `.execute(transaction);
}

/** The next free page number of a job, so that a resumed job does not write over its earlier pages. */
export async function nextPageNumber(ledger: Ledger, jobId: string, entity: string): Promise<number> {
  const row = await ledger
    .selectFrom("page")
    .select(({ fn }) => fn.max("number").as("last"))
    .where("jobId", "=", jobId)
    .where("entity", "=", entity)
    .executeTakeFirst();
  return (row?.last ?? -1) + 1;
}

export interface ReadRecord {
  type: DocumentType;
  key: string;
  documentId: string | null;
  revision: number | null;
  /** What the page said of it. */
  reading: "changed" | "unchanged" | "skipped" | "blocked";
  cause: ErrorReport | { rule: string } | null;
  /** The delivery of that revision that Cleo has, or the newest. */
  delivery: { id: string; state: DeliveryState; fileName: string | null; error: ErrorReport | null } | null;
  /** Why an earlier revision is in doubt, which holds this one back. */
  heldBy: ErrorReport | null;
  missedByPolls: boolean;
}

export async function readCounts(ledger: Ledger, jobId: string): Promise<{ entity: string; records: number }[]> {
  const rows = await ledger
    .selectFrom("page")
    .select(({ fn }) => ["entity", fn.sum<number>("records").as("records")])
    .where("jobId", "=", jobId)
    .groupBy("entity")
    .execute();
  return rows.map((row) => ({ entity: row.entity, records: Number(row.records) }));
}

/** A record of a job with what became of it since: `delivery` is the one that Cleo has of its revision, or the newest; `held` a doubt before it. */
const recordsOf = (jobId: string) => sql`
  with record as (
    select type, key, document_id, revision, outcome as reading, cause, missed_by_polls, 0 as part, id as place
    from reading where job_id = ${jobId}
    union all
    select document.type, document.key, document.id, (entry.value ->> 1)::integer, 'unchanged', null, false, 1, page.number
    from page
    cross join lateral jsonb_array_elements(page.unchanged) as entry (value)
    join document on document.id = entry.value ->> 0
    where page.job_id = ${jobId}
  ),
  fate as (
    select record.*, delivery.id as delivery_id, delivery.state, delivery.file_name, delivery.error, held.error as held_by
    from record
    left join lateral (
      select * from delivery
      where delivery.document_id = record.document_id and delivery.revision = record.revision
      order by state = 'sent' desc, position desc limit 1
    ) delivery on true
    left join lateral (
      select earlier.error from delivery earlier
      where earlier.document_id = delivery.document_id and earlier.position < delivery.position
        and earlier.state = 'inDoubt' and delivery.state in ('planned', 'failed')
      order by earlier.position limit 1
    ) held on true
  )`;

/**
 * The records that a job read, with what became of each since: vendors first, then what changed before what did not.
 *
 * @param limit at most so many; where there are more, unchanged ones are left out first
 */
export async function jobRecords(ledger: Ledger, jobId: string, limit: number): Promise<ReadRecord[]> {
  const { rows } = await sql<ReadRecord>`
    ${recordsOf(jobId)}
    select * from (
      select type, key, document_id, revision, reading, cause, missed_by_polls, held_by, part, place,
        case when delivery_id is null then null else jsonb_build_object(
          'id', delivery_id, 'state', state, 'fileName', file_name, 'error', error) end as delivery
      from fate order by part, place, key limit ${limit}
    ) listed
    order by type desc, part, place, key
  `.execute(ledger);
  return rows;
}

/** How many records of a job share a fate. */
export interface ReadFate {
  records: number;
  reading: ReadRecord["reading"];
  state: DeliveryState | null;
  held: boolean;
  missedByPolls: boolean;
}

/** The fates of all records of a job: a few rows, however many records there are. */
export async function jobFates(ledger: Ledger, jobId: string): Promise<ReadFate[]> {
  const { rows } = await sql<ReadFate>`
    ${recordsOf(jobId)}
    select count(*)::integer as records, reading, state, held_by is not null as held, missed_by_polls
    from fate group by 2, 3, 4, 5
  `.execute(ledger);
  return rows;
}

/** No index leads from a number to its readings, so only the newest are looked through. */
const newest = 100_000;

/** The last reading of a record that made no document, because a rule skips it or it cannot be used; of what was not read for long, none. */
export async function lastLeftOut(ledger: Ledger, key: string) {
  return ledger
    .selectFrom("reading")
    .select(["jobId", "outcome", "cause"])
    .$castTo<{ jobId: string; outcome: "skipped" | "blocked"; cause: ReadRecord["cause"] }>()
    .where("key", "=", key)
    .where("id", ">", sql<number>`(select max(id) from reading) - ${newest}`)
    .where("outcome", "in", ["skipped", "blocked"])
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}
