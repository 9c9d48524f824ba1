import { CommanderError } from "commander";
import type { PollReport } from "../app/pollReport.ts";
import type { ReplayedDelivery } from "../app/replayOutcome.ts";
import { type ErrorReport, reportOf } from "../errors/connectorError.ts";
import { errorRegistry } from "../errors/registry.ts";
import type { Job } from "../ledger/jobs.ts";
import type { ExitCode } from "./command.ts";

/**
 * What a command that ends on a failure exits with: 0 where help or version was asked for, 2 for wrong usage, else what
 * the registry says of the error's code, which is 4 for a defect of ours.
 */
export function exitCodeOf(failure: unknown): ExitCode {
  if (failure instanceof CommanderError) return failure.exitCode === 0 ? 0 : 2;
  return exitOfReport(reportOf(failure));
}

/** What the registry says of an error; 4 for a code that an earlier version wrote and this one does not know. */
export function exitOfReport({ code }: Pick<ErrorReport, "code">): ExitCode {
  return errorRegistry[code]?.exit ?? 4;
}

/** The worst of several; 0 of none. */
export function worstExit(codes: readonly ExitCode[]): ExitCode {
  return Math.max(0, ...codes) as ExitCode;
}

/** A poll that failed speaks with its error's code; one with blocked documents says 1; one that waits for a system 3. */
export function exitOfPoll({ state, error, outcomes, documents }: PollReport): ExitCode {
  const unfinished = state === "running" || state === "queued" || outcomes.blocked > 0 || outcomes.waiting > 0;
  const waitFor = documents.flatMap((document) =>
    document.outcome === "waiting" && document.error ? [exitOfReport(document.error)] : [],
  );
  return worstExit([unfinished ? 1 : 0, error ? exitOfReport(error) : 0, ...waitFor]);
}

/** A replay that ended early speaks with its error's code, a delivery that failed with its own; whatever else was not sent says 1. */
export function exitOfReplay(
  jobs: readonly Pick<Job, "state" | "error">[],
  deliveries: readonly Pick<ReplayedDelivery, "state" | "error">[],
  refused: number,
): ExitCode {
  const unfinished = jobs.filter(({ state }) => state !== "succeeded");
  const unsent = deliveries.filter(({ state }) => state !== "sent");
  return worstExit([
    refused > 0 ? 1 : 0,
    ...unfinished.map(({ state, error }) => (state === "failed" && error ? exitOfReport(error) : 1)),
    ...unsent.map(({ state, error }) => (state === "failed" && error ? exitOfReport(error) : 1)),
  ]);
}
