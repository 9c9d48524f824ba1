/**
 * pg-boss rings the bell; the ledger holds the work.
 *
 * A ring is sent in the transaction that records the work, so it is heard exactly when there is something to do, by a
 * worker of any process. It carries nothing and promises nothing: a ring that is lost, doubled, or still "active" after
 * its worker was killed changes nothing, because what is to be done, by whom, and whether that one still lives stands in
 * the ledger alone. Workers look there on every tick as well; the bell only saves them the wait.
 *
 * Schedules are pg-boss's too: cron with time zones, one occurrence across all processes, missed ones caught up once.
 */

import { sql } from "kysely";
import type pg from "pg";
import { fromKysely, PgBoss } from "pg-boss";
import type { DatabaseBackend } from "../database/backend.ts";
import type { LedgerTransaction } from "../ledger/ledger.ts";

const wakeQueue = "wake";
export const scheduleQueue = "schedule";

export interface Bell {
  boss: PgBoss;
  /** Wakes a worker when the transaction commits. */
  ring(transaction: LedgerTransaction): Promise<void>;
  /** The clock was set back: schedules are looked at again now, not when the clock is where it was. */
  clockSetBack(transaction: LedgerTransaction): Promise<void>;
  /** Calls `wake` on every ring that reaches this process. */
  listen(wake: () => void): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param options.supervise whether this process also does pg-boss's housekeeping and its schedules; short-lived commands
 *   leave that to the long-running ones
 */
export async function openBell(
  poolConfig: pg.PoolConfig,
  options: { supervise: boolean; backend: DatabaseBackend; onError: (error: Error) => void },
): Promise<Bell> {
  const boss = new PgBoss({
    ...(poolConfig as object),
    max: 3,
    schema: "pgboss",
    backend: options.backend,
    application_name: "ml-connector bell",
    supervise: options.supervise,
    schedule: options.supervise,
    useListenNotify: true,
    registerInstance: options.supervise,
    openTelemetry: { enabled: false },
  });
  // Some of its errors are copies without a class.
  boss.on("error", (error) =>
    options.onError(error instanceof Error ? error : Object.assign(new Error("pg-boss failed"), error)),
  );
  await boss.start();
  // `short`: rings that wait for the same ear are one ring.
  await boss.createQueue(wakeQueue, {
    policy: "short",
    notify: true,
    retryLimit: 0,
    expireInSeconds: 60,
    retentionSeconds: 3600,
    deleteAfterSeconds: 60,
  });
  await boss.createQueue(scheduleQueue, {
    policy: "standard",
    notify: true,
    retryLimit: 2,
    deleteAfterSeconds: 86_400,
  });
  return {
    boss,
    async ring(transaction) {
      await boss.send(wakeQueue, null, { db: fromKysely(transaction) });
    },
    async clockSetBack(transaction) {
      // pg-boss's notes of when it last looked, of rings and of occurrences that wait.
      await sql`update pgboss.version set cron_on = null, flow_on = null`.execute(transaction);
      await sql`update pgboss.schedule set created_on = now() where created_on > now()`.execute(transaction);
      await sql`update pgboss.queue set maintain_on = null, monitor_on = null, monitor_claim_on = null`.execute(
        transaction,
      );
      await sql`update pgboss.job set start_after = now() where state < 'active' and start_after > now()`.execute(
        transaction,
      );
    },
    async listen(wake) {
      await boss.work(wakeQueue, { pollingIntervalSeconds: 5 }, async () => wake());
    },
    async close() {
      await boss.stop({ graceful: true, close: true, timeout: 5_000 });
    },
  };
}
