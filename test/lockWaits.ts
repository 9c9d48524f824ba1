import { sql } from "kysely";
import { expect } from "vitest";
import type { Ledger } from "../src/ledger/ledger.ts";

/** Until so many connections to the ledger's database wait for a lock of another one. */
export async function untilWaiting(ledger: Ledger, connections: number): Promise<void> {
  const waiting = sql<{ waiting: number }>`
    select count(*)::integer as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  const count = async () => (await waiting.execute(ledger)).rows[0]?.waiting;
  await expect.poll(count, { timeout: 20_000, interval: 20 }).toBe(connections);
}
