import { type RecordedRevision, recordRevisions } from "../src/ledger/documents.ts";
import { requestJob } from "../src/ledger/jobs.ts";
import type { Ledger } from "../src/ledger/ledger.ts";

const now = new Date("2026-01-15T09:30:00Z");
export const testLink = "two-to-cleo";

/** A document, or the next revision of one, with its planned delivery. */
export async function plannedDelivery(
  ledger: Ledger,
  key: string,
  known?: { documentId: string; revision: number },
): Promise<RecordedRevision & { jobId: string }> {
  return ledger.transaction().execute(async (transaction) => {
    const { id: jobId } = await requestJob(transaction, {
      kind: "replay",
      link: testLink,
      parameters: {},
      requestedBy: "test",
      now,
    });
    const [recorded] = await recordRevisions(transaction, { link: testLink, jobId, now }, [
      {
        type: "purchaseOrder",
        key,
        ...(known && { known: { id: known.documentId, revision: known.revision } }),
        contentHash: `${key}-${(known?.revision ?? 0) + 1}`,
        canonical: { number: key },
        sourceDigest: "0",
        gpCreated: null,
        vendor: null,
        terms: [{ term: key.toLowerCase(), kind: "number" }],
      },
    ]);
    if (recorded === undefined) throw new Error("nothing was recorded");
    return { ...recorded, jobId };
  });
}
