/** A fit check's report, as the API gives it. */

export const checkStages = [
  ["reach", "Reach"],
  ["identity", "Identity"],
  ["permission", "Permission"],
  ["company", "Version and company"],
  ["shape", "Shape of the data"],
  ["data", "Data"],
  ["partner", "Partners"],
  ["load", "Load"],
] as const;

export type CheckStage = (typeof checkStages)[number][0];
export type CheckStatus = "pass" | "warn" | "fail" | "unverified";

export interface CheckLine {
  stage: CheckStage;
  system: "gp" | "cleo" | "link";
  status: CheckStatus;
  code: string;
  title: string;
  seen: string;
  meaning: string;
  fix?: string | undefined;
  owner?: string | undefined;
}

export interface BlockedCause {
  code: string;
  message: string;
  field?: string | undefined;
  element?: string | undefined;
  count: number;
  documents: readonly string[];
  fix: string;
  owner: string;
}

export interface EntityFit {
  read: number;
  complete: boolean;
  total?: number | undefined;
  since?: string | undefined;
  ready: number;
  blocked: number;
  skipped: readonly { rule: string; count: number }[];
  causes: readonly BlockedCause[];
  causesOmitted?: number | undefined;
}

export interface CheckSample {
  document: string;
  vendor: string;
  format: "x12" | "json";
  fileName: string;
  folder: string;
  readable: string;
}

export interface CheckReport {
  jobId: string;
  link: string;
  gp: { connection: string; url: string; company: string; version: string };
  cleo: { connection: string; url: string };
  startedAt: string;
  finishedAt: string;
  verdict: "fits" | "conditions" | "notYet";
  summary: string;
  counts: Readonly<Record<CheckStatus, number>>;
  lines: readonly CheckLine[];
  fit: { vendors?: EntityFit | undefined; purchaseOrders?: EntityFit | undefined; samples: readonly CheckSample[] };
  calls: { gp: number; cleo: number };
  probe?: { folder: string; fileName: string } | undefined;
}

/** The gravest of a stage's lines says how the stage stands. */
export function stageStatus(lines: readonly CheckLine[]): CheckStatus | undefined {
  for (const status of ["fail", "warn", "unverified", "pass"] as const) {
    if (lines.some((line) => line.status === status)) return status;
  }
  return undefined;
}
