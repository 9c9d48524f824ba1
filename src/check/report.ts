/** What a fit check says, as it is stored, printed as JSON and shown. Holds no secret. */
import type { ErrorReport } from "../errors/connectorError.ts";
import type { ErrorCode, Owner } from "../errors/registry.ts";
import type { FindingCode } from "./findings.ts";

/** In the order in which they are looked at: each one needs the ones before it. */
export const checkStages = ["reach", "identity", "permission", "company", "shape", "data", "partner", "load"] as const;
export type CheckStage = (typeof checkStages)[number];

/** In words, for every face. */
export const stageTitles: Readonly<Record<CheckStage, string>> = {
  reach: "reach",
  identity: "identity",
  permission: "permission",
  company: "version and company",
  shape: "shape of the data",
  data: "what would be sent",
  partner: "partners",
  load: "load",
};

/** `unverified`: nothing speaks against it, but it was not exercised, so that nobody knows. Never shown as good. */
export type CheckStatus = "pass" | "warn" | "fail" | "unverified";

/** Whose side a line is about. */
export type CheckedSystem = "gp" | "cleo" | "link";

export interface CheckLine {
  stage: CheckStage;
  system: CheckedSystem;
  status: CheckStatus;
  /** Of a finding of the check (docs/check.md), or of an error (docs/errors.md). */
  code: FindingCode | ErrorCode;
  /** What was looked at, in a few words. */
  title: string;
  /** What was seen. */
  seen: string;
  meaning: string;
  /** Absent where nothing is to be done. */
  fix?: string;
  owner?: Owner;
}

/** Why orders would not go out, with the ones that share it. */
export interface BlockedCause {
  code: ErrorCode;
  /** Without what differs from order to order. */
  message: string;
  /** The field in GP, or the setting. */
  field?: string;
  element?: string;
  count: number;
  /** Some of their numbers. */
  documents: string[];
  fix: string;
  owner: Owner;
}

/** An order as it would be sent today. */
export interface CheckSample {
  document: string;
  vendor: string;
  format: "x12" | "json";
  fileName: string;
  folder: string;
  /** The file, with names and meanings where it is X12. */
  readable: string;
}

export interface EntityFit {
  /** Records looked at. */
  read: number;
  /** Whether these are all that GP has. */
  complete: boolean;
  /** How many GP has, where it says so. */
  total?: number;
  /** Calendar date: of a part, all records changed since then were looked at. */
  since?: string;
  /** Would be sent. */
  ready: number;
  blocked: number;
  /** Left out by a rule of the link. */
  skipped: { rule: string; count: number }[];
  causes: BlockedCause[];
  /** Causes beyond those listed. */
  causesOmitted?: number;
}

export interface CheckFit {
  vendors?: EntityFit;
  purchaseOrders?: EntityFit;
  samples: CheckSample[];
}

/** `notYet`: something has to be done first. `conditions`: it works today, for a part or with something to know. */
export type CheckVerdict = "fits" | "conditions" | "notYet";

export interface CheckReport {
  /** Of the job under which the check is kept. */
  jobId: string;
  link: string;
  gp: { connection: string; url: string; company: string; version: string };
  cleo: { connection: string; url: string };
  startedAt: string;
  finishedAt: string;
  verdict: CheckVerdict;
  /** The verdict in a sentence or two. */
  summary: string;
  counts: Record<CheckStatus, number>;
  lines: CheckLine[];
  fit: CheckFit;
  /** Requests that were made; all of them only read, apart from the probe's. */
  calls: { gp: number; cleo: number };
  /** The file that was written and removed again, where `--probe-upload` asked for it. */
  probe?: { folder: string; fileName: string };
  /** Why the check itself ended early: a defect of the program. */
  error?: ErrorReport;
}

/** How much the other systems had to do. */
export function callsText({ gp, cleo }: CheckReport["calls"]): string {
  return `${gp} ${gp === 1 ? "call" : "calls"} to GP, ${cleo} to Cleo`;
}
