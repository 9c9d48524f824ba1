import { sql } from "kysely";
import type { Ledger } from "./ledger.ts";

/**
 * Takes an upkeep that is due, so that one process of all does it, and puts it off by its interval. Where that process
 * dies on the way, the next turn comes after the interval; so an upkeep does little at a time, and can be repeated.
 *
 * @param every milliseconds
 * @returns whether it is the caller's turn
 */
export async function takeUpkeep(ledger: Ledger, name: string, every: number, now: Date): Promise<boolean> {
  const known = await ledger.selectFrom("upkeep").select("dueAt").where("name", "=", name).executeTakeFirst();
  // A time far ahead was set by a clock that was wrong.
  const farAhead = new Date(now.getTime() + 2 * every);
  if (known && known.dueAt > now && known.dueAt <= farAhead) return false;
  const dueAt = new Date(now.getTime() + every);
  const { rows } = await sql<{ name: string }>`
    insert into upkeep (name, due_at) values (${name}, ${dueAt})
    on conflict (name) do update set due_at = excluded.due_at
      where upkeep.due_at <= ${now} or upkeep.due_at > ${farAhead}
    returning name
  `.execute(ledger);
  return rows.length > 0;
}
