/** What the home page counts. Every question is answered from an index over what is open or recent. */
import { sql } from "kysely";
import type { DeliveryState } from "./deliveryState.ts";
import type { Ledger } from "./ledger.ts";
import { type DocumentType, documentTypes } from "./schema.ts";

/** Documents that share a cause. */
export interface CauseCount {
  link: string;
  type: DocumentType | "inbound";
  state: string;
  code: string | null;
  documents: number;
  /** One of them. */
  exampleKey: string;
  exampleMessage: string | null;
  since: Date;
}

/** Deliveries that cannot go on by themselves, or are being retried, by cause. */
export async function deliveryCauses(ledger: Ledger): Promise<CauseCount[]> {
  const { rows } = await sql<CauseCount>`
    select link, type, state, error ->> 'code' as code, count(*)::integer as documents, min(key) as example_key,
      min(error ->> 'message') as example_message, min(created_at) as since
    from delivery
    where state = 'blocked'
      or (state = 'inDoubt' and next_attempt_at is null)
      or (state = 'failed' and error is not null)
    group by 1, 2, 3, 4`.execute(ledger);
  return rows;
}

/** Documents from partners that wait for a person, by cause. */
export async function inboundCauses(ledger: Ledger): Promise<CauseCount[]> {
  const { rows } = await sql<CauseCount>`
    select link, 'inbound' as type, state, error ->> 'code' as code, count(*)::integer as documents,
      min(type || ' of ' || coalesce(partner, sender, 'an unknown sender')) as example_key, min(coalesce(error ->> 'message', summary)) as example_message,
      min(received_at) as since
    from inbound_document
    where state in ('review', 'failed', 'quarantined')
    group by 1, 2, 3, 4`.execute(ledger);
  return rows;
}

/** How many documents from partners wait for a person. */
export async function documentsToReview(ledger: Ledger): Promise<number> {
  const { count } = await ledger
    .selectFrom("inboundDocument")
    .select(sql<number>`count(*)::integer`.as("count"))
    .where("state", "in", ["review", "failed", "quarantined"])
    .executeTakeFirstOrThrow();
  return count;
}

/** Records of the last poll of each link that could not be read at all, by cause. */
export async function unreadableCauses(ledger: Ledger, jobIds: readonly string[]): Promise<CauseCount[]> {
  if (jobIds.length === 0) return [];
  const { rows } = await sql<CauseCount>`
    select job.link, reading.type, 'blocked' as state, cause ->> 'code' as code, count(*)::integer as documents,
      min(reading.key) as example_key, min(cause ->> 'message') as example_message, min(job.requested_at) as since
    from reading join job on job.id = reading.job_id
    where reading.job_id = any(${[...jobIds]}) and reading.outcome = 'blocked'
    group by 1, 2, 3, 4`.execute(ledger);
  return rows;
}

export interface VolumePoint {
  /** Begin of the hour or day, UTC. */
  at: Date;
  type: DocumentType;
  sent: number;
  /** Seconds from the revision to Cleo's yes: of half, and of nineteen in twenty. */
  medianSeconds: number;
  slowSeconds: number;
}

/** What was sent since an instant, by hour or day. */
export async function sentVolume(ledger: Ledger, since: Date, by: "hour" | "day"): Promise<VolumePoint[]> {
  const { rows } = await sql<VolumePoint>`
    select date_trunc(${sql.lit(by)}, settled_at, 'UTC') as at, type, count(*)::integer as sent,
      percentile_cont(0.5) within group (order by extract(epoch from settled_at - created_at))::float as median_seconds,
      percentile_cont(0.95) within group (order by extract(epoch from settled_at - created_at))::float as slow_seconds
    from delivery
    where state = 'sent' and settled_at >= ${since}
    group by 1, 2 order by 1, 2`.execute(ledger);
  return rows;
}

export interface OpenCount {
  link: string;
  state: DeliveryState;
  deliveries: number;
}

/** Deliveries that are not done with, by link and state. */
export async function openDeliveries(ledger: Ledger): Promise<OpenCount[]> {
  const { rows } = await sql<OpenCount>`
    select link, state, count(*)::integer as deliveries from delivery
    where state in ('planned', 'sending', 'failed', 'inDoubt', 'blocked')
    group by link, state`.execute(ledger);
  return rows;
}

/** When Cleo accepted the newest file of each link, by its name; none of a link that sent nothing. */
export async function lastSent(ledger: Ledger, links: readonly string[]): Promise<Map<string, Date>> {
  const { rows } = await sql<{ link: string; at: Date }>`
    select asked.link, max(newest.settled_at) as at
    from unnest(${[...links]}::text[]) as asked (link)
    -- Each type by itself, which is how the index has them: what a link of a hundred sent long ago lies far back among all.
    cross join unnest(${[...documentTypes]}::text[]) as delivered (type)
    cross join lateral (
      select settled_at from delivery
      where delivery.link = asked.link and delivery.type = delivered.type and delivery.state = 'sent'
      order by position desc limit 1
    ) newest
    group by asked.link`.execute(ledger);
  return new Map(rows.map(({ link, at }) => [link, at]));
}
