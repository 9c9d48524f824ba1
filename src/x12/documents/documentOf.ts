import type { Segment } from "../writer/segment.ts";
import type { ParsedSet, ReadDocument } from "./parsedSet.ts";
import { type PurchaseOrder850, purchaseOrder850FromSet, purchaseOrder850ToSegments } from "./purchaseOrder850.ts";
import {
  type PurchaseOrderChange860,
  purchaseOrderChange860FromSet,
  purchaseOrderChange860ToSegments,
} from "./purchaseOrderChange860.ts";

/** The typed document of each transaction set. */
export interface DocumentOf {
  "850": PurchaseOrder850;
  "860": PurchaseOrderChange860;
}

export interface DocumentForm<T> {
  /** The segments between ST and SE. */
  toSegments(document: T, release: string): Segment[];
  fromSet(set: ParsedSet): ReadDocument<T>;
}

/** Both directions of each typed document, by set. */
export const documentForms: { readonly [Id in keyof DocumentOf]: DocumentForm<DocumentOf[Id]> } = {
  "850": { toSegments: purchaseOrder850ToSegments, fromSet: purchaseOrder850FromSet },
  "860": { toSegments: purchaseOrderChange860ToSegments, fromSet: purchaseOrderChange860FromSet },
};

export function hasDocument(set: string): set is keyof DocumentOf {
  return Object.hasOwn(documentForms, set);
}
