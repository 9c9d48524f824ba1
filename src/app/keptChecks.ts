import type { CheckReport } from "../check/report.ts";
import { findCheckReport, listCheckReports } from "../ledger/checkReports.ts";
import type { Application } from "./application.ts";

/** A report that was kept; `undefined` where the job has none. */
export async function readCheck(
  { ledger }: Pick<Application, "ledger">,
  jobId: string,
): Promise<CheckReport | undefined> {
  // Stored by runCheck.ts.
  return (await findCheckReport(ledger, jobId)) as CheckReport | undefined;
}

export type CheckSummary = Pick<CheckReport, "jobId" | "link" | "finishedAt" | "verdict" | "summary" | "counts"> & {
  requestedBy: string;
};

/** The newest first, without their lines. */
export async function listChecks(
  { ledger }: Pick<Application, "ledger">,
  filter: { link?: string | undefined; limit: number },
): Promise<CheckSummary[]> {
  return (await listCheckReports(ledger, filter)).map(({ report, requestedBy }) => {
    const { jobId, link, finishedAt, verdict, summary, counts } = report as CheckReport;
    return { jobId, link, finishedAt, verdict, summary, counts, requestedBy };
  });
}
