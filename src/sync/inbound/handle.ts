import type { InboundDocument } from "../../ledger/inboundDocuments.ts";
import type { LinkResources } from "../linkResources.ts";
import type { WorkerContext } from "../workerContext.ts";
import { handleConfirmation } from "./confirmation.ts";
import { handleFunctionalAcknowledgment, handleInterchangeAcknowledgment } from "./fileAcknowledgment.ts";
import { handleInvoice } from "./invoice.ts";
import type { InboundOutcome } from "./outcome.ts";
import { handleShipNotice } from "./shipNotice.ts";

export type { InboundOutcome } from "./outcome.ts";

/**
 * Carries out one document. May be called again for the same one, after a crash at any point: each effect outside of the
 * ledger needs its intent on disk first. Here nothing goes outside: GP gets its drafts by sync/drafts, from the ledger.
 */
export async function handleInboundDocument(
  context: WorkerContext,
  resources: LinkResources,
  document: InboundDocument,
): Promise<InboundOutcome> {
  switch (document.type) {
    case "855":
      return handleConfirmation(context, resources, document);
    case "856":
      return handleShipNotice(context, resources, document);
    case "810":
      return handleInvoice(context, resources, document);
    case "997":
    case "999":
      return handleFunctionalAcknowledgment(context, resources, document);
    case "TA1":
      return handleInterchangeAcknowledgment(context, resources, document);
    default:
      return { kind: "review", summary: `a ${document.type}: what it asks for is left to a person` };
  }
}
