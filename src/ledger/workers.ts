/**
 * Who is alive. A worker's claims on jobs and deliveries hold while it lives; whoever finds a claim of a dead one
 * settles it. A worker is alive while
 *
 * - its heartbeat is younger than the lease, *and*
 * - the database session that it registered with still exists.
 *
 * The session ends with the process, so a killed worker's claims are free at once; the lease covers what a session
 * cannot tell: a machine that lost its power or its network, whose session the server still believes in.
 *
 * A worker that is declared dead may only be cut off and finish a request later. That is safe: its outcome is written
 * on condition that the delivery is still its own (see settleAttempt), and a file that it sent after all was put in
 * doubt by whoever took over, never sent again blindly.
 */
import { sql } from "kysely";
import type { Ledger } from "./ledger.ts";

/** How long a worker counts as alive after its last heartbeat, in milliseconds. */
export const workerLease = 30_000;

export interface WorkerRegistration {
  id: string;
  host: string;
  pid: number;
  /** `pg_backend_pid()` of the session that stands for the worker. */
  backendPid: number;
  now: Date;
}

export async function registerWorker(ledger: Ledger, worker: WorkerRegistration): Promise<void> {
  await sql`
    insert into worker (id, host, pid, backend_pid, backend_start, started_at, heartbeat_at)
    select ${worker.id}, ${worker.host}, ${worker.pid}, pid, backend_start, ${worker.now}, ${worker.now}
    from pg_stat_activity where pid = ${worker.backendPid} and not exists (select 1 from handover)
    on conflict (id) do update
      set backend_pid = excluded.backend_pid, backend_start = excluded.backend_start, heartbeat_at = excluded.heartbeat_at
  `.execute(ledger);
}

export async function beat(ledger: Ledger, id: string, now: Date): Promise<void> {
  await ledger.updateTable("worker").set({ heartbeatAt: now }).where("id", "=", id).execute();
}

/** Takes a worker off the list; what it still holds is free from then on. */
export async function removeWorker(ledger: Ledger, id: string): Promise<void> {
  await ledger.deleteFrom("worker").where("id", "=", id).execute();
}

export async function liveWorkers(ledger: Ledger, now: Date): Promise<string[]> {
  const alive = await sql<{ id: string }>`
    select worker.id from worker
    join pg_stat_activity session
      on session.pid = worker.backend_pid and session.backend_start = worker.backend_start
    where worker.heartbeat_at > ${new Date(now.getTime() - workerLease)}
  `.execute(ledger);
  return alive.rows.map((row) => row.id);
}

/** Forgets workers that have been dead for a day, so that the list does not grow with every command. */
export async function forgetDeadWorkers(ledger: Ledger, now: Date): Promise<void> {
  await ledger
    .deleteFrom("worker")
    .where("heartbeatAt", "<", new Date(now.getTime() - 24 * 60 * 60 * 1000))
    .execute();
}
