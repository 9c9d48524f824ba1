/** What of a link is not done with: jobs, deliveries, what came in, drafts. Answered from the indexes over what is open. */
import { sql } from "kysely";
import type { Ledger } from "./ledger.ts";

export type UnfinishedKind = "job" | "delivery" | "message" | "document" | "draft";

export interface Unfinished {
  what: UnfinishedKind;
  state: string;
  count: number;
  /** Something of it is going on at this moment, or nobody knows what came of it. */
  underWay: boolean;
}

const underWay: Readonly<Record<UnfinishedKind, readonly string[]>> = {
  job: ["running"],
  delivery: ["sending", "inDoubt"],
  message: [],
  document: ["processing"],
  draft: ["creating", "inDoubt"],
};

/** By kind and state; nothing where everything is done with. The job of a message lasts as long as its documents do. */
export async function unfinishedOf(ledger: Ledger, link: string): Promise<Unfinished[]> {
  const { rows } = await sql<Omit<Unfinished, "underWay">>`
    select what, state, count(*)::integer as count from (
      select 'job' as what, state from job
        where link = ${link} and state in ('queued', 'running') and kind <> 'receive'
      union all select 'delivery', state from delivery
        where link = ${link} and state in ('planned', 'sending', 'failed', 'inDoubt', 'blocked')
      union all select 'message', state from inbox_message
        where link = ${link} and state in ('received', 'quarantined')
      union all select 'document', state from inbound_document
        where link = ${link} and state in ('received', 'processing', 'waiting', 'review', 'failed', 'quarantined')
      -- One that a worker has taken keeps its state until it is sent.
      union all select 'draft', case when worker_id is null or state = 'inDoubt' then state else 'creating' end from draft
        where link = ${link} and state in ('review', 'planned', 'creating', 'inDoubt', 'failed', 'blocked')
    ) as open group by what, state order by what, state`.execute(ledger);
  return rows.map((row) => ({ ...row, underWay: underWay[row.what].includes(row.state) }));
}

export interface OnRecord {
  documents: number;
  deliveries: number;
  messages: number;
}

/** What the books hold of a link, whatever becomes of it. */
export async function onRecordOf(ledger: Ledger, link: string): Promise<OnRecord> {
  const { rows } = await sql<OnRecord>`
    select (select count(*) from document where link = ${link})::integer as documents,
      (select count(*) from delivery where link = ${link})::integer as deliveries,
      (select count(*) from inbox_message where link = ${link})::integer as messages`.execute(ledger);
  return rows[0] ?? { documents: 0, deliveries: 0, messages: 0 };
}
