import type { Segment } from "../writer/segment.ts";
import { bind } from "./binding.ts";
import {
  type AllowanceOrCharge,
  allowanceOrCharge,
  type Carrier,
  type Currency,
  carrier,
  currency,
  type DatedEvent,
  type Description,
  datedEvent,
  description,
  type FreightTerms,
  freightTerms,
  type Note,
  noteLayout,
  noteReference,
  type Packing,
  type PriceInformation,
  type ProductId,
  packing,
  priceInformation,
  type Schedule,
  schedule,
  type Tax,
  type Terms,
  type Totals,
  tax,
  terms,
  totals,
  totalsLayout,
} from "./commerce.ts";
import { layout, membersOf, readLayout, writeLayout } from "./layout.ts";
import type { ParsedSet, ReadDocument, ReadingNote } from "./parsedSet.ts";
import { type Contact, contact, type Party, partyLayout, partyName, type Reference, reference } from "./party.ts";

/** 855 purchase order acknowledgment. Forms of values as in the 850. */
export interface PurchaseOrderAcknowledgment855 {
  /** BAK01, code list 353. */
  purpose: string;
  /** BAK02, code list 587: `AC` with detail and change, `AD` without change, `RJ` rejected. */
  type: string;
  /** BAK03. */
  purchaseOrder: string;
  /** BAK04: the date of the purchase order. */
  purchaseOrderDate: string;
  releaseNumber?: string;
  /** BAK06. */
  requestReference?: string;
  contract?: string;
  /** BAK08: the seller's order number. */
  sellerOrder?: string;
  /** BAK09. */
  date?: string;
  /** BAK10, code list 640. */
  transactionType?: string;
  currency?: Currency;
  references?: Reference[];
  contacts?: Contact[];
  freightTerms?: FreightTerms[];
  allowancesAndCharges?: AllowanceOrCharge[];
  terms?: Terms[];
  dates?: DatedEvent[];
  carriers?: Carrier[];
  notes?: Note[];
  parties?: Party[];
  /** None where the acknowledgment is without detail. */
  lines: AcknowledgedLine[];
  totals?: Totals;
}

/** PO1 loop: a line as ordered, or as it is now offered. */
export interface AcknowledgedLine {
  /** PO101, often not echoed: match by product then, never by position. */
  number?: string;
  quantity?: string;
  unit?: string;
  unitPrice?: string;
  priceBasis?: string;
  products?: ProductId[];
  prices?: PriceInformation[];
  descriptions?: Description[];
  packings?: Packing[];
  references?: Reference[];
  contacts?: Contact[];
  allowancesAndCharges?: AllowanceOrCharge[];
  dates?: DatedEvent[];
  carriers?: Carrier[];
  /** All that is said of the line. Several may add up to the ordered quantity, and all of them count. */
  acknowledgments?: LineAcknowledgment[];
  taxes?: Tax[];
  schedules?: Schedule[];
  notes?: Note[];
  parties?: Party[];
}

/** ACK loop: what becomes of a part of a line's quantity. */
export interface LineAcknowledgment {
  /** ACK01, code list 668: `IA` accepted, `IB` backordered, `IR` rejected, `IS` substituted. */
  status: string;
  quantity?: string;
  unit?: string;
  /** ACK04, code list 374. */
  dateKind?: string;
  date?: string;
  /** ACK06: a reference, not a second date. */
  reference?: string;
  /** ACK07 to ACK26: the product where it is another, as for a substitute. */
  products?: ProductId[];
  agency?: string;
  sourceSubqualifier?: string;
  /** ACK29: the reason in a code of the industry. */
  industryCode?: string;
  /** DTM after the ACK, at most one. */
  dates?: DatedEvent[];
}

const beginning = bind<PurchaseOrderAcknowledgment855>("BAK", [
  "purpose",
  "type",
  "purchaseOrder",
  "purchaseOrderDate:date",
  "releaseNumber",
  "requestReference",
  "contract",
  "sellerOrder",
  "date:date",
  "transactionType",
]);

const acknowledgedLine = bind<AcknowledgedLine>(
  "PO1",
  ["number", "quantity:decimal", "unit", "unitPrice:decimal", "priceBasis"],
  { name: "products", first: 6, count: 10, parts: ["qualifier", "id"] },
);

const lineAcknowledgment = bind<LineAcknowledgment>(
  "ACK",
  [
    "status",
    "quantity:decimal",
    "unit",
    "dateKind",
    "date:date",
    "reference",
    ...new Array<null>(20).fill(null),
    "agency",
    "sourceSubqualifier",
    "industryCode",
  ],
  { name: "products", first: 7, count: 10, parts: ["qualifier", "id"] },
);
const lineAcknowledgmentLayout = layout<LineAcknowledgment>(membersOf<LineAcknowledgment>().many("dates", datedEvent));

const inLine = membersOf<AcknowledgedLine>();

const lineLayout = layout<AcknowledgedLine>(
  inLine.many("prices", priceInformation),
  inLine.many("descriptions", description),
  inLine.many("packings", packing),
  inLine.many("references", reference),
  inLine.many("contacts", contact),
  inLine.many("allowancesAndCharges", allowanceOrCharge),
  inLine.many("dates", datedEvent),
  inLine.many("carriers", carrier),
  inLine.loop("acknowledgments", lineAcknowledgment, lineAcknowledgmentLayout),
  inLine.many("taxes", tax),
  inLine.many("schedules", schedule),
  inLine.loop("notes", noteReference, noteLayout),
  inLine.loop("parties", partyName, partyLayout),
);

const inAcknowledgment = membersOf<PurchaseOrderAcknowledgment855>();

const acknowledgmentLayout = layout<PurchaseOrderAcknowledgment855>(
  inAcknowledgment.own(beginning),
  inAcknowledgment.one("currency", currency),
  inAcknowledgment.many("references", reference),
  inAcknowledgment.many("contacts", contact),
  inAcknowledgment.many("freightTerms", freightTerms),
  inAcknowledgment.many("allowancesAndCharges", allowanceOrCharge),
  inAcknowledgment.many("terms", terms),
  inAcknowledgment.many("dates", datedEvent),
  inAcknowledgment.many("carriers", carrier),
  inAcknowledgment.loop("notes", noteReference, noteLayout),
  inAcknowledgment.loop("parties", partyName, partyLayout),
  inAcknowledgment.loop("lines", acknowledgedLine, lineLayout),
  inAcknowledgment.oneLoop("totals", totals, totalsLayout),
);

export function purchaseOrderAcknowledgment855ToSegments(
  document: PurchaseOrderAcknowledgment855,
  release: string,
): Segment[] {
  return writeLayout(acknowledgmentLayout, document, release);
}

export function purchaseOrderAcknowledgment855FromSet(set: ParsedSet): ReadDocument<PurchaseOrderAcknowledgment855> {
  const read = readLayout(acknowledgmentLayout, set, {
    BAK: { purpose: "", type: "", purchaseOrder: "", purchaseOrderDate: "", lines: [] },
  });
  return { document: read.document, notes: [...read.notes, ...contradictions(read.document, set)] };
}

/** BAK02 codes that say nothing was changed. */
const unchanged = new Set(["AD", "AK", "AP", "AT"]);
/** ACK01 codes that say something was. */
const changes = /^(?:I[BCDEPQRS]|DR|BP|R[1-8])$/;

/** A header that says "as ordered" over a line that says otherwise: the lines win. */
function contradictions(document: PurchaseOrderAcknowledgment855, set: ParsedSet): ReadingNote[] {
  if (!unchanged.has(document.type)) return [];
  const changed = document.lines.flatMap(({ acknowledgments = [] }) => acknowledgments);
  const status = changed.find(
    ({ status, quantity }) => changes.test(status) && quantity !== "0" && quantity !== undefined,
  )?.status;
  if (status === undefined) return [];
  const header = set.segments.find(({ id }) => id === "BAK");
  return [
    {
      kind: "contradiction",
      position: header?.position ?? 2,
      segment: "BAK",
      element: 2,
      value: document.type,
      message: `BAK02 ${document.type} says that nothing changed, a line's ACK01 says ${status}; the lines count`,
    },
  ];
}
