import { sql } from "kysely";
import type { Ledger } from "./ledger.ts";
import type { JobKind, JobState } from "./schema.ts";

export interface LastJob {
  jobId: string;
  state: JobState;
  requestedAt: Date;
  requestedBy: string;
  finishedAt: Date | null;
}

/** The job of a kind that was asked for last for a link, by whomever. */
export async function lastJob(
  ledger: Ledger,
  { link, kind }: { link: string; kind: JobKind },
): Promise<LastJob | undefined> {
  return latest(ledger, link, kind).executeTakeFirst();
}

/** The poll of an entity that was asked for last, by whomever. A sweep reads everything, so it counts as a poll too. */
export async function lastPoll(
  ledger: Ledger,
  { link, entity, sweep }: { link: string; entity: string; sweep: boolean },
): Promise<LastJob | undefined> {
  return latest(ledger, link, "poll")
    .where(sql<boolean>`parameters -> 'entities' @> ${JSON.stringify([entity])}::jsonb`)
    .$if(sweep, (query) => query.where(sql<boolean>`parameters ->> 'sweep' = 'true'`))
    .executeTakeFirst();
}

function latest(ledger: Ledger, link: string, kind: JobKind) {
  return ledger
    .selectFrom("job")
    .select(["id as jobId", "state", "requestedAt", "requestedBy", "finishedAt"])
    .where("link", "=", link)
    .where("kind", "=", kind)
    .orderBy("requestedAt", "desc")
    .limit(1);
}
