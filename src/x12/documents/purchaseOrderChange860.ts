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
  type SalesRequirement,
  type Schedule,
  salesRequirement,
  schedule,
  type Terms,
  type Totals,
  terms,
  totals,
  totalsLayout,
} from "./commerce.ts";
import { layout, membersOf, readLayout, writeLayout } from "./layout.ts";
import type { ParsedSet, ReadDocument } from "./parsedSet.ts";
import { type Contact, contact, type Party, partyLayout, partyName, type Reference, reference } from "./party.ts";

/** 860 purchase order change by the buyer. Forms of values as in the 850. */
export interface PurchaseOrderChange860 {
  /** BCH01, code list 353: `01` cancellation, `04` change, `05` replace. */
  purpose: string;
  /** BCH02, code list 92. */
  type: string;
  /** BCH03: the purchase order changed. */
  number: string;
  releaseNumber?: string;
  /** BCH05: counts up for each change of one purchase order. */
  changeSequence?: string;
  /** BCH06: the date of the purchase order. */
  date: string;
  /** BCH07. */
  requestReference?: string;
  /** BCH08. */
  contract?: string;
  /** BCH09. */
  reference?: string;
  /** BCH10: the date of the acknowledgment. */
  acknowledgmentDate?: string;
  /** BCH11: the date of the change. */
  changeDate?: string;
  currency?: Currency;
  references?: Reference[];
  contacts?: Contact[];
  freightTerms?: FreightTerms[];
  salesRequirements?: SalesRequirement[];
  allowancesAndCharges?: AllowanceOrCharge[];
  terms?: Terms[];
  dates?: DatedEvent[];
  carriers?: Carrier[];
  amounts?: Amount[];
  notes?: Note[];
  parties?: Party[];
  lines: ChangedLine[];
  totals?: Totals;
}

/** POC loop: one line and what happens to it. */
export interface ChangedLine {
  /** POC01: the line as the first PO101 named it. */
  number?: string;
  /** POC02, code list 670: `AI` add, `CA` changes, `DI` delete, `QD`/`QI` quantity down or up, `PC` price. */
  change: string;
  quantity?: string;
  /** POC04: what is still to be received. */
  quantityLeft?: string;
  unit?: string;
  unitPrice?: string;
  priceBasis?: string;
  /** POC08 to POC27, up to ten. */
  products?: ProductId[];
  prices?: PriceInformation[];
  descriptions?: Description[];
  packings?: Packing[];
  references?: Reference[];
  contacts?: Contact[];
  allowancesAndCharges?: AllowanceOrCharge[];
  terms?: Terms[];
  freightTerms?: FreightTerms[];
  dates?: DatedEvent[];
  carriers?: Carrier[];
  schedules?: Schedule[];
  notes?: Note[];
  parties?: Party[];
}

const beginning = bind<PurchaseOrderChange860>("BCH", [
  "purpose",
  "type",
  "number",
  "releaseNumber",
  "changeSequence",
  "date:date",
  "requestReference",
  "contract",
  "reference",
  "acknowledgmentDate:date",
  "changeDate:date",
]);

const changedLine = bind<ChangedLine>(
  "POC",
  ["number", "change", "quantity:decimal", "quantityLeft:decimal", "unit:composite", "unitPrice:decimal", "priceBasis"],
  { name: "products", first: 8, count: 10, parts: ["qualifier", "id"] },
);

const inLine = membersOf<ChangedLine>();

const lineLayout = layout<ChangedLine>(
  inLine.many("prices", priceInformation),
  inLine.many("descriptions", description),
  inLine.many("packings", packing),
  inLine.many("references", reference),
  inLine.many("contacts", contact),
  inLine.many("allowancesAndCharges", allowanceOrCharge),
  inLine.many("terms", terms),
  inLine.many("freightTerms", freightTerms),
  inLine.many("dates", datedEvent),
  inLine.many("carriers", carrier),
  inLine.many("schedules", schedule),
  inLine.loop("notes", noteReference, noteLayout),
  inLine.loop("parties", partyName, partyLayout),
);

const inChange = membersOf<PurchaseOrderChange860>();

const changeLayout = layout<PurchaseOrderChange860>(
  inChange.own(beginning),
  inChange.one("currency", currency),
  inChange.many("references", reference),
  inChange.many("contacts", contact),
  inChange.many("freightTerms", freightTerms),
  inChange.many("salesRequirements", salesRequirement),
  inChange.many("allowancesAndCharges", allowanceOrCharge),
  inChange.many("terms", terms),
  inChange.many("dates", datedEvent),
  inChange.many("carriers", carrier),
  inChange.many("amounts", amount),
  inChange.loop("notes", noteReference, noteLayout),
  inChange.loop("parties", partyName, partyLayout),
  inChange.loop("lines", changedLine, lineLayout),
  inChange.oneLoop("totals", totals, totalsLayout),
);

/** As {@link purchaseOrder850ToSegments} for an 860. */
export function purchaseOrderChange860ToSegments(document: PurchaseOrderChange860, release: string): Segment[] {
  return writeLayout(changeLayout, document, release);
}

export function purchaseOrderChange860FromSet(set: ParsedSet): ReadDocument<PurchaseOrderChange860> {
  return readLayout(changeLayout, set, { BCH: { purpose: "", type: "", number: "", date: "", lines: [] } });
}
