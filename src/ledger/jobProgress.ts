import { sql } from "kysely";
import type { DeliveryState } from "./deliveryState.ts";
import type { Ledger } from "./ledger.ts";

/** How far a job has come, in numbers that may be asked for of many jobs at once. */
export interface JobProgress {
  read: { vendors: number; purchaseOrders: number };
  /** Of what was read. What is neither changed, skipped nor blocked is unchanged. */
  changed: number;
  skipped: number;
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
  return progress;
}
