import type { Segment } from "../writer/segment.ts";
import { bind } from "./binding.ts";
import {
  type AllowanceOrCharge,
  type Amount,
  allowanceOrCharge,
  amount,
  type Carrier,
  type Currency,
  carrier,
  currency,
  type DatedEvent,
  type Description,
  type Destinations,
  datedEvent,
  description,
  destinations,
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
  type SalesRequirement,
  type Schedule,
  salesRequirement,
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
import type { ParsedSet, ReadDocument } from "./parsedSet.ts";
import { type Contact, contact, type Party, partyLayout, partyName, type Reference, reference } from "./party.ts";

/**
 * 850 purchase order. Dates are `YYYY-MM-DD`; money and quantities are decimals as text. Absent fields and empty
 * arrays send nothing.
 */
export interface PurchaseOrder850 {
  /** BEG01, code list 353: `00` original, `01` cancellation, `05` replace. */
  purpose: string;
  /** BEG02, code list 92: `SA` stand-alone, `DS` drop ship, `BK` blanket. */
  type: string;
  /** BEG03. */
  number: string;
  /** BEG04. */
  releaseNumber?: string;
  /** BEG05. */
  date: string;
  /** BEG06. */
  contract?: string;
  /** BEG07, code list 587. */
  acknowledgmentWanted?: string;
  currency?: Currency;
  references?: Reference[];
  contacts?: Contact[];
  freightTerms?: FreightTerms[];
  salesRequirements?: SalesRequirement[];
  allowancesAndCharges?: AllowanceOrCharge[];
  terms?: Terms[];
  dates?: DatedEvent[];
  carriers?: Carrier[];
  taxes?: Tax[];
  amounts?: Amount[];
  notes?: Note[];
  parties?: Party[];
  lines: PurchaseOrderLine[];
  totals?: Totals;
}

/** PO1 loop: one line. */
export interface PurchaseOrderLine {
  /** PO101. Pick one once: it is the line's identity for life. */
  number?: string;
  quantity?: string;
  /** PO103, code list 355: `EA` each, `CA` case. */
  unit?: string;
  unitPrice?: string;
  /** PO105, code list 639. */
  priceBasis?: string;
  /** PO106 to PO125, up to ten. */
  products?: ProductId[];
  prices?: PriceInformation[];
  descriptions?: Description[];
  packings?: Packing[];
  references?: Reference[];
  contacts?: Contact[];
  allowancesAndCharges?: AllowanceOrCharge[];
  terms?: Terms[];
  freightTerms?: FreightTerms[];
  destinations?: Destinations[];
  dates?: DatedEvent[];
  carriers?: Carrier[];
  /** MSG straight under the line. */
  messages?: string[];
  taxes?: Tax[];
  schedules?: Schedule[];
  notes?: Note[];
  parties?: Party[];
}

const beginning = bind<PurchaseOrder850>("BEG", [
  "purpose",
  "type",
  "number",
  "releaseNumber",
  "date:date",
  "contract",
  "acknowledgmentWanted",
]);

export const purchaseOrderLine = bind<PurchaseOrderLine>(
  "PO1",
  ["number", "quantity:decimal", "unit", "unitPrice:decimal", "priceBasis"],
  { name: "products", first: 6, count: 10, parts: ["qualifier", "id"] },
);

const inLine = membersOf<PurchaseOrderLine>();

const lineLayout = layout<PurchaseOrderLine>(
  inLine.many("prices", priceInformation),
  inLine.many("descriptions", description),
  inLine.many("packings", packing),
  inLine.many("references", reference),
  inLine.many("contacts", contact),
  inLine.many("allowancesAndCharges", allowanceOrCharge),
  inLine.many("terms", terms),
  inLine.many("freightTerms", freightTerms),
  inLine.many("destinations", destinations),
  inLine.many("dates", datedEvent),
  inLine.many("carriers", carrier),
  inLine.messages("messages", false),
  inLine.many("taxes", tax),
  inLine.many("schedules", schedule),
  inLine.loop("notes", noteReference, noteLayout),
  inLine.loop("parties", partyName, partyLayout),
);

const inOrder = membersOf<PurchaseOrder850>();

const orderLayout = layout<PurchaseOrder850>(
  inOrder.own(beginning),
  inOrder.one("currency", currency),
  inOrder.many("references", reference),
  inOrder.many("contacts", contact),
  inOrder.many("freightTerms", freightTerms),
  inOrder.many("salesRequirements", salesRequirement),
  inOrder.many("allowancesAndCharges", allowanceOrCharge),
  inOrder.many("terms", terms),
  inOrder.many("dates", datedEvent),
  inOrder.many("carriers", carrier),
  inOrder.many("taxes", tax),
  inOrder.many("amounts", amount),
  inOrder.loop("notes", noteReference, noteLayout),
  inOrder.loop("parties", partyName, partyLayout),
  inOrder.loop("lines", purchaseOrderLine, lineLayout),
  inOrder.oneLoop("totals", totals, totalsLayout),
);

/**
 * @param release the first six characters of GS08, which decides between MSG and MTX and the form of dates
 * @returns the segments between ST and SE, in the order of the set
 */
export function purchaseOrder850ToSegments(document: PurchaseOrder850, release: string): Segment[] {
  return writeLayout(orderLayout, document, release);
}

export function purchaseOrder850FromSet(set: ParsedSet): ReadDocument<PurchaseOrder850> {
  return readLayout(orderLayout, set, {
    BEG: { purpose: "", type: "", number: "", date: "" },
    PO1: { lines: [] },
  });
}
