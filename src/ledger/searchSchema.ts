import type { SearchTermKind } from "../documents/searchTerms.ts";

export interface DocumentTermTable {
  /** Lower case. */
  term: string;
  kind: SearchTermKind;
  documentId: string;
}

export interface SearchSchema {
  documentTerm: DocumentTermTable;
}
