import type { ErrorReport } from "../errors/connectorError.ts";
import { jobDisappearances } from "../ledger/disappearances.ts";
import type { Job } from "../ledger/jobs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { jobFates, jobRecords, type ReadFate, type ReadRecord, readCounts } from "../ledger/readings.ts";
import type { DocumentType } from "../ledger/schema.ts";
import type { PollParameters } from "../sync/pollRun.ts";

/** What became of a record that was read (Invariant 11). */
export type Outcome = "sent" | "unchanged" | "skipped" | "blocked" | "waiting" | "superseded";

export interface PollReport {
  jobId: string;
  link: string;
  state: Job["state"];
  read: { vendors: number; purchaseOrders: number };
  /** Adds up to what was read. */
  outcomes: Record<Outcome, number>;
  /** Vendors first, then orders; what is unchanged comes last. */
  documents: PolledDocument[];
  /** Documents that were read beside the ones listed, of a very large poll. */
  documentsOmitted?: number;
  /** Of a sweep: how many documents are gone from GP. They are not among what was read. */
  disappeared?: number;
  disappearedDocuments?: { id: string; type: DocumentType; key: string }[];
  /** Of a sweep: how many changes no poll would have found. */
  missedByPolls?: number;
  /** Files of earlier jobs that had waited, and went while this one was waited for. */
  sentBesides?: number;
  /** Why the poll itself ended early. */
  error?: ErrorReport;
}

export interface PolledDocument {
  id: string | null;
  type: DocumentType;
  key: string;
  revision: number | null;
  outcome: Outcome;
  file: string | null;
  /** A sweep found the change; no poll would have looked there. */
  missedByPolls?: true;
  /** The rule that skipped it. */
  rule?: string;
  error?: ErrorReport;
}

/** A report names at most so many documents and disappearances; it counts all of them. */
export const documentsListed = 10_000;

/** What a poll read and what became of it so far. */
export async function pollReport(ledger: Ledger, job: Job, listed = documentsListed): Promise<PollReport> {
  const { sweep } = job.parameters as PollParameters;
  const counts = await readCounts(ledger, job.id);
  const fates = await jobFates(ledger, job.id);
  const documents = (await jobRecords(ledger, job.id, listed)).map(documentOf);
  const outcomes: Record<Outcome, number> = {
    sent: 0,
    unchanged: 0,
    skipped: 0,
    blocked: 0,
    waiting: 0,
    superseded: 0,
  };
  let recorded = 0;
  let missedByPolls = 0;
  for (const fate of fates) {
    outcomes[outcomeOf(fate)] += fate.records;
    recorded += fate.records;
    if (fate.missedByPolls) missedByPolls += fate.records;
  }
  const read = (entity: string): number => counts.find((count) => count.entity === entity)?.records ?? 0;
  const disappeared = sweep ? await jobDisappearances(ledger, job.id, listed) : undefined;
  return {
    jobId: job.id,
    link: job.link,
    state: job.state,
    read: { vendors: read("vendors"), purchaseOrders: read("purchaseOrders") },
    outcomes,
    documents,
    ...(recorded > documents.length && { documentsOmitted: recorded - documents.length }),
    ...(disappeared && {
      disappeared: disappeared.count,
      disappearedDocuments: disappeared.documents,
      missedByPolls,
    }),
    ...(job.error && { error: job.error }),
  };
}

function documentOf(record: ReadRecord): PolledDocument {
  const error =
    record.heldBy ?? record.delivery?.error ?? (record.cause && "code" in record.cause ? record.cause : null);
  const outcome = outcomeOf({
    reading: record.reading,
    state: record.delivery?.state ?? null,
    held: record.heldBy !== null,
  });
  return {
    id: record.documentId,
    type: record.type,
    key: record.key,
    revision: record.revision,
    outcome,
    file: record.delivery?.fileName ?? null,
    ...(record.missedByPolls && { missedByPolls: true as const }),
    ...(record.cause && "rule" in record.cause && { rule: record.cause.rule }),
    ...(error && (outcome === "blocked" || outcome === "waiting") && { error }),
  };
}

/** An unchanged record whose revision never arrived is not done with: it is still blocked, or still waiting. */
export function outcomeOf({ reading, state, held }: Pick<ReadFate, "reading" | "state" | "held">): Outcome {
  if (reading === "skipped" || reading === "blocked") return reading;
  if (held) return "blocked";
  switch (state) {
    case "sent":
      return reading === "changed" ? "sent" : "unchanged";
    case "unneeded":
      return "unchanged";
    case "superseded":
      return reading === "changed" ? "superseded" : "unchanged";
    case "blocked":
    case "inDoubt":
      return "blocked";
    default:
      return "waiting";
  }
}
