import type { ErrorReport } from "../errors/connectorError.ts";
import type { Job } from "../ledger/jobs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { jobRecords, type ReadRecord, readCounts } from "../ledger/readings.ts";

/** What became of a record that was read (Invariant 11). */
export type Outcome = "sent" | "unchanged" | "skipped" | "blocked" | "waiting" | "superseded";

export interface PollReport {
  jobId: string;
  link: string;
  state: Job["state"];
  read: { vendors: number; purchaseOrders: number };
  /** Adds up to what was read. */
  outcomes: Record<Outcome, number>;
  documents: PolledDocument[];
  /** Why the poll itself ended early. */
  error?: ErrorReport;
}

export interface PolledDocument {
  id: string | null;
  type: "vendor" | "purchaseOrder";
  key: string;
  revision: number | null;
  outcome: Outcome;
  file: string | null;
  /** The rule that skipped it. */
  rule?: string;
  error?: ErrorReport;
}

/** What a poll read and what became of it so far. */
export async function pollReport(ledger: Ledger, job: Job): Promise<PollReport> {
  const [records, counts] = [await jobRecords(ledger, job.id), await readCounts(ledger, job.id)];
  const outcomes: Record<Outcome, number> = {
    sent: 0,
    unchanged: 0,
    skipped: 0,
    blocked: 0,
    waiting: 0,
    superseded: 0,
  };
  const documents = records.map(documentOf);
  for (const document of documents) outcomes[document.outcome] += 1;
  const read = (entity: string): number => counts.find((count) => count.entity === entity)?.records ?? 0;
  return {
    jobId: job.id,
    link: job.link,
    state: job.state,
    read: { vendors: read("vendors"), purchaseOrders: read("purchaseOrders") },
    outcomes,
    documents,
    ...(job.error && { error: job.error }),
  };
}

function documentOf(record: ReadRecord): PolledDocument {
  const error =
    record.heldBy ?? record.delivery?.error ?? (record.cause && "code" in record.cause ? record.cause : null);
  const outcome = outcomeOf(record);
  return {
    id: record.documentId,
    type: record.type,
    key: record.key,
    revision: record.revision,
    outcome,
    file: record.delivery?.fileName ?? null,
    ...(record.cause && "rule" in record.cause && { rule: record.cause.rule }),
    ...(error && (outcome === "blocked" || outcome === "waiting") && { error }),
  };
}

/** An unchanged record whose revision never arrived is not done with: it is still blocked, or still waiting. */
export function outcomeOf({ reading, delivery, heldBy }: Pick<ReadRecord, "reading" | "delivery" | "heldBy">): Outcome {
  if (reading === "skipped" || reading === "blocked") return reading;
  if (heldBy !== null) return "blocked";
  switch (delivery?.state) {
    case "sent":
      return reading === "changed" ? "sent" : "unchanged";
    case "superseded":
      return reading === "changed" ? "superseded" : "unchanged";
    case "blocked":
    case "inDoubt":
      return "blocked";
    default:
      return "waiting";
  }
}
