/** The segments that purchase orders, acknowledgments and invoices have in common. */
import { bind } from "./binding.ts";
import { layout, membersOf } from "./layout.ts";

/** CUR: the currency of the prices. */
export interface Currency {
  /** CUR01: whose currency, `BY` buyer or `SE` seller. */
  party: string;
  /** CUR02: ISO 4217. */
  code: string;
  /** CUR03, a decimal. */
  exchangeRate?: string;
}

export const currency = bind<Currency>("CUR", ["party", "code", "exchangeRate:decimal"]);

/** FOB: who pays the freight, and where title and risk pass. */
export interface FreightTerms {
  /** FOB01, code list 146: `CC` collect, `PP` prepaid, `DF` defined by buyer and seller. */
  payment: string;
  /** FOB02, code list 309: `OR` origin, `DE` destination. */
  locationKind?: string;
  location?: string;
  tradeTermsKind?: string;
  tradeTerms?: string;
  titleLocationKind?: string;
  titleLocation?: string;
  riskKind?: string;
  riskDescription?: string;
}

export const freightTerms = bind<FreightTerms>("FOB", [
  "payment",
  "locationKind",
  "location",
  "tradeTermsKind",
  "tradeTerms",
  "titleLocationKind",
  "titleLocation",
  "riskKind",
  "riskDescription",
]);

/** CSH: conditions of sale, such as no back orders. */
export interface SalesRequirement {
  /** CSH01, code list 563. */
  code?: string;
  /** CSH02, code list 306. */
  actionCode?: string;
  /** CSH03, a decimal (N2). */
  amount?: string;
  account?: string;
  date?: string;
}

export const salesRequirement = bind<SalesRequirement>("CSH", [
  "code",
  "actionCode",
  "amount:cents",
  "account",
  "date:date",
]);

/** SAC: an allowance, a charge or a service. */
export interface AllowanceOrCharge {
  /** SAC01: `A` allowance, `C` charge, `N` neither. */
  indicator: string;
  /** SAC02, code list 1300: `D240` freight, `C310` discount. */
  code?: string;
  agency?: string;
  agencyCode?: string;
  /** SAC05, a decimal (N2). */
  amount?: string;
  /** SAC06, code list 378. */
  percentBasis?: string;
  percent?: string;
  rate?: string;
  unit?: string;
  quantity?: string;
  /** SAC11, a second quantity. */
  otherQuantity?: string;
  /** SAC12, code list 331: `02` off invoice, `06` paid by customer. */
  handling?: string;
  reference?: string;
  option?: string;
  description?: string;
}

export const allowanceOrCharge = bind<AllowanceOrCharge>("SAC", [
  "indicator",
  "code",
  "agency",
  "agencyCode",
  "amount:cents",
  "percentBasis",
  "percent:decimal",
  "rate:decimal",
  "unit",
  "quantity:decimal",
  "otherQuantity:decimal",
  "handling",
  "reference",
  "option",
  "description",
]);

/** ITD: terms of payment. */
export interface Terms {
  /** ITD01, code list 336: `01` basic, `02` end of month, `08` discount offered, `14` as agreed. */
  type?: string;
  /** ITD02, code list 333: the date from which days count: `1` ship, `2` delivery, `3` invoice. */
  basis?: string;
  /** ITD03, percent. */
  discountPercent?: string;
  discountDue?: string;
  discountDays?: string;
  netDue?: string;
  netDays?: string;
  /** ITD08, a decimal (N2). */
  discountAmount?: string;
  description?: string;
  /** ITD13. */
  dayOfMonth?: string;
}

export const terms = bind<Terms>("ITD", [
  "type",
  "basis",
  "discountPercent:decimal",
  "discountDue:date",
  "discountDays",
  "netDue:date",
  "netDays",
  "discountAmount:cents",
  null,
  null,
  null,
  "description",
  "dayOfMonth",
]);

/** DTM: a date with its meaning. */
export interface DatedEvent {
  /** DTM01, code list 374: `002` delivery requested, `010` requested ship, `011` shipped. */
  kind: string;
  /** `YYYY-MM-DD`. */
  date?: string;
  /** `HH:MM`, with seconds where given. */
  time?: string;
  /** DTM04, code list 623. */
  timeZone?: string;
  /** DTM05 and DTM06: a period, as text in the format that its code names. */
  periodFormat?: string;
  period?: string;
}

export const datedEvent = bind<DatedEvent>("DTM", [
  "kind",
  "date:date",
  "time:time",
  "timeZone",
  "periodFormat",
  "period",
]);

/** TD5: the carrier and the routing. */
export interface Carrier {
  /** TD501, code list 133. */
  sequence?: string;
  /** TD502, code list 66: `2` SCAC, `91` seller's, `92` buyer's. */
  idKind?: string;
  id?: string;
  /** TD504, code list 91: `M` motor, `A` air, `U` parcel. */
  method?: string;
  routing?: string;
  /** TD506, code list 368. */
  orderStatus?: string;
  locationKind?: string;
  location?: string;
  /** TD512, code list 284. */
  serviceLevel?: string;
}

export const carrier = bind<Carrier>("TD5", [
  "sequence",
  "idKind",
  "id",
  "method",
  "routing",
  "orderStatus",
  "locationKind",
  "location",
  null,
  null,
  null,
  "serviceLevel",
]);

/** N9 loop: a reference with text, the usual place for notes. */
export interface Note {
  /** N901, code list 128: `L1` notes, `ZZ`. */
  qualifier: string;
  reference?: string;
  description?: string;
  date?: string;
  time?: string;
  /** MSG, or MTX from 004030 on: one segment an entry. */
  text?: string[];
}

export const noteReference = bind<Note>("N9", ["qualifier", "reference", "description", "date:date", "time:time"]);
export const noteLayout = layout<Note>(membersOf<Note>().messages("text", true));

/** One identification of a product: `VN` vendor's item, `IN` buyer's item, `UP` UPC (code list 235). */
export interface ProductId {
  qualifier: string;
  id: string;
}

/** PID: a description of a product. */
export interface Description {
  /** PID01: `F` free form, `S` structured, `X` both. */
  form: string;
  /** PID02, code list 750: `08` product. */
  characteristic?: string;
  agency?: string;
  code?: string;
  text?: string;
}

export const description = bind<Description>("PID", ["form", "characteristic", "agency", "code", "text"]);

/** CTP: a price besides the one ordered at. */
export interface PriceInformation {
  /** CTP01, code list 687. */
  trade?: string;
  /** CTP02, code list 236: `RES` resale, `MSR` suggested retail. */
  kind?: string;
  price?: string;
  quantity?: string;
  /** CTP05, the first unit of the composite. */
  unit?: string;
}

export const priceInformation = bind<PriceInformation>("CTP", [
  "trade",
  "kind",
  "price:decimal",
  "quantity:decimal",
  "unit:composite",
]);

/** PO4: how an item is packed. */
export interface Packing {
  /** PO401: inner packs to a pack. */
  packs?: string;
  /** PO402 and PO403: the size of each, with its unit. */
  size?: string;
  unit?: string;
  packaging?: string;
  weightKind?: string;
  grossWeight?: string;
  weightUnit?: string;
  grossVolume?: string;
  volumeUnit?: string;
  length?: string;
  width?: string;
  height?: string;
  dimensionUnit?: string;
  /** PO414: pieces in an inner pack. */
  innerPack?: string;
}

export const packing = bind<Packing>("PO4", [
  "packs",
  "size:decimal",
  "unit",
  "packaging",
  "weightKind",
  "grossWeight:decimal",
  "weightUnit",
  "grossVolume:decimal",
  "volumeUnit",
  "length:decimal",
  "width:decimal",
  "height:decimal",
  "dimensionUnit",
  "innerPack",
]);

/** SCH: a part of a line's quantity with its date. */
export interface Schedule {
  quantity: string;
  unit: string;
  entityKind?: string;
  entityName?: string;
  /** SCH05, code list 374. */
  dateKind: string;
  date: string;
  time?: string;
  otherDateKind?: string;
  otherDate?: string;
  otherTime?: string;
  /** SCH11. */
  request?: string;
  /** SCH12. */
  line?: string;
}

export const schedule = bind<Schedule>("SCH", [
  "quantity:decimal",
  "unit",
  "entityKind",
  "entityName",
  "dateKind",
  "date:date",
  "time:time",
  "otherDateKind",
  "otherDate:date",
  "otherTime:time",
  "request",
  "line",
]);

/** SDQ: what goes to which store. */
export interface Destinations {
  unit: string;
  /** SDQ02, code list 66. */
  idKind?: string;
  /** SDQ03 to SDQ22, up to ten. */
  stores?: { id: string; quantity: string }[];
  location?: string;
}

export const destinations = bind<Destinations>(
  "SDQ",
  ["unit", "idKind", ...new Array<null>(20).fill(null), "location"],
  {
    name: "stores",
    first: 3,
    count: 10,
    parts: ["id", "quantity"],
    kinds: ["text", "decimal"],
  },
);

/** TXI: a tax. */
export interface Tax {
  /** TXI01, code list 963: `ST` state sales, `GS` goods and services, `TX` all taxes. */
  type: string;
  amount?: string;
  percent?: string;
  jurisdictionKind?: string;
  jurisdiction?: string;
  /** TXI06, code list 441. */
  exempt?: string;
  relationship?: string;
  basis?: string;
  taxId?: string;
  line?: string;
}

export const tax = bind<Tax>("TXI", [
  "type",
  "amount:decimal",
  "percent:decimal",
  "jurisdictionKind",
  "jurisdiction",
  "exempt",
  "relationship",
  "basis:decimal",
  "taxId",
  "line",
]);

/** AMT: an amount with its meaning. The point is visible here, unlike in TDS and SAC. */
export interface Amount {
  /** AMT01, code list 522: `TT` total, `GV` gross value, `1` line total. */
  kind: string;
  value: string;
  /** AMT03: `C` credit, `D` debit. */
  creditOrDebit?: string;
}

export const amount = bind<Amount>("AMT", ["kind", "value:decimal", "creditOrDebit"]);

/** CTT loop. The writer recounts both values, so their presence is what asks for them. */
export interface Totals {
  /** CTT01: how many lines (or HL segments in an 856) the set has. */
  lineCount?: string;
  /** CTT02: the sum of the lines' quantities, cut on the left where it is too long. */
  hashTotal?: string;
  weight?: string;
  weightUnit?: string;
  volume?: string;
  volumeUnit?: string;
  amounts?: Amount[];
}

export const totals = bind<Totals>("CTT", [
  "lineCount",
  "hashTotal:decimal",
  "weight:decimal",
  "weightUnit",
  "volume:decimal",
  "volumeUnit",
]);
export const totalsLayout = layout<Totals>(membersOf<Totals>().many("amounts", amount));
