import { replayRefusals } from "../../app/readJob.ts";
import type { Delivery } from "../../ledger/deliveries.ts";
import type { Job } from "../../ledger/jobs.ts";
import type { ReceiveParameters } from "../../ledger/receiveJobs.ts";
import type { JobKind } from "../../ledger/schema.ts";
import { collectedText } from "./collectedText.ts";
import { deliveriesTable } from "./deliveriesTable.ts";
import { errorText } from "./error.ts";
import { refusalText, replayEnd } from "./replayText.ts";
import type { Terminal } from "./terminal.ts";
import { instant } from "./time.ts";

/** A job that leaves no report of its own: what it was for, how far it is, and what came of it. */
export function jobText(job: Job, deliveries: readonly Delivery[], terminal: Terminal): string {
  const { colors } = terminal;
  const times = [
    job.state,
    `requested ${instant(job.requestedAt)} by ${job.requestedBy}`,
    job.finishedAt && `ended ${instant(job.finishedAt)}`,
  ];
  const rows = deliveries.map(({ key, revision, state, fileName }) => ({
    ...{ document: key, revision, state },
    file: fileName,
  }));
  return [
    `${colors.bold(job.link)}  ${subjectOf(job)}  ${colors.dim(job.id)}`,
    colors.dim(times.filter(Boolean).join(" · ")),
    ...(rows.length > 0 ? [deliveriesTable(rows, terminal)] : []),
    ...deliveries.flatMap(({ error }) => (error ? [errorText(error, terminal)] : [])),
    ...endOf(job, terminal),
  ].join("\n");
}

/** What a person calls a job of this kind. */
export const jobKindWords: Readonly<Record<JobKind, string>> = {
  poll: "poll",
  replay: "replay",
  receive: "reading of a message",
  check: "check",
  collect: "reading of the Cleo folders",
  retention: "retention",
};

function subjectOf({ kind, replayOf, parameters }: Job): string {
  if (kind === "replay") return `replay of ${replayOf ?? "several"}`;
  if (kind === "receive") return `reading of the message ${(parameters as ReceiveParameters).message}`;
  return jobKindWords[kind];
}

function endOf(job: Job, terminal: Terminal): string[] {
  if (job.kind === "replay") return [...replayRefusals(job).map(refusalText), ...replayEnd(job, terminal)];
  const fault = job.error ? [errorText(job.error, terminal)] : [];
  return [...fault, ...(job.state === "queued" ? [] : resultOf(job))];
}

function resultOf({ id, kind, parameters, checkpoint }: Job): string[] {
  if (kind === "collect") return checkpoint === null ? [] : [collectedText(checkpoint)];
  if (kind === "receive")
    return [`\`ml-connector inbound show ${(parameters as ReceiveParameters).message}\` tells what became of it.`];
  return [`\`ml-connector audit list --job ${id}\` tells what it did.`];
}
