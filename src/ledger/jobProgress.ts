import { sql } from "kysely";
import type { DeliveryState } from "./deliveryState.ts";
import type { Ledger } from "./ledger.ts";

/** How far a job has come, in numbers that may be asked for of many jobs at once. */
export interface JobProgress {
  read: { vendors: number; purchaseOrders: number };
  /** Of what was read, as the pages said of it. */
  changed: number;
  skipped: number;
  /** What waits for a person now, in doubt or blocked: of a poll as its report counts it, of any other job what it delivers. */
  blocked: number;
  /** What it delivers, by the state it is in now. */
  deliveries: Partial<Record<DeliveryState, number>>;
}

export async function jobProgress(ledger: Ledger, ids: readonly string[]): Promise<Map<string, JobProgress>> {
  const progress = new Map<string, JobProgress>(
    ids.map((id) => [
      id,
      { read: { vendors: 0, purchaseOrders: 0 }, changed: 0, skipped: 0, blocked: 0, deliveries: {} },
    ]),
  );
  if (ids.length === 0) return progress;
  const pages = await ledger
    .selectFrom("page")
    .select(({ fn }) => ["jobId", "entity", fn.sum<number>("records").as("records")])
    .where("jobId", "in", [...ids])
    .groupBy(["jobId", "entity"])
    .execute();
  for (const { jobId, entity, records } of pages) {
    const of = progress.get(jobId);
    if (of && (entity === "vendors" || entity === "purchaseOrders")) of.read[entity] = Number(records);
  }
  const readings = await ledger
    .selectFrom("reading")
    .select(({ fn }) => ["jobId", "outcome", fn.countAll<number>().as("records")])
    .where("jobId", "in", [...ids])
    .groupBy(["jobId", "outcome"])
    .execute();
  for (const { jobId, outcome, records } of readings) {
    const of = progress.get(jobId);
    if (of) of[outcome] = Number(records);
  }
  const { rows } = await sql<{ jobId: string; state: DeliveryState; deliveries: number }>`
    select job_id, state, count(*)::integer as deliveries from (
      select job_id, state, id from delivery where job_id = any(${[...ids]}) and replay_job_id is null
      union select replay_job_id, state, id from delivery where replay_job_id = any(${[...ids]})
    ) own group by job_id, state`.execute(ledger);
  for (const { jobId, state, deliveries } of rows) {
    const of = progress.get(jobId);
    if (of) of.deliveries[state] = deliveries;
  }
  for (const { jobId, records } of await waitingForPeople(ledger, ids)) {
    const of = progress.get(jobId);
    if (of) of.blocked += records;
  }
  return progress;
}

/** By job, where there are any: found from the deliveries that are blocked, in doubt or behind a doubt, which are few. */
async function waitingForPeople(ledger: Ledger, ids: readonly string[]): Promise<{ jobId: string; records: number }[]> {
  const { rows } = await sql<{ jobId: string; records: number }>`
    with waits as materialized (
      select document_id, revision, position, created_at, coalesce(replay_job_id, job_id) as job_id
      from delivery where state in ('blocked', 'inDoubt')
      union
      select held.document_id, held.revision, held.position, held.created_at, coalesce(held.replay_job_id, held.job_id)
      from delivery doubt
      join delivery held on held.document_id = doubt.document_id and held.position > doubt.position
      where doubt.state = 'inDoubt' and held.state in ('planned', 'failed')
    ),
    open as materialized (
      select * from waits
      where not exists (
        select 1 from delivery later
        where later.document_id = waits.document_id and later.revision = waits.revision
          and (later.position > waits.position or later.state = 'sent'))
    ),
    own as (
      -- In the count, because a planner that takes them for few would join them in a loop where it should hash.
      select job_id, count(*) filter (
        where (document_id, revision) in (select document_id, revision from open)) as records
      from reading where job_id = any(${[...ids]}) and outcome = 'changed'
      group by job_id
      union all
      select page.job_id, count(*) filter (
        where (entry.value ->> 0, (entry.value ->> 1)::integer) in (select document_id, revision from open))
      from page
      cross join lateral jsonb_array_elements(page.unchanged) as entry (value)
      where page.job_id = any(${[...ids]}) and page.read_at >= (select min(created_at) from open)
      group by page.job_id
      union all
      -- What a replay left in doubt it left, also where Cleo has the revision by another delivery.
      select job.id, count(*) from waits
      join job on job.id = waits.job_id
      where job.id = any(${[...ids]}) and job.kind <> 'poll'
      group by job.id
    )
    select job_id, sum(records)::integer as records from own group by job_id`.execute(ledger);
  return rows;
}
