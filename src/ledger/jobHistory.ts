import { sql } from "kysely";
import type { Job } from "./jobs.ts";
import type { Ledger } from "./ledger.ts";
import type { JobKind } from "./schema.ts";

/** A job among those of its link, by when it was asked for, whatever the clock said. */
export type PastJob = Job & {
  /** The earliest time that the clock was set back to since: for what comes due from then on the job does not count. */
  clockSetBackTo: Date | null;
};

export interface Sought {
  link: string;
  kind: JobKind;
  /** Of polls: only those of this entity. A sweep reads everything, so it counts as a poll too. */
  entity?: string;
  /** Of polls: only those that looked for what is gone. */
  sweep?: boolean;
  /** Only those that have ended, or only those that have not. */
  ended?: boolean;
}

/** The job that was asked for last, by whomever. */
export async function lastJob(ledger: Ledger, sought: Sought): Promise<PastJob | undefined> {
  const present = await jobsOf(ledger, sought)
    .selectAll()
    .where("clockSetBackTo", "is", null)
    .orderBy("requestedAt", "desc")
    .limit(1)
    .executeTakeFirst();
  const former = await jobsOf(ledger, sought)
    .selectAll()
    .where("clockSetBackTo", "is not", null)
    .orderBy("clockSetBackTo", "desc")
    .orderBy("requestedAt", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!former?.clockSetBackTo) return present;
  return present && present.requestedAt >= former.clockSetBackTo ? present : former;
}

/**
 * Whether a job of before the clock was set back stands for what comes due between two times: the only one that its schedule
 * asked for in the times that come again, which is not run again then (engine/schedules.ts).
 */
export async function standsFor(ledger: Ledger, sought: Sought, from: Date, until: Date): Promise<boolean> {
  const row = await jobsOf(ledger, sought)
    .select(({ fn }) => [fn.countAll<string>().as("jobs"), fn.max("requestedAt").as("at")])
    .where("requestedBy", "=", "schedule")
    .where("clockSetBackTo", "<=", from)
    .whereRef("requestedAt", ">", "clockSetBackTo")
    .executeTakeFirst();
  return Number(row?.jobs) === 1 && row?.at != null && row.at >= from && row.at < until;
}

function jobsOf(ledger: Ledger, { link, kind, entity, sweep = false, ended }: Sought) {
  return ledger
    .selectFrom("job")
    .where("link", "=", link)
    .where("kind", "=", kind)
    .$if(entity !== undefined, (query) =>
      query.where(sql<boolean>`parameters -> 'entities' @> ${JSON.stringify([entity])}::jsonb`),
    )
    .$if(sweep, (query) => query.where(sql<boolean>`parameters ->> 'sweep' = 'true'`))
    .$if(ended === true, (query) => query.where("finishedAt", "is not", null))
    .$if(ended === false, (query) => query.where("state", "in", ["queued", "running"]));
}
