import type { InboundDocument } from "../../ledger/inboundDocuments.ts";

/**
 * A text that sorts a partner's documents by when they made them: the interchange counts up, a JSON document has only its
 * date. Which of two documents counts must not depend on which arrived first.
 */
export function sequenceOf(document: Pick<InboundDocument, "interchangeNumber" | "key">, date = "", time = ""): string {
  return [(document.interchangeNumber ?? "").padStart(9, "0"), date, time, document.key].join("|");
}
