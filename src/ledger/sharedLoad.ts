/**
 * The load that all processes put on one GP server, by the name of its connection.
 *
 * Calls are counted by the minute in which leave for them was taken. Leave is used within a minute or lost, so a minute counts
 * for 62 of them: in any 60 minutes there are at most as many calls as are allowed, and of these each process may leave one
 * parcel unused. One transaction counts and takes, under the lock of the connection's row, so that no two take the same calls.
 *
 * A rest is one row. The process that ends it moves the end ahead first, by a condition on the end that it saw: one tries, and
 * where it dies over it, the next one does so when that time is over.
 */
import { sql } from "kysely";
import type { CallLeave, SharedLoad } from "../gp/index.ts";
import type { Ledger } from "./ledger.ts";

const minute = 60_000;
const counted = 62 * minute;
/** Milliseconds that a process has for its try: longer than the first call of a cold GP takes. */
const tryLasts = 3 * minute;

export function sharedLoad(ledger: Ledger, connection: string): SharedLoad {
  return {
    async askRest(now, longestPause) {
      const rest = await ledger
        .selectFrom("gpRest")
        .select(["until", "pauses"])
        .where("connection", "=", connection)
        .executeTakeFirst();
      if (rest === undefined) return { resting: false };
      const wait = rest.until.getTime() - now.getTime();
      if (wait > 0 && wait <= Math.max(longestPause, tryLasts)) return { resting: true, wait };
      const taken = await ledger
        .updateTable("gpRest")
        .set({ until: new Date(now.getTime() + tryLasts) })
        .where("connection", "=", connection)
        .where("until", "=", rest.until)
        .executeTakeFirst();
      return taken.numUpdatedRows === 1n ? { resting: "over", pauses: rest.pauses } : { resting: true, wait: 1_000 };
    },
    async rest(until, pauses) {
      await ledger
        .insertInto("gpRest")
        .values({ connection, until, pauses })
        .onConflict((conflict) => conflict.column("connection").doUpdateSet({ until, pauses }))
        .execute();
    },
    async wake() {
      await ledger.deleteFrom("gpRest").where("connection", "=", connection).execute();
    },
    takeCalls: (now, wanted, perHour) =>
      ledger.transaction().execute(async (transaction): Promise<CallLeave> => {
        // The connection's row, which is only there to be locked.
        await sql`
          insert into gp_calls (connection, minute, calls) values (${connection}, ${new Date(0)}, 0)
          on conflict (connection, minute) do update set calls = 0
        `.execute(transaction);
        const since = new Date(now.getTime() - counted);
        await transaction
          .deleteFrom("gpCalls")
          .where("connection", "=", connection)
          .where("minute", "<=", since)
          .where("minute", ">", new Date(0))
          .execute();
        const minutes = await transaction
          .selectFrom("gpCalls")
          .select(["minute", "calls"])
          .where("connection", "=", connection)
          .where("calls", ">", 0)
          .orderBy("minute")
          .execute();
        const taken = minutes.reduce((sum, { calls }) => sum + calls, 0);
        const calls = Math.min(wanted, perHour - taken);
        if (calls <= 0) return { calls: 0, wait: untilFree(minutes, taken - perHour + 1, now) };
        await sql`
          insert into gp_calls as present (connection, minute, calls)
          values (${connection}, ${new Date(Math.floor(now.getTime() / minute) * minute)}, ${calls})
          on conflict (connection, minute) do update set calls = present.calls + excluded.calls
        `.execute(transaction);
        return { calls };
      }),
  };
}

/** Milliseconds until so many calls no longer count. */
function untilFree(minutes: readonly { minute: Date; calls: number }[], wanted: number, now: Date): number {
  let freed = 0;
  for (const each of minutes) {
    freed += each.calls;
    if (freed >= wanted) return Math.max(1, each.minute.getTime() + counted - now.getTime());
  }
  return counted;
}
