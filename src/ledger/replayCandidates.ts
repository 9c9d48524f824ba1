import { sql } from "kysely";
import type { DeliveryState } from "./deliveryState.ts";
import type { Ledger } from "./ledger.ts";
import { accepted, doubtful, replaced } from "./replayable.ts";
import type { DocumentType } from "./schema.ts";

/** Which documents are meant: those whose newest delivery fits everything that is given. */
export interface ReplayFilter {
  link?: string;
  /** Delivered by this job, of which the newest of a document is meant, whatever other jobs delivered since. */
  job?: string;
  type?: DocumentType;
  state?: DeliveryState;
  /** Error code of the delivery. */
  code?: string;
  /** Last touched in this time, as ISO instants: the end is not part of it. */
  from?: string;
  to?: string;
}

export interface ReplayCandidates {
  deliveries: { id: string; position: number }[];
  /** How many of all can be replayed, and how many cannot. */
  total: number;
  refused: number;
  /** Of those that can be replayed, the ones that Cleo has, or may have. */
  accepted: number;
  /** Of these, the ones that it may have. */
  doubtful: number;
  /** Links with something to replay. */
  links: string[];
}

const fitting = ({ link, job, type, state, code, from, to }: ReplayFilter, upTo: number | null) => sql`
  from delivery
  where (${upTo}::bigint is null or position <= ${upTo}::bigint)
    and (${link ?? null}::text is null or link = ${link ?? null})
    and (${job ?? null}::text is null or job_id = ${job ?? null} or replay_job_id = ${job ?? null})
    and (${type ?? null}::text is null or type = ${type ?? null})
    and (${state ?? null}::text is null or state = ${state ?? null})
    and (${code ?? null}::text is null or error ->> 'code' = ${code ?? null})
    and (${from ?? null}::timestamptz is null or coalesce(settled_at, created_at) >= ${from ?? null}::timestamptz)
    and (${to ?? null}::timestamptz is null or coalesce(settled_at, created_at) < ${to ?? null}::timestamptz)
    and not exists (
      select 1 from delivery later
      where later.document_id = delivery.document_id and later.position > delivery.position
        and (${upTo}::bigint is null or later.position <= ${upTo}::bigint)
        and (${job ?? null}::text is null or ${job ?? null} in (later.job_id, later.replay_job_id)))`;

/**
 * What a filter means now: the first ones, and how many there are in all.
 *
 * @param refusing states in which a delivery is not replayed, and the links that one can be replayed over, if not all
 */
export async function replayCandidates(
  ledger: Ledger,
  filter: ReplayFilter,
  refusing: { states: readonly DeliveryState[]; inForce?: readonly string[] | undefined },
  limit: number,
): Promise<ReplayCandidates> {
  const { rows: deliveries } = await sql<{ id: string; position: number }>`
    select id, position ${fitting(filter, null)} order by position limit ${limit}`.execute(ledger);
  const inForce = refusing.inForce && [...refusing.inForce];
  const can = sql`(not replaced and not (state = any(${[...refusing.states]}::text[]))
    and (${inForce ?? null}::text[] is null or link = any(${inForce ?? null}::text[])))`;
  const { rows } = await sql<Omit<ReplayCandidates, "deliveries" | "links"> & { links: string[] | null }>`
    select count(*) filter (where ${can})::integer as total, count(*) filter (where not ${can})::integer as refused,
      count(*) filter (where accepted and ${can})::integer as accepted,
      count(*) filter (where doubtful and ${can})::integer as doubtful,
      array_agg(distinct link) filter (where ${can}) as links
    from (
      select state, link, ${replaced} as replaced, ${accepted} as accepted, ${doubtful} as doubtful
      ${fitting(filter, null)}) fits`.execute(ledger);
  const counts = rows[0] ?? { total: 0, refused: 0, accepted: 0, doubtful: 0, links: null };
  return { deliveries, ...counts, links: counts.links ?? [] };
}

/** The next ones behind a position, up to the one that was the last when the replay began. */
export async function nextReplayCandidates(
  ledger: Ledger,
  filter: ReplayFilter,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<{ id: string; position: number }[]> {
  const { rows } = await sql<{ id: string; position: number }>`
    select id, position ${fitting(filter, upTo)} and position > ${after} order by position limit ${limit}
  `.execute(ledger);
  return rows;
}

/** The position of the newest delivery. */
export async function lastPosition(ledger: Ledger): Promise<number> {
  const row = await ledger
    .selectFrom("delivery")
    .select(({ fn }) => fn.max("position").as("last"))
    .executeTakeFirst();
  return Number(row?.last ?? 0);
}
