import { normalizedTerm, type SearchTermKind } from "../documents/searchTerms.ts";
import { findDelivery } from "../ledger/deliveries.ts";
import type { DeliveryState } from "../ledger/deliveryState.ts";
import { type DocumentPage, documentPage, type SearchPlace } from "../ledger/documentSearch.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { DocumentType } from "../ledger/schema.ts";

export interface DocumentQuery {
  /**
   * Beginnings of words: number (also its digits alone), vendor, item, file, control number; or the whole identifier of a
   * document, delivery or job.
   */
  text?: string;
  /** Only words of this kind. */
  kind?: SearchTermKind;
  link?: string;
  type?: DocumentType;
  state?: DeliveryState;
  jobId?: string;
  limit: number;
  after?: SearchPlace;
}

/** More words than anybody types; each costs a look at every candidate. */
const mostWords = 5;

/** Documents, the ones touched last first; of those that are searched by words, in the order of the words. */
export async function searchDocuments(ledger: Ledger, { text, ...query }: DocumentQuery): Promise<DocumentPage> {
  const typed = normalizedTerm(text ?? "");
  const [, prefix] = /^(job|dlv|doc)_[0-9a-z]{26}$/.exec(typed) ?? [];
  if (prefix === "job") return documentPage(ledger, { ...query, jobId: typed });
  if (prefix === "doc") return documentPage(ledger, { ...query, documentId: typed });
  if (prefix === "dlv") {
    const delivery = await findDelivery(ledger, typed);
    if (delivery === undefined) return { documents: [], next: null };
    return documentPage(ledger, { ...query, documentId: delivery.documentId });
  }
  const words = typed.split(/\s+/).filter((word) => word !== "");
  return documentPage(ledger, { ...query, words: words.slice(0, mostWords) });
}
