/** The settings of one trading partner, complete: the partner's own over the link's `default` over the built-in ones. */
import { type Decimal, decimal } from "../decimal/decimal.ts";
import type { PartnerInput } from "./partnerSchema.ts";

type Given<Key extends keyof PartnerInput> = NonNullable<PartnerInput[Key]>;
export type Terms = Given<"terms">[string];
export type Routing = Given<"shippingMethods">[string];
export type OverlongPolicy = Given<"overlong">[string];

export interface PartnerSettings {
  /** GP vendor id, or `default`. */
  vendor: string;
  format: "x12" | "json";
  /** Folder in Cleo that replaces the link's. */
  folder?: string;
  /** Absent where the partner was never set up for EDI: its documents are blocked, not guessed. */
  isa?: Given<"isa">;
  gs?: string;
  version: Given<"version">;
  interchangeVersion: Given<"interchangeVersion">;
  usage: "T" | "P";
  acknowledgmentRequested: boolean;
  separators: { element: string; segment: string; component: string; repetition: string };
  lineBreak: "none" | "lf" | "crlf";
  characterSet: Given<"characterSet">;
  upperCase: boolean;
  /** What a separator inside a text becomes; empty: such a text is refused. */
  separatorSubstitute: string;
  overlong: Readonly<Record<string, OverlongPolicy>> & { default: OverlongPolicy };
  /** Keys are GP's units in capital letters. */
  units: Readonly<Record<string, string>>;
  /** GP's units that a code can mean, the likeliest first. */
  unitsInbound: Readonly<Record<string, readonly string[]>>;
  /** Keys in capital letters. */
  currencies: Readonly<Record<string, string>>;
  terms: Readonly<Record<string, Terms>>;
  shippingMethods: Readonly<Record<string, Routing>>;
  productIds: Given<"productIds">;
  parties: Given<"parties">;
  headerDates: Given<"headerDates">;
  lineDates: Given<"lineDates">;
  costCenterQualifier: string | null;
  notes: "msg" | "none";
  hashTotal: boolean;
  amountTotal: boolean;
  orderTypes: { standard: string; dropShip: string; blanket: string; dropShipBlanket: string };
  change: "replace850" | "change860" | "none";
  ackHours: { "997": number; "855": number };
  /** Groups of this partner are answered with a 997. */
  send997?: Given<"send997">;
  /** What replaces the link's own targets and policy for inbound documents. */
  targets: Given<"targets">;
  review: Given<"review">;
  lineNumbers: "ours" | "theirs";
  invoiceAgainst: "shipments" | "order";
  tolerances: { overShipPercent: Decimal; quantityPercent: Decimal; pricePercent: Decimal };
  waitHours: { order: number; shipment: number };
  /** GP customer id of receivables records. */
  customer?: string;
  firstControlNumbers?: Given<"firstControlNumbers">;
}

const units: Readonly<Record<string, string>> = {
  Each: "EA",
  EA: "EA",
  Unit: "UN",
  Piece: "PC",
  PC: "PC",
  PCS: "PC",
  Pair: "PR",
  Set: "ST",
  Lot: "LO",
  Case: "CA",
  CS: "CA",
  Carton: "CT",
  CTN: "CT",
  Box: "BX",
  BX: "BX",
  Pack: "PK",
  PK: "PK",
  Package: "PK",
  Bag: "BG",
  Roll: "RL",
  Pallet: "PL",
  Drum: "DR",
  Dozen: "DZ",
  DZ: "DZ",
  Gross: "GS",
  Hundred: "HU",
  Thousand: "TH",
  Foot: "FT",
  Feet: "FT",
  FT: "FT",
  Inch: "IN",
  Yard: "YD",
  YD: "YD",
  Meter: "MR",
  Metre: "MR",
  Pound: "LB",
  LB: "LB",
  LBS: "LB",
  Ounce: "OZ",
  OZ: "OZ",
  Ton: "TN",
  Kilogram: "KG",
  KG: "KG",
  Gram: "GR",
  Gallon: "GA",
  GAL: "GA",
  Quart: "QT",
  Liter: "LT",
  Litre: "LT",
  Hour: "HR",
  HR: "HR",
  Day: "DA",
  Month: "MO",
};

const currencies: Readonly<Record<string, string>> = {
  "Z-US$": "USD",
  "Z-C$": "CAD",
  "Z-AUD": "AUD",
  "Z-EURO": "EUR",
  "Z-NZD": "NZD",
  "Z-SA": "ZAR",
  "Z-SGD": "SGD",
  "Z-UK": "GBP",
};

const net = (days: number): Terms => ({ type: "05", basis: "3", netDays: days });

/** The terms of GP's lesson company; others are read by {@link termsOf} or sent as text. */
const terms: Readonly<Record<string, Terms>> = {
  "2% 10/Net 30": { type: "08", basis: "3", discountPercent: "2", discountDays: 10, netDays: 30 },
  "2% EOM/Net 15th": { type: "14", text: "2% EOM/Net 15th" },
  "3% 15th/Net 30": { type: "14", text: "3% 15th/Net 30" },
  "$2.50 10th/Net 45": { type: "14", text: "$2.50 10th/Net 45" },
  EOM: { type: "02", text: "EOM" },
  "Due 20th": { type: "03", dayOfMonth: 20, text: "Due 20th" },
};

const shippingMethods: Readonly<Record<string, Routing>> = {
  OVERNIGHT: { method: "A", text: "OVERNIGHT" },
  GROUND: { method: "M", text: "GROUND" },
  "DROP SHIP": { text: "DROP SHIP" },
  "LOCAL DELIVERY": { method: "M", text: "LOCAL DELIVERY" },
  MAIL: { method: "U", text: "MAIL" },
  "UPS BLUE": { scac: "UPSN", method: "U", text: "UPS BLUE" },
  PICKUP: { method: "H", text: "PICKUP" },
};

/** Used where neither the partner nor the link's `default` says otherwise. */
export const partnerDefaults = {
  format: "x12",
  version: "004010",
  usage: "T",
  acknowledgmentRequested: false,
  separators: { element: "*", segment: "~", component: ">", repetition: "^" },
  lineBreak: "none",
  characterSet: "extended",
  upperCase: true,
  separatorSubstitute: " ",
  /** A cut item number orders another thing, and a cut address ships elsewhere: only descriptions and names give way. */
  overlong: {
    default: "error",
    N102: "split",
    N301: "split",
    PER02: "cut",
    PID05: "split",
    MSG01: "split",
    TD505: "cut",
    ITD12: "cut",
  },
  units,
  // Officially a cassette; in orders and invoices it is always meant as a case.
  unitsInbound: { CS: "Case" },
  currencies,
  terms,
  shippingMethods,
  productIds: [
    { qualifier: "BP", from: "itemNumber", required: true },
    { qualifier: "VP", from: "vendorItemNumber" },
  ],
  parties: [
    { role: "BY", idQualifier: "92", address: true },
    { role: "ST", idQualifier: "92", address: true },
    { role: "VN", idQualifier: "92", address: true },
  ],
  headerDates: [{ qualifier: "002", from: "promisedDate" }],
  lineDates: [{ qualifier: "002", from: "promisedDate" }],
  costCenterQualifier: "DP",
  notes: "msg",
  hashTotal: false,
  amountTotal: true,
  orderTypes: { standard: "SA", dropShip: "DS", blanket: "BK", dropShipBlanket: "BK" },
  change: "replace850",
  ackHours: { "997": 24, "855": 48 },
  lineNumbers: "ours",
  invoiceAgainst: "shipments",
  tolerances: { overShipPercent: decimal("0"), quantityPercent: decimal("0"), pricePercent: decimal("0") },
  waitHours: { order: 72, shipment: 72 },
} as const satisfies PartnerInput;

/** Maps merge key by key, lists and single values replace. */
export function resolvePartner(vendor: string, own: PartnerInput, linkDefault: PartnerInput): PartnerSettings {
  const base: PartnerInput = partnerDefaults;
  const pick = <Key extends keyof PartnerInput>(key: Key): PartnerInput[Key] =>
    own[key] ?? linkDefault[key] ?? base[key];
  const need = <Key extends keyof PartnerInput>(key: Key): Given<Key> => pick(key) as Given<Key>;
  const merge = <Value>(
    of: (input: PartnerInput) => Readonly<Record<string, Value>> | undefined,
  ): Record<string, Value> => ({
    ...of(base),
    ...of(linkDefault),
    ...of(own),
  });
  const mergeByCapitals = <Value>(
    of: (input: PartnerInput) => Readonly<Record<string, Value>> | undefined,
  ): Record<string, Value> => ({ ...capitals(of(base)), ...capitals(of(linkDefault)), ...capitals(of(own)) });

  const version = need("version");
  const [folder, isa, gs, customer] = [pick("folder"), pick("isa"), pick("gs"), pick("customer")];
  const firstControlNumbers = pick("firstControlNumbers");
  const send997 = pick("send997");
  return {
    vendor,
    format: need("format"),
    ...(folder !== undefined && { folder }),
    ...(isa !== undefined && { isa }),
    ...(gs !== undefined && { gs }),
    ...(firstControlNumbers !== undefined && { firstControlNumbers }),
    ...(send997 !== undefined && { send997 }),
    version,
    interchangeVersion: pick("interchangeVersion") ?? interchangeVersionOf(version),
    usage: need("usage"),
    acknowledgmentRequested: need("acknowledgmentRequested"),
    separators: merge((input) => input.separators) as PartnerSettings["separators"],
    lineBreak: need("lineBreak"),
    characterSet: need("characterSet"),
    upperCase: need("upperCase"),
    separatorSubstitute: need("separatorSubstitute"),
    overlong: merge((input) => input.overlong) as PartnerSettings["overlong"],
    units: mergeByCapitals((input) => input.units),
    unitsInbound: inbound(own, linkDefault, base),
    currencies: mergeByCapitals((input) => input.currencies),
    terms: mergeByCapitals((input) => input.terms),
    shippingMethods: mergeByCapitals((input) => input.shippingMethods),
    productIds: need("productIds"),
    parties: need("parties"),
    headerDates: need("headerDates"),
    lineDates: need("lineDates"),
    costCenterQualifier: firstDefined(
      own.costCenterQualifier,
      linkDefault.costCenterQualifier,
      base.costCenterQualifier,
    ),
    notes: need("notes"),
    hashTotal: need("hashTotal"),
    amountTotal: need("amountTotal"),
    orderTypes: merge((input) => input.orderTypes) as PartnerSettings["orderTypes"],
    change: need("change"),
    ackHours: merge((input) => input.ackHours) as PartnerSettings["ackHours"],
    targets: merge<string>((input) => input.targets) as PartnerSettings["targets"],
    review: merge<string>((input) => input.review) as PartnerSettings["review"],
    lineNumbers: need("lineNumbers"),
    invoiceAgainst: need("invoiceAgainst"),
    tolerances: merge((input) => input.tolerances) as PartnerSettings["tolerances"],
    waitHours: merge((input) => input.waitHours) as PartnerSettings["waitHours"],
    ...(customer !== undefined && { customer }),
  };
}

/** X12 element 355 of a GP unit; `undefined` stops the document, as a guessed unit orders another amount. */
export function unitCode(settings: PartnerSettings, unit: string): string | undefined {
  return own(settings.units, unit.trim().toUpperCase());
}

/** ISO 4217 code of a GP currency id: as mapped, or the id itself where it is such a code. */
export function currencyCode(settings: PartnerSettings, currencyId: string): string | undefined {
  const id = currencyId.trim().toUpperCase();
  return own(settings.currencies, id) ?? (isoCurrencies.has(id) ? id : undefined);
}

/** ITD values of a GP payment term: as mapped, `Net 30` and `2% 10/Net 30` by their form, anything else as text. */
export function termsOf(settings: PartnerSettings, termsId: string): Terms {
  const id = termsId.trim();
  const mapped = own(settings.terms, id.toUpperCase());
  if (mapped) return mapped;
  const netOnly = /^net\s*(\d{1,3})(?:\s*days?)?$/i.exec(id);
  if (netOnly) return net(Number(netOnly[1]));
  const discount = /^(\d{1,2}(?:\.\d{1,2})?)\s*%\s*(\d{1,3})\s*[/,]?\s*net\s*(\d{1,3})$/i.exec(id);
  if (discount) {
    return {
      type: "08",
      basis: "3",
      discountPercent: discount[1] ?? "",
      discountDays: Number(discount[2]),
      netDays: Number(discount[3]),
    };
  }
  return { type: "14", text: id };
}

/** TD5 values of a GP shipping method: as mapped, else as text. */
export function routingOf(settings: PartnerSettings, shippingMethodId: string): Routing {
  const id = shippingMethodId.trim();
  return own(settings.shippingMethods, id.toUpperCase()) ?? { text: id };
}

/** What may be done with a text that is too long for an element such as `N102`. */
export function overlongPolicy(settings: PartnerSettings, element: string): OverlongPolicy {
  return own(settings.overlong, element) ?? settings.overlong.default;
}

const isoCurrencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

function interchangeVersionOf(version: PartnerSettings["version"]): PartnerSettings["interchangeVersion"] {
  return version.startsWith("003")
    ? "00306"
    : version.startsWith("00403")
      ? "00403"
      : version.startsWith("005")
        ? "00501"
        : "00401";
}

function inbound(...inputs: PartnerInput[]): Record<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const note = (code: string, unit: string): void => {
    const list = found.get(code) ?? [];
    if (!list.some((known) => known.toUpperCase() === unit.toUpperCase())) list.push(unit);
    found.set(code, list);
  };
  for (const input of inputs) for (const [code, unit] of Object.entries(input.unitsInbound ?? {})) note(code, unit);
  for (const input of inputs) for (const [unit, code] of Object.entries(input.units ?? {})) note(code, unit);
  return Object.fromEntries(found);
}

function capitals<Value>(map: Readonly<Record<string, Value>> | undefined): Record<string, Value> {
  return Object.fromEntries(Object.entries(map ?? {}).map(([key, value]) => [key.trim().toUpperCase(), value]));
}

function firstDefined<Value>(...values: (Value | undefined)[]): Value {
  return values.find((value) => value !== undefined) as Value;
}

/** An own member, so that a name such as `constructor` finds nothing. */
function own<Value>(map: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
