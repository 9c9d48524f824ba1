import type { Segment } from "../writer/segment.ts";
import { bind } from "./binding.ts";
import {
  type AllowanceOrCharge,
  type Amount,
  allowanceOrCharge,
  amount,
  type Currency,
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

/** 810 invoice. Forms of values as in the 850; amounts are in currency units whatever their X12 type implies. */
export interface Invoice810 {
  /** BIG01. */
  date: string;
  /** BIG02. */
  number: string;
  /** BIG03. */
  purchaseOrderDate?: string;
  /** BIG04. */
  purchaseOrder?: string;
  releaseNumber?: string;
  changeSequence?: string;
  /** BIG07, code list 640: `CR` credit memo, `DR` debit memo; none for an ordinary invoice. */
  transactionType?: string;
  /** BIG08, code list 353. */
  purpose?: string;
  /** BIG09, code list 306. */
  actionCode?: string;
  /** BIG10: the invoice that this one corrects. */
  originalInvoice?: string;
  texts?: InvoiceText[];
  currency?: Currency;
  references?: Reference[];
  contacts?: Contact[];
  parties?: Party[];
  terms?: Terms[];
  dates?: DatedEvent[];
  freightTerms?: FreightTerms;
  descriptions?: Description[];
  notes?: Note[];
  lines: InvoiceLine[];
  total: InvoiceTotal;
  taxes?: Tax[];
  carrier?: InvoiceCarrier;
  amounts?: Amount[];
  allowancesAndCharges?: TaxedAllowanceOrCharge[];
  shipments?: ShipmentSummary[];
  totals?: Totals;
}

/** IT1 loop: one line. */
export interface InvoiceLine {
  /** IT101: the line of the purchase order. */
  number?: string;
  quantity?: string;
  unit?: string;
  unitPrice?: string;
  priceBasis?: string;
  /** IT106 to IT125, up to ten. */
  products?: ProductId[];
  taxes?: Tax[];
  prices?: PriceInformation[];
  descriptions?: Description[];
  packing?: Packing;
  terms?: Terms[];
  references?: Reference[];
  contacts?: Contact[];
  dates?: DatedEvent[];
  carriers?: InvoiceCarrier[];
  allowancesAndCharges?: TaxedAllowanceOrCharge[];
  parties?: Party[];
}

/** SAC loop: an allowance or charge with the taxes on it. */
export interface TaxedAllowanceOrCharge extends AllowanceOrCharge {
  taxes?: Tax[];
}

/** NTE: text at the head. */
export interface InvoiceText {
  /** NTE01, code list 363. */
  kind?: string;
  text: string;
}

/** TDS: what is to be paid. */
export interface InvoiceTotal {
  /** TDS01 (N2): a decimal, negative for a credit. */
  due: string;
  /** TDS02 (N2): the part that a terms discount applies to. */
  discountable?: string;
  /** TDS03 (N2): what is due when the discount is taken. */
  discountedDue?: string;
  /** TDS04 (N2). */
  discount?: string;
}

/** CAD: the carrier. */
export interface InvoiceCarrier {
  /** CAD01, code list 91. */
  method?: string;
  equipmentInitial?: string;
  equipmentNumber?: string;
  /** CAD04: SCAC. */
  scac?: string;
  routing?: string;
  status?: string;
  referenceQualifier?: string;
  reference?: string;
  serviceLevel?: string;
}

/** ISS: what was shipped, in all. */
export interface ShipmentSummary {
  units?: string;
  unit?: string;
  weight?: string;
  weightUnit?: string;
  volume?: string;
  volumeUnit?: string;
  /** PID after the ISS. */
  descriptions?: Description[];
}

const beginning = bind<Invoice810>("BIG", [
  "date:date",
  "number",
  "purchaseOrderDate:date",
  "purchaseOrder",
  "releaseNumber",
  "changeSequence",
  "transactionType",
  "purpose",
  "actionCode",
  "originalInvoice",
]);
const invoiceText = bind<InvoiceText>("NTE", ["kind", "text"]);
const invoiceLine = bind<InvoiceLine>(
  "IT1",
  ["number", "quantity:decimal", "unit", "unitPrice:decimal", "priceBasis"],
  { name: "products", first: 6, count: 10, parts: ["qualifier", "id"] },
);
const invoiceTotal = bind<InvoiceTotal>("TDS", [
  "due:cents",
  "discountable:cents",
  "discountedDue:cents",
  "discount:cents",
]);
const invoiceCarrier = bind<InvoiceCarrier>("CAD", [
  "method",
  "equipmentInitial",
  "equipmentNumber",
  "scac",
  "routing",
  "status",
  "referenceQualifier",
  "reference",
  "serviceLevel",
]);
const shipmentSummary = bind<ShipmentSummary>("ISS", [
  "units:decimal",
  "unit",
  "weight:decimal",
  "weightUnit",
  "volume:decimal",
  "volumeUnit",
]);

const taxedLayout = layout<TaxedAllowanceOrCharge>(membersOf<TaxedAllowanceOrCharge>().many("taxes", tax));
const shipmentLayout = layout<ShipmentSummary>(membersOf<ShipmentSummary>().many("descriptions", description));

const inLine = membersOf<InvoiceLine>();

const lineLayout = layout<InvoiceLine>(
  inLine.many("taxes", tax),
  inLine.many("prices", priceInformation),
  inLine.many("descriptions", description),
  inLine.one("packing", packing),
  inLine.many("terms", terms),
  inLine.many("references", reference),
  inLine.many("contacts", contact),
  inLine.many("dates", datedEvent),
  inLine.many("carriers", invoiceCarrier),
  inLine.loop("allowancesAndCharges", allowanceOrCharge, taxedLayout),
  inLine.loop("parties", partyName, partyLayout),
);

const inInvoice = membersOf<Invoice810>();

const invoiceLayout = layout<Invoice810>(
  inInvoice.own(beginning),
  inInvoice.many("texts", invoiceText),
  inInvoice.one("currency", currency),
  inInvoice.many("references", reference),
  inInvoice.many("contacts", contact),
  inInvoice.loop("parties", partyName, partyLayout),
  inInvoice.many("terms", terms),
  inInvoice.many("dates", datedEvent),
  inInvoice.one("freightTerms", freightTerms),
  inInvoice.many("descriptions", description),
  inInvoice.loop("notes", noteReference, noteLayout),
  inInvoice.loop("lines", invoiceLine, lineLayout),
  inInvoice.one("total", invoiceTotal),
  inInvoice.many("taxes", tax),
  inInvoice.one("carrier", invoiceCarrier),
  inInvoice.many("amounts", amount),
  inInvoice.loop("allowancesAndCharges", allowanceOrCharge, taxedLayout),
  inInvoice.loop("shipments", shipmentSummary, shipmentLayout),
  inInvoice.oneLoop("totals", totals, totalsLayout),
);

export function invoice810ToSegments(document: Invoice810, release: string): Segment[] {
  return writeLayout(invoiceLayout, document, release);
}

export function invoice810FromSet(set: ParsedSet): ReadDocument<Invoice810> {
  return readLayout(invoiceLayout, set, {
    BIG: { date: "", number: "", lines: [] },
    TDS: { total: { due: "" } },
  });
}
