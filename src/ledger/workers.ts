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
 * Heartbeats are told by the database's clock, so that machines whose clocks differ agree on who lives.
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
}

export async function registerWorker(ledger: Ledger, worker: WorkerRegistration): Promise<void> {
  await sql`
    insert into worker (id, host, pid, backend_pid, backend_start, started_at, heartbeat_at)
    select ${worker.id}, ${worker.host}, ${worker.pid}, pid, backend_start, clock_timestamp(), clock_timestamp()
    from pg_stat_activity where pid = ${worker.backendPid} and not exists (select 1 from handover)
    on conflict (id) do update
      set backend_pid = excluded.backend_pid, backend_start = excluded.backend_start, heartbeat_at = excluded.heartbeat_at
  `.execute(ledger);
}

export async function beat(ledger: Ledger, id: string): Promise<void> {
  await ledger.updateTable("worker").set({ heartbeatAt: sql<Date>`clock_timestamp()` }).where("id", "=", id).execute();
}

/** Takes a worker off the list; what it still holds is free from then on. */
export async function removeWorker(ledger: Ledger, id: string): Promise<void> {
  await ledger.deleteFrom("worker").where("id", "=", id).execute();
}

/** @param trust.heartbeats false where the clock was set: only the end of a session then tells that a worker is dead */
export async function liveWorkers(
  ledger: Ledger,
  trust: { heartbeats: boolean } = { heartbeats: true },
): Promise<string[]> {
  const alive = await sql<{ id: string }>`
    select worker.id from worker
    join pg_stat_activity session
      on session.pid = worker.backend_pid and session.backend_start = worker.backend_start
    where ${!trust.heartbeats} or worker.heartbeat_at > clock_timestamp() - ${`${workerLease} milliseconds`}::interval
  `.execute(ledger);
  return alive.rows.map((row) => row.id);
}

/** The workers that are alive, the longest at work first. */
export async function listWorkers(
  ledger: Ledger,
): Promise<{ id: string; host: string; pid: number; startedAt: Date; heartbeatAt: Date }[]> {
  const live = await liveWorkers(ledger);
  if (live.length === 0) return [];
  return ledger
    .selectFrom("worker")
    .select(["id", "host", "pid", "startedAt", "heartbeatAt"])
    .where("id", "in", live)
    .orderBy("startedAt")
    .execute();
}

/** Forgets workers that have been dead for a day, so that the list does not grow with every command. */
export async function forgetDeadWorkers(ledger: Ledger): Promise<void> {
  await ledger
    .deleteFrom("worker")
    .where("heartbeatAt", "<", sql<Date>`clock_timestamp() - interval '1 day'`)
    .execute();
}
