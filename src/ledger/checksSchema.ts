import type { JSONColumnType } from "kysely";

export type CheckVerdictColumn = "fits" | "conditions" | "notYet";

export interface CheckReportTable {
  jobId: string;
  link: string;
  verdict: CheckVerdictColumn;
  finishedAt: Date;
  report: JSONColumnType<object, string, string>;
}

export interface ChecksSchema {
  checkReport: CheckReportTable;
}
