import type { Segment } from "../writer/segment.ts";
import { bind } from "./binding.ts";
import {
  type AllowanceOrCharge,
  allowanceOrCharge,
  type Carrier,
  carrier,
  type DatedEvent,
  type Description,
  type Destinations,
  datedEvent,
  description,
  destinations,
  type FreightTerms,
  freightTerms,
  type Packing,
  type ProductId,
  packing,
  type Totals,
  totals,
  totalsLayout,
} from "./commerce.ts";
import { layout, membersOf, readLayout, writeLayout } from "./layout.ts";
import type { ParsedSet, ReadDocument } from "./parsedSet.ts";
import { type Contact, contact, type Party, partyLayout, partyName, type Reference, reference } from "./party.ts";
import { hierarchyOf } from "./shipmentHierarchy.ts";

/** 856 ship notice. Forms of values as in the 850. */
export interface ShipNotice856 {
  /** BSN01, code list 353: `00` new, `01` cancellation, `05` replaces all that was said before. */
  purpose: string;
  /** BSN02. */
  shipment: string;
  date: string;
  time: string;
  /** BSN05, code list 1005; the HL levels decide, not this. */
  structure?: string;
  /** BSN06, code list 640. */
  transactionType?: string;
  /** BSN07, code list 641. */
  statusReason?: string;
  dates?: DatedEvent[];
  /** HL loops in the order of the set. Their tree is in the ids: see {@link hierarchyOf}. */
  levels: ShipmentLevel[];
  totals?: Totals;
}

/** HL loop: one level of the shipment. */
export interface ShipmentLevel {
  /** HL01. */
  id: string;
  /** HL02; none at the top. */
  parentId?: string;
  /** HL03, code list 735: `S` shipment, `O` order, `T` tare, `P` pack, `I` item. */
  level: string;
  /** HL04, often wrong: the parents decide. */
  childCode?: string;
  item?: ShippedItem;
  quantity?: ShippedQuantity;
  order?: OrderReference;
  packing?: Packing;
  descriptions?: Description[];
  packages?: Packages[];
  carriers?: Carrier[];
  equipment?: Equipment[];
  references?: Reference[];
  contacts?: Contact[];
  marks?: Marks[];
  dates?: DatedEvent[];
  freightTerms?: FreightTerms;
  parties?: Party[];
  destinations?: Destinations[];
  allowancesAndCharges?: AllowanceOrCharge[];
}

/** LIN: what was shipped. */
export interface ShippedItem {
  /** LIN01: the line of the purchase order, where the sender keeps it. */
  line?: string;
  /** LIN02 to LIN31, up to fifteen. */
  products?: ProductId[];
}

/** SN1: how much of it. */
export interface ShippedQuantity {
  line?: string;
  shipped: string;
  unit: string;
  shippedToDate?: string;
  ordered?: string;
  orderedUnit?: string;
  returnable?: string;
  /** SN108, code list 668: `AC` shipped, `BP` partly, `IB` backordered. */
  status?: string;
}

/** PRF: the purchase order that the level belongs to. */
export interface OrderReference {
  purchaseOrder: string;
  releaseNumber?: string;
  changeSequence?: string;
  date?: string;
  /** PRF05: the line of the purchase order. */
  line?: string;
  contract?: string;
  type?: string;
}

/** TD1: packages and weight. */
export interface Packages {
  packaging?: string;
  count?: string;
  commodityKind?: string;
  commodity?: string;
  description?: string;
  weightKind?: string;
  weight?: string;
  weightUnit?: string;
  volume?: string;
  volumeUnit?: string;
}

/** TD3: the trailer or container. */
export interface Equipment {
  /** TD301, code list 40. */
  kind?: string;
  initial?: string;
  number?: string;
  weightKind?: string;
  weight?: string;
  weightUnit?: string;
  ownership?: string;
  sealStatus?: string;
  seal?: string;
  type?: string;
}

/** MAN: what is written on a package. */
export interface Marks {
  /** MAN01, code list 88: `GM` SSCC-18 with its application identifier, `CP` carrier's package id. */
  qualifier: string;
  number: string;
  /** MAN03: the end of a range. */
  through?: string;
  otherQualifier?: string;
  otherNumber?: string;
  otherThrough?: string;
}

const beginning = bind<ShipNotice856>("BSN", [
  "purpose",
  "shipment",
  "date:date",
  "time:time",
  "structure",
  "transactionType",
  "statusReason",
]);
const hierarchicalLevel = bind<ShipmentLevel>("HL", ["id", "parentId", "level", "childCode"]);
const item = bind<ShippedItem>("LIN", ["line"], {
  name: "products",
  first: 2,
  count: 15,
  parts: ["qualifier", "id"],
});
const quantity = bind<ShippedQuantity>("SN1", [
  "line",
  "shipped:decimal",
  "unit",
  "shippedToDate:decimal",
  "ordered:decimal",
  "orderedUnit",
  "returnable",
  "status",
]);
const orderReference = bind<OrderReference>("PRF", [
  "purchaseOrder",
  "releaseNumber",
  "changeSequence",
  "date:date",
  "line",
  "contract",
  "type",
]);
const packages = bind<Packages>("TD1", [
  "packaging",
  "count",
  "commodityKind",
  "commodity",
  "description",
  "weightKind",
  "weight:decimal",
  "weightUnit",
  "volume:decimal",
  "volumeUnit",
]);
const equipment = bind<Equipment>("TD3", [
  "kind",
  "initial",
  "number",
  "weightKind",
  "weight:decimal",
  "weightUnit",
  "ownership",
  "sealStatus",
  "seal",
  "type",
]);
const marks = bind<Marks>("MAN", ["qualifier", "number", "through", "otherQualifier", "otherNumber", "otherThrough"]);

const inLevel = membersOf<ShipmentLevel>();

const levelLayout = layout<ShipmentLevel>(
  inLevel.one("item", item),
  inLevel.one("quantity", quantity),
  inLevel.one("order", orderReference),
  inLevel.one("packing", packing),
  inLevel.many("descriptions", description),
  inLevel.many("packages", packages),
  inLevel.many("carriers", carrier),
  inLevel.many("equipment", equipment),
  inLevel.many("references", reference),
  inLevel.many("contacts", contact),
  inLevel.many("marks", marks),
  inLevel.many("dates", datedEvent),
  inLevel.one("freightTerms", freightTerms),
  inLevel.loop("parties", partyName, partyLayout),
  inLevel.many("destinations", destinations),
  inLevel.many("allowancesAndCharges", allowanceOrCharge),
);

const inNotice = membersOf<ShipNotice856>();

const noticeLayout = layout<ShipNotice856>(
  inNotice.own(beginning),
  inNotice.many("dates", datedEvent),
  inNotice.loop("levels", hierarchicalLevel, levelLayout),
  inNotice.oneLoop("totals", totals, totalsLayout),
);

export function shipNotice856ToSegments(document: ShipNotice856, release: string): Segment[] {
  return writeLayout(noticeLayout, document, release);
}

/** Reads the levels as they are; parents that cannot be right are noted. */
export function shipNotice856FromSet(set: ParsedSet): ReadDocument<ShipNotice856> {
  const read = readLayout(noticeLayout, set, {
    BSN: { purpose: "", shipment: "", date: "", time: "" },
    HL: { levels: [] },
  });
  const positions = set.segments.filter(({ id }) => id === "HL").map(({ position }) => position);
  const faults = hierarchyOf(read.document.levels).faults.map(({ index, id, message }) => ({
    kind: "hierarchy" as const,
    position: positions[index] ?? 1,
    segment: "HL",
    value: id,
    message,
  }));
  return { document: read.document, notes: [...read.notes, ...faults] };
}
