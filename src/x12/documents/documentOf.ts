import type { Segment } from "../writer/segment.ts";
import {
  type FunctionalAcknowledgment997,
  functionalAcknowledgment997FromSet,
  functionalAcknowledgment997ToSegments,
  implementationAcknowledgment999FromSet,
  implementationAcknowledgment999ToSegments,
} from "./functionalAcknowledgment997.ts";
import { type Invoice810, invoice810FromSet, invoice810ToSegments } from "./invoice810.ts";
import type { ParsedSet, ReadDocument } from "./parsedSet.ts";
import { type PurchaseOrder850, purchaseOrder850FromSet, purchaseOrder850ToSegments } from "./purchaseOrder850.ts";
import {
  type PurchaseOrderAcknowledgment855,
  purchaseOrderAcknowledgment855FromSet,
  purchaseOrderAcknowledgment855ToSegments,
} from "./purchaseOrderAcknowledgment855.ts";
import {
  type PurchaseOrderChange860,
  purchaseOrderChange860FromSet,
  purchaseOrderChange860ToSegments,
} from "./purchaseOrderChange860.ts";
import { type ShipNotice856, shipNotice856FromSet, shipNotice856ToSegments } from "./shipNotice856.ts";

/** The typed document of each transaction set. */
export interface DocumentOf {
  "810": Invoice810;
  "850": PurchaseOrder850;
  "855": PurchaseOrderAcknowledgment855;
  "856": ShipNotice856;
  "860": PurchaseOrderChange860;
  "997": FunctionalAcknowledgment997;
  /** It says what a 997 says. */
  "999": FunctionalAcknowledgment997;
}

export interface DocumentForm<T> {
  /** The segments between ST and SE. */
  toSegments(document: T, release: string): Segment[];
  fromSet(set: ParsedSet): ReadDocument<T>;
}

/** Both directions of each typed document, by set. */
export const documentForms: { readonly [Id in keyof DocumentOf]: DocumentForm<DocumentOf[Id]> } = {
  "810": { toSegments: invoice810ToSegments, fromSet: invoice810FromSet },
  "850": { toSegments: purchaseOrder850ToSegments, fromSet: purchaseOrder850FromSet },
  "855": { toSegments: purchaseOrderAcknowledgment855ToSegments, fromSet: purchaseOrderAcknowledgment855FromSet },
  "856": { toSegments: shipNotice856ToSegments, fromSet: shipNotice856FromSet },
  "860": { toSegments: purchaseOrderChange860ToSegments, fromSet: purchaseOrderChange860FromSet },
  "997": { toSegments: functionalAcknowledgment997ToSegments, fromSet: functionalAcknowledgment997FromSet },
  "999": { toSegments: implementationAcknowledgment999ToSegments, fromSet: implementationAcknowledgment999FromSet },
};

export function hasDocument(set: string): set is keyof DocumentOf {
  return Object.hasOwn(documentForms, set);
}
