import { sql } from "kysely";
import type { Ledger } from "./ledger.ts";
import type { JobState } from "./schema.ts";

export interface LastPoll {
  jobId: string;
  state: JobState;
  requestedAt: Date;
  requestedBy: string;
  finishedAt: Date | null;
}

/** The poll of an entity that was asked for last, by whomever. A sweep reads everything, so it counts as a poll too. */
export async function lastPoll(
  ledger: Ledger,
  { link, entity, sweep }: { link: string; entity: string; sweep: boolean },
): Promise<LastPoll | undefined> {
  return ledger
    .selectFrom("job")
    .select(["id as jobId", "state", "requestedAt", "requestedBy", "finishedAt"])
    .where("link", "=", link)
    .where("kind", "=", "poll")
    .where(sql<boolean>`parameters -> 'entities' @> ${JSON.stringify([entity])}::jsonb`)
    .$if(sweep, (query) => query.where(sql<boolean>`parameters ->> 'sweep' = 'true'`))
    .orderBy("requestedAt", "desc")
    .limit(1)
    .executeTakeFirst();
}
