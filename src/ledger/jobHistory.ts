import { type RawBuilder, sql } from "kysely";
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
}

/** The job that was asked for last, by whomever. */
export async function lastJob(ledger: Ledger, sought: Sought): Promise<PastJob | undefined> {
  const [last] = await lastJobs(ledger, [sought]);
  return last;
}

/**
 * The same of each that is sought, in this order: two statements for all of them, because a company is a link, and there may be
 * hundreds.
 *
 * @param state of all of them: only those that have ended, or that ended well
 */
export async function lastJobs(
  ledger: Ledger,
  sought: readonly Sought[],
  state?: "ended" | "succeeded",
): Promise<(PastJob | undefined)[]> {
  const ofState =
    state === undefined ? sql`` : state === "ended" ? sql`and finished_at is not null` : sql`and state = 'succeeded'`;
  const present = await newestOfEach(
    ledger,
    sought,
    sql`clock_set_back_to is null ${ofState} order by requested_at desc`,
  );
  const former = await newestOfEach(
    ledger,
    sought,
    sql`clock_set_back_to is not null ${ofState} order by clock_set_back_to desc, requested_at desc`,
  );
  return sought.map((_, place) => later(present.get(place), former.get(place)));
}

function later(present: PastJob | undefined, former: PastJob | undefined): PastJob | undefined {
  if (!former?.clockSetBackTo) return present;
  return present && present.requestedAt >= former.clockSetBackTo ? present : former;
}

/** By the place of what is sought. */
async function newestOfEach(
  ledger: Ledger,
  sought: readonly Sought[],
  inOrder: RawBuilder<unknown>,
): Promise<Map<number, PastJob>> {
  const { rows } = await sql<PastJob & { place: number }>`
    select asked.place, newest.* from unnest(
      ${sought.map(({ link }) => link)}::text[],
      ${sought.map(({ kind }) => kind)}::text[],
      ${sought.map(({ entity }) => entity ?? null)}::text[],
      ${sought.map(({ sweep }) => sweep ?? false)}::boolean[]
    ) with ordinality as asked (link, kind, entity, sweep, place)
    cross join lateral (
      select * from job
      where job.link = asked.link and job.kind = asked.kind
        and (asked.entity is null or parameters -> 'entities' @> to_jsonb(asked.entity))
        and (not asked.sweep or parameters ->> 'sweep' = 'true')
        and ${inOrder}
      limit 1
    ) newest`.execute(ledger);
  return new Map(rows.map(({ place, ...job }) => [place - 1, job]));
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

function jobsOf(ledger: Ledger, { link, kind, entity, sweep = false }: Sought) {
  return ledger
    .selectFrom("job")
    .where("link", "=", link)
    .where("kind", "=", kind)
    .$if(entity !== undefined, (query) =>
      query.where(sql<boolean>`parameters -> 'entities' @> ${JSON.stringify([entity])}::jsonb`),
    )
    .$if(sweep, (query) => query.where(sql<boolean>`parameters ->> 'sweep' = 'true'`));
}

/** The job of each link that waits or runs, of several the one that was asked for last. */
export async function currentJobs(ledger: Ledger, kind: JobKind): Promise<Map<string, Job>> {
  const jobs = await ledger
    .selectFrom("job")
    .selectAll()
    .where("kind", "=", kind)
    .where("state", "in", ["queued", "running"])
    .orderBy("requestedAt")
    .execute();
  return new Map(jobs.map((job) => [job.link, job]));
}
