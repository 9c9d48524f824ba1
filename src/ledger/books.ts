/**
 * The books (Invariant 11): what was read, by the count that each page wrote down, against what became of it, by the rows
 * that tell outcomes. The two come from different columns, so a row that is lost or added shows as a difference.
 *
 * A year of polls has millions of unchanged records, nearly all of a revision that was sent long ago. They are counted by the
 * length of their list; only lists that may name a revision which is still open, or has no delivery at all, are looked into.
 */
import { sql } from "kysely";
import type { Ledger } from "./ledger.ts";
import type { DocumentType } from "./schema.ts";

export const bookColumns = ["sent", "unchanged", "skipped", "blocked", "waiting", "superseded"] as const;
export type BookColumn = (typeof bookColumns)[number];

export type BookRow = {
  link: string;
  type: DocumentType;
  /** Calendar day in the link's time zone. */
  day: string;
  /** What the pages say they brought. */
  read: number;
  /** Outcomes that belong to no page. */
  strays: number;
} & Record<BookColumn, number>;

export interface BookPeriod {
  /** First and last calendar day, each in the time zone of its link. */
  from: string;
  to: string;
  link?: string;
  /** IANA zone of each link; UTC for one that is configured no more. */
  timeZones: Readonly<Record<string, string>>;
}

/** A line for each link, type and day on which something was read. */
export async function keepBooks(ledger: Ledger, { from, to, link, timeZones }: BookPeriod): Promise<BookRow[]> {
  const zones = JSON.stringify(timeZones);
  const { rows } = await sql<BookRow>`
    with zone as (select key as link, value as name from jsonb_each_text(${zones}::jsonb)),
    -- A day begins somewhere in the world up to fourteen hours before it does in UTC.
    read as materialized (
      select page.job_id, page.number, page.records, page.read_at, page.compacted, page.entity, page.unchanged,
        job.link,
        case page.entity when 'vendors' then 'vendor' else 'purchaseOrder' end as type,
        to_char(page.read_at at time zone coalesce(zone.name, 'UTC'), 'YYYY-MM-DD') as day
      from page
      join job on job.id = page.job_id
      left join zone on zone.link = job.link
      where page.read_at >= ${from}::date - interval '1 day' and page.read_at < ${to}::date + interval '2 days'
        and (${link ?? null}::text is null or job.link = ${link ?? null})
    ),
    -- As a case, because a planner takes a text between two others for one row in two hundred, and loops where it should hash.
    page_in as materialized (
      select * from read where case when day between ${from} and ${to} then true else false end
    ),
    counted as (
      select link, type, day, sum(records) as read,
        sum(jsonb_array_length(unchanged) + coalesce((compacted ->> 'unchanged')::integer, 0)) as unchanged,
        sum(coalesce((compacted ->> 'skipped')::integer, 0)) as skipped,
        sum(coalesce((compacted ->> 'blocked')::integer, 0)) as blocked
      from page_in group by 1, 2, 3
    ),
    -- Revisions whose newest delivery is not done with, or that have none. What Cleo has it has, whatever becomes of a replay.
    open as materialized (
      select delivery.document_id, delivery.revision, delivery.created_at as since,
        case
          when delivery.state in ('blocked', 'inDoubt') then 'blocked'
          when delivery.state in ('planned', 'failed') and exists (
            select 1 from delivery earlier
            where earlier.document_id = delivery.document_id and earlier.position < delivery.position
              and earlier.state = 'inDoubt') then 'blocked'
          when delivery.state in ('planned', 'failed', 'sending') then 'waiting'
        end as outcome
      from delivery
      where delivery.state in ('planned', 'failed', 'sending', 'inDoubt', 'blocked')
        and not exists (
          select 1 from delivery later
          where later.document_id = delivery.document_id and later.revision = delivery.revision
            and (later.position > delivery.position or later.state = 'sent'))
      union all
      select revision.document_id, revision.number, revision.created_at, null
      from revision
      where not exists (
        select 1 from delivery
        where delivery.document_id = revision.document_id and delivery.revision = revision.number)
    ),
    still_open as (
      select page_in.link, page_in.type, page_in.day, open.outcome, count(*) as records
      from page_in
      cross join lateral jsonb_array_elements(page_in.unchanged) as entry (value)
      join open on open.document_id = entry.value ->> 0 and open.revision = (entry.value ->> 1)::integer
      where page_in.read_at >= (select min(since) from open)
      group by 1, 2, 3, 4
    ),
    told as (
      select page_in.link, page_in.type, page_in.day,
        case reading.outcome
          when 'skipped' then 'skipped'
          when 'blocked' then 'blocked'
          when 'changed' then case
            when open.document_id is not null then open.outcome
            when newest.state = 'sent' then 'sent'
            when newest.state = 'unneeded' then 'unchanged'
            when newest.state = 'superseded' then 'superseded'
          end
        end as outcome,
        count(*) as records
      from page_in
      join reading on reading.job_id = page_in.job_id and reading.type = page_in.type and reading.page = page_in.number
      left join open on reading.outcome = 'changed'
        and open.document_id = reading.document_id and open.revision = reading.revision
      left join lateral (
        select state from delivery
        where reading.outcome = 'changed'
          and delivery.document_id = reading.document_id and delivery.revision = reading.revision
        order by state = 'sent' desc, position desc limit 1
      ) newest on true
      group by 1, 2, 3, 4
    ),
    stray as (
      select job.link, reading.type,
        to_char(job.requested_at at time zone coalesce(zone.name, 'UTC'), 'YYYY-MM-DD') as day, count(*) as records
      from reading
      join job on job.id = reading.job_id
      left join zone on zone.link = job.link
      left join page on page.job_id = reading.job_id and page.number = reading.page
        and page.entity = case reading.type when 'vendor' then 'vendors' else 'purchaseOrders' end
      where page.job_id is null
        and job.requested_at >= ${from}::date - interval '1 day' and job.requested_at < ${to}::date + interval '2 days'
        and (${link ?? null}::text is null or job.link = ${link ?? null})
      group by 1, 2, 3
    ),
    entry as (
      select link, type, day, read, 0 as sent, unchanged, skipped, blocked, 0 as waiting, 0 as superseded, 0 as strays
      from counted
      union all
      -- Counted among the unchanged; an open one is moved to its column, one without any outcome to none.
      select link, type, day, 0, 0, -records, 0, case outcome when 'blocked' then records else 0 end,
        case outcome when 'waiting' then records else 0 end, 0, 0
      from still_open
      union all
      select link, type, day, 0,
        case outcome when 'sent' then records else 0 end, case outcome when 'unchanged' then records else 0 end,
        case outcome when 'skipped' then records else 0 end, case outcome when 'blocked' then records else 0 end,
        case outcome when 'waiting' then records else 0 end, case outcome when 'superseded' then records else 0 end, 0
      from told
      union all
      select link, type, day, 0, 0, 0, 0, 0, 0, 0, records from stray where day between ${from} and ${to}
    )
    select link, type, day, sum(read)::integer as read, sum(sent)::integer as sent, sum(unchanged)::integer as unchanged,
      sum(skipped)::integer as skipped, sum(blocked)::integer as blocked, sum(waiting)::integer as waiting,
      sum(superseded)::integer as superseded, sum(strays)::integer as strays
    from entry group by link, type, day order by day, link, type desc
  `.execute(ledger);
  return rows;
}

/** By how much the outcomes of a line differ from what was read; 0 where the books balance. */
export function differenceOf(row: Pick<BookRow, "read" | "strays" | BookColumn>): number {
  return row.read - bookColumns.reduce((sum, column) => sum + row[column], 0) || row.strays;
}
