import { sql } from "kysely";
import type { CheckVerdictColumn } from "./checksSchema.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";

export interface NewCheckReport {
  jobId: string;
  link: string;
  verdict: CheckVerdictColumn;
  finishedAt: Date;
  report: object;
}

export interface StoredCheck extends NewCheckReport {
  requestedBy: string;
}

/** Keeps the report of a check's job. A job that was taken up again after a crash keeps its last one. */
export async function storeCheckReport(transaction: LedgerTransaction, report: NewCheckReport): Promise<void> {
  const row = { ...report, report: JSON.stringify(report.report) };
  await transaction
    .insertInto("checkReport")
    .values(row)
    .onConflict((conflict) => conflict.column("jobId").doUpdateSet(row))
    .execute();
}

/** Records a check that was run outside of the queue, together with its job. */
export async function recordFinishedCheck(
  transaction: LedgerTransaction,
  report: NewCheckReport & { requestedBy: string; startedAt: Date; parameters: object },
): Promise<void> {
  const { jobId, link, requestedBy, startedAt, finishedAt, parameters } = report;
  await transaction
    .insertInto("job")
    .values({
      id: jobId,
      kind: "check",
      link,
      state: "succeeded",
      parameters: JSON.stringify(parameters),
      requestedBy,
      requestedAt: startedAt,
      startedAt,
      finishedAt,
    })
    .execute();
  await storeCheckReport(transaction, { jobId, link, verdict: report.verdict, finishedAt, report: report.report });
}

export async function findCheckReport(ledger: Ledger, jobId: string): Promise<object | undefined> {
  const row = await ledger.selectFrom("checkReport").select("report").where("jobId", "=", jobId).executeTakeFirst();
  return row?.report;
}

/** The newest first. */
export async function listCheckReports(
  ledger: Ledger,
  { link, limit }: { link?: string | undefined; limit: number },
): Promise<StoredCheck[]> {
  let query = ledger
    .selectFrom("checkReport")
    .innerJoin("job", "job.id", "checkReport.jobId")
    .select([
      "checkReport.jobId",
      "checkReport.link",
      "checkReport.verdict",
      "checkReport.finishedAt",
      "checkReport.report",
      "job.requestedBy",
    ]);
  if (link !== undefined) query = query.where("checkReport.link", "=", link);
  return query.orderBy("checkReport.finishedAt", "desc").limit(limit).execute();
}

/** The newest of each link, by its name. */
export async function lastCheckReports(
  ledger: Ledger,
  links: readonly string[],
): Promise<Map<string, Pick<StoredCheck, "finishedAt" | "report">>> {
  const { rows } = await sql<{ link: string; finishedAt: Date; report: object }>`
    select asked.link, newest.finished_at, newest.report from unnest(${[...links]}::text[]) as asked (link)
    cross join lateral (
      select finished_at, report from check_report where check_report.link = asked.link order by finished_at desc limit 1
    ) newest`.execute(ledger);
  return new Map(rows.map(({ link, ...check }) => [link, check]));
}
