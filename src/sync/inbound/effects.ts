import type { InboundDocument } from "../../ledger/inboundDocuments.ts";
import { ownsInboundDocument } from "../../ledger/inboundOwner.ts";
import type { LedgerTransaction } from "../../ledger/ledger.ts";
import type { WorkerContext } from "../workerContext.ts";
import type { InboundOutcome } from "./outcome.ts";

/**
 * Writes what a document means, in one transaction, on condition that it is still the worker's own. All of it can be
 * written again: a worker that dies after it and before the outcome leaves the document to be carried out anew.
 */
export async function recordEffects(
  { ledger, worker, clock, reached }: WorkerContext,
  document: InboundDocument,
  write: (transaction: LedgerTransaction, now: Date) => Promise<InboundOutcome>,
): Promise<InboundOutcome> {
  return ledger.transaction().execute(async (transaction) => {
    if (!(await ownsInboundDocument(transaction, document.id, worker)))
      return { kind: "done", summary: "taken over by another worker" };
    const outcome = await write(transaction, clock());
    reached?.("receive.writing");
    return outcome;
  });
}
