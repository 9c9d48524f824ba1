/**
 * What is let go, and when. Evidence stays: jobs, documents, revisions, deliveries with their attempts, bytes, control numbers,
 * acknowledgements, what changed, and the audit trail are never removed here.
 *
 * What goes is the detail of reading: which records a page found unchanged, and which it skipped or could not read. Their counts stay
 * with the page, so the books of any period balance as before. A page that names a revision which is still open keeps its
 * detail until that is settled. Beside it go messages to people that are settled, and alerts that are over.
 */
import { sql } from "kysely";
import type { Ledger, LedgerTransaction } from "./ledger.ts";

/** Cause of an alert that retention fails, or leaves what is damaged. */
export const retentionAlert = "retention";

export interface RetentionLimits {
  /** Details of reading older than this go. */
  readingsBefore: Date;
  /** Messages and alerts older than this go. */
  messagesBefore: Date;
}

export interface RetentionCounts {
  pages: number;
  /** Records that these pages found unchanged, and rows of records that they skipped or could not read. */
  unchanged: number;
  readings: number;
  notifications: number;
  alerts: number;
}

const compactable = (before: Date) => sql`
  page.read_at < ${before} and page.compacted is null
  and not exists (
    select 1 from jsonb_array_elements(page.unchanged) as entry (value)
    join delivery on delivery.document_id = entry.value ->> 0 and delivery.revision = (entry.value ->> 1)::integer
    where delivery.state in ('planned', 'failed', 'sending', 'inDoubt', 'blocked'))
  and not exists (select 1 from job where job.id = page.job_id and job.state in ('queued', 'running'))`;

const typeOfPage = sql`case page.entity when 'vendors' then 'vendor' else 'purchaseOrder' end`;

/** What would go now. */
export async function countRetention(
  ledger: Ledger,
  { readingsBefore, messagesBefore }: RetentionLimits,
): Promise<RetentionCounts> {
  const { rows } = await sql<RetentionCounts>`
    with gone as (select * from page where ${compactable(readingsBefore)})
    select (select count(*) from gone)::integer as pages,
      (select coalesce(sum(jsonb_array_length(unchanged)), 0) from gone)::integer as unchanged,
      (select count(*) from gone page join reading on reading.job_id = page.job_id and reading.page = page.number
        and reading.type = ${typeOfPage} where reading.outcome <> 'changed')::integer as readings,
      (select count(*) from notification where settled_at < ${messagesBefore})::integer as notifications,
      (select count(*) from alert where cleared_at < ${messagesBefore})::integer as alerts
  `.execute(ledger);
  const [counts] = rows;
  if (counts === undefined) throw new Error("a count gave no row");
  return counts;
}

/** One line of the archive: a row as it was. */
export type ArchivedRow = { kind: "page" | "notification" | "alert" } & Record<string, unknown>;

/**
 * Lets go of some pages' details.
 *
 * @returns what went, for the archive; nothing when there is no more
 */
export async function compactPages(
  transaction: LedgerTransaction,
  before: Date,
  limit: number,
): Promise<ArchivedRow[]> {
  const { rows: pages } = await sql<{
    jobId: string;
    entity: string;
    number: number;
    unchanged: unknown[];
    readAt: Date;
  }>`
    select job_id, entity, number, unchanged, read_at from page where ${compactable(before)}
    order by read_at limit ${limit} for update skip locked
  `.execute(transaction);
  const archived: ArchivedRow[] = [];
  for (const page of pages) {
    const readings = await transaction
      .deleteFrom("reading")
      .where("jobId", "=", page.jobId)
      .where("page", "=", page.number)
      .where("type", "=", page.entity === "vendors" ? "vendor" : "purchaseOrder")
      .where("outcome", "in", ["skipped", "blocked"])
      .returning(["key", "documentId", "revision", "outcome", "cause"])
      .execute();
    const count = (outcome: string) => readings.filter((reading) => reading.outcome === outcome).length;
    const compacted = {
      unchanged: page.unchanged.length,
      skipped: count("skipped"),
      blocked: count("blocked"),
    };
    await transaction
      .updateTable("page")
      .set({ unchanged: "[]", compacted: JSON.stringify(compacted) })
      .where("jobId", "=", page.jobId)
      .where("entity", "=", page.entity)
      .where("number", "=", page.number)
      .execute();
    archived.push({ kind: "page", ...page, readings });
  }
  return archived;
}

/** Lets go of settled messages and alerts that are over. @returns what went, for the archive */
export async function removeMessages(
  transaction: LedgerTransaction,
  before: Date,
  limit: number,
): Promise<ArchivedRow[]> {
  const notifications = await transaction
    .deleteFrom("notification")
    .where("id", "in", (from) =>
      from.selectFrom("notification").select("id").where("settledAt", "<", before).orderBy("settledAt").limit(limit),
    )
    .returningAll()
    .execute();
  const alerts = await transaction
    .deleteFrom("alert")
    .where("id", "in", (from) =>
      from.selectFrom("alert").select("id").where("clearedAt", "<", before).orderBy("clearedAt").limit(limit),
    )
    .returningAll()
    .execute();
  return [
    ...notifications.map((row) => ({ kind: "notification" as const, ...row })),
    ...alerts.map((row) => ({ kind: "alert" as const, ...row })),
  ];
}
