/** The rules of `toX12/` as a reader is told them, by element. Columns are those of GP's Work tables (POP10100, POP10110). */
import type { OriginRule } from "./elementOrigins.ts";

type Rules = Readonly<Record<string, OriginRule>>;

const gp = (column: string, path: string, rule: string): OriginRule => ({ source: "gp", gp: column, path, rule });
const setting = (key: string, rule: string): OriginRule => ({ source: "settings", setting: key, rule });
const own = (rule: string): OriginRule => ({ source: "ml-connector", rule });

const counted = own("Counted when the file is written, never given.");
const controlNumber = own("A control number of this pair of sender and receiver; given once and never used again.");

export const envelopeOrigins: Rules = {
  ISA01: own("00: no authorization information is sent."),
  ISA02: own("Blank: no authorization information is sent."),
  ISA03: own("00: no security information is sent."),
  ISA04: own("Blank: no security information is sent."),
  ISA05: setting("us.isa.qualifier", "Kind of your own interchange identifier."),
  ISA06: setting("us.isa.id", "Your own interchange identifier, filled up with blanks to 15."),
  ISA07: setting("partners.*.isa.qualifier", "Kind of the partner's interchange identifier."),
  ISA08: setting("partners.*.isa.id", "The partner's interchange identifier, filled up with blanks to 15."),
  ISA09: own("Date of the file, in the company's time zone."),
  ISA10: own("Time of the file, in the company's time zone."),
  ISA11: setting(
    "partners.*.separators.repetition",
    "Standards identifier, or the repetition separator from 00402 on.",
  ),
  ISA12: setting("partners.*.interchangeVersion", "Version of the envelope."),
  ISA13: controlNumber,
  ISA14: setting("partners.*.acknowledgmentRequested", "Whether a TA1 is asked for."),
  ISA15: setting("partners.*.usage", "T for tests, P for production."),
  ISA16: setting("partners.*.separators.component", "The component separator."),
  GS01: own("The functional group of the set: PO for an 850, PC for an 860."),
  GS02: setting("us.gs", "Your own application code."),
  GS03: setting("partners.*.gs", "The partner's application code."),
  GS04: own("Date of the file, in the company's time zone."),
  GS05: own("Time of the file, in the company's time zone."),
  GS06: controlNumber,
  GS07: own("X: the standards body is ASC X12."),
  GS08: setting("partners.*.version", "Release in which the document is written."),
  GE01: counted,
  GE02: own("The same number as GS06."),
  IEA01: counted,
  IEA02: own("The same number as ISA13."),
};

/** By the name of the date in the canonical order: which qualifier it has is the partner's setting. */
function dates(table: string, prefix: string): Rules {
  const key = `partners.*.${prefix === "" ? "headerDates" : "lineDates"}`;
  const date = (column: string, name: string, what: string): Rules => ({
    [`date:${name}`]: {
      ...gp(`${table}.${column}`, `${prefix}${name}`, `${what} Which dates are sent is a setting of the partner.`),
      setting: key,
    },
  });
  return {
    ...date("PRMDATE", "promisedDate", "The promised date."),
    ...date("REQDATE", "requestedDate", "The date on which it is wanted."),
    ...date("PRMSHPDTE", "promisedShipDate", "The promised ship date."),
    ...date("RELEASEBYDATE", "releaseByDate", "The date by which it is to be released."),
    DTM01: setting(key, "Which of GP's dates stands here; the code is the partner's."),
    DTM02: { source: "gp", setting: key, rule: "A date of the order; the settings of that time said which." },
  };
}

export const headerOrigins: Rules = {
  ST01: own("The transaction set: 850 for an order, 860 for a change of one that the partner has."),
  ST02: controlNumber,
  SE01: counted,
  SE02: own("The same number as ST02."),
  BEG01: own("00 for the first time, 05 for a replacement, 01 for a cancellation: decided from what was sent before."),
  BEG02: {
    ...gp("POP10100.POTYPE", "type", "The type of the order, as the code of the partner's settings."),
    setting: "partners.*.orderTypes",
  },
  BEG03: gp("POP10100.PONUMBER", "number", "The number of the order, without trailing blanks."),
  BEG05: gp("POP10100.DOCDATE", "orderDate", "The date of the order."),
  BEG06: gp("POP10100.POPCONTNUM", "contractNumber", "The number of the contract."),
  BCH01: own("04 for a change, 01 for a cancellation: decided from what was sent before."),
  BCH02: {
    ...gp("POP10100.POTYPE", "type", "The type of the order, as the code of the partner's settings."),
    setting: "partners.*.orderTypes",
  },
  BCH03: gp("POP10100.PONUMBER", "number", "The number of the order, without trailing blanks."),
  BCH05: own("Counts the changes of this order, from 1."),
  BCH06: gp("POP10100.DOCDATE", "orderDate", "The date of the order."),
  BCH09: gp("POP10100.POPCONTNUM", "contractNumber", "The number of the contract."),
  BCH11: own("The local date on which the change is sent."),
  CUR01: own("BY: the currency is the buyer's."),
  CUR02: {
    ...gp(
      "POP10100.CURNCYID",
      "currency",
      "The currency as its ISO 4217 code; free text of GP is mapped by the settings.",
    ),
    setting: "partners.*.currencies",
  },
  "REF01:IA": own("IA: what follows is the vendor number."),
  "REF02:IA": gp("POP10100.VENDORID", "vendor.id", "The vendor's number in GP."),
  PER01: own("BD: the buyer's name or department."),
  PER02: gp("POP10100.BUYERID", "buyer", "The buyer of the order."),
  ...Object.fromEntries(
    ["ITD01", "ITD02", "ITD03", "ITD05", "ITD07", "ITD12", "ITD13"].map((ref) => [
      ref,
      {
        ...gp("POP10100.PYMTRMID", "paymentTerms", "The payment terms; the settings say what GP's free text means."),
        setting: "partners.*.terms",
      },
    ]),
  ),
  ...dates("POP10100", ""),
  ...Object.fromEntries(
    ["TD501", "TD502", "TD503", "TD504", "TD505"].map((ref) => [
      ref,
      {
        ...gp(
          "POP10100.SHIPMTHD",
          "shippingMethod",
          "The shipping method; the settings say which carrier and mode it is.",
        ),
        setting: "partners.*.routing",
      },
    ]),
  ),
  CTT01: counted,
  CTT02: own("The quantities of the lines added up, where the partner wants the hash total."),
  AMT01: own("TT: the total of the transaction."),
  AMT02: own("The extended costs of the lines added up."),
};

const linePath = "lines[{line}].";
const products: Rules = {
  "product:qualifier": setting("partners.*.productIds", "What kind of number follows; the code is the partner's."),
  "product:itemNumber": gp("POP10110.ITEMNMBR", `${linePath}itemNumber`, "The number of the item in GP."),
  "product:vendorItemNumber": gp(
    "POP10110.VNDITNUM",
    `${linePath}vendorItemNumber`,
    "The vendor's own number of the item.",
  ),
  "product:other": {
    source: "gp",
    setting: "partners.*.productIds",
    rule: "An item number; the settings of that time said which.",
  },
};

const quantity = gp(
  "POP10110.QTYORDER",
  `${linePath}quantity`,
  "What is still wanted: the quantity ordered less what was canceled (QTYCANCE).",
);
const unit: OriginRule = {
  ...gp(
    "POP10110.UOFM",
    `${linePath}unitOfMeasure`,
    "The unit of measure; the settings say which X12 code GP's free text is.",
  ),
  setting: "partners.*.units",
};
const price = gp(
  "POP10110.UNITCOST",
  `${linePath}unitCost`,
  "The cost of one unit of measure, in the order's currency.",
);
const lineNumber = gp(
  "POP10110.ORD",
  `${linePath}line`,
  "The number of the line for life: 1, 2, 3 for lines entered in order, ORD itself for one that was inserted later.",
);

export const lineOrigins: Rules = {
  PO101: lineNumber,
  PO102: quantity,
  PO103: unit,
  PO104: price,
  POC01: lineNumber,
  POC02: own("What happened to the line, from the difference to what the partner has."),
  POC03: quantity,
  POC04: quantity,
  POC05: unit,
  POC06: price,
  ...products,
  PID01: own("F: the description is free text."),
  PID05: gp(
    "POP10110.ITEMDESC",
    `${linePath}description`,
    "The description of the item, or the vendor's where GP has no other.",
  ),
  REF01: setting("partners.*.costCenterQualifier", "The code under which the cost center is sent."),
  REF02: {
    ...gp("POP10110.ACTNUMST", `${linePath}costCenter`, "The cost center: by default a segment of the line's account."),
    setting: "gp[].profile.costCenter",
  },
  ...dates("POP10110", linePath),
};

const address = (path: string, columns: Readonly<Record<string, string>>): Rules => ({
  N301: gp(columns.line ?? "", `${path}.lines`, "The address, line by line."),
  N302: gp(columns.line ?? "", `${path}.lines`, "The address, line by line."),
  N401: gp(columns.city ?? "", `${path}.city`, "The city."),
  N402: gp(columns.state ?? "", `${path}.state`, "The state or province, as its code."),
  N403: gp(columns.postalCode ?? "", `${path}.postalCode`, "The postal code, without blanks."),
  N404: gp(columns.country ?? "", `${path}.countryCode`, "The country, as its ISO code."),
});

const role = setting("partners.*.parties", "Which parties are named, and in which order, is a setting of the partner.");
const idKind = setting("partners.*.parties", "What kind of identifier follows; the code is the partner's.");
const companyName = setting("gp[].company.displayName", "The name of the company in GP.");

const vendor: Rules = {
  N101: role,
  N102: gp("POP10100.VENDNAME", "vendor.name", "The name of the vendor."),
  N103: idKind,
  N104: {
    ...gp("POP10100.VENDORID", "vendor.id", "The vendor's number, unless the settings give another identifier."),
    setting: "partners.*.parties",
  },
  N201: gp("POP10100.VENDNAME", "vendor.name", "The name of the vendor, continued."),
  ...address("vendor.address", {
    line: "POP10100.PURCHADDRESS1",
    city: "POP10100.PURCHCITY",
    state: "POP10100.PURCHSTATE",
    postalCode: "POP10100.PURCHZIPCODE",
    country: "POP10100.PURCHCCode",
  }),
};

const shipTo = (table: string, code: string, prefix: string): Rules => ({
  N101: role,
  N102: gp(`${table}.CMPNYNAM`, `${prefix}shipTo.name`, "Who is shipped to; the company's own name where GP has none."),
  N103: idKind,
  N104: {
    ...gp(
      `${table}.${code}`,
      `${prefix}shipTo.code`,
      "The code of the address, unless the settings give another identifier.",
    ),
    setting: "partners.*.parties",
  },
  N201: gp(`${table}.CMPNYNAM`, `${prefix}shipTo.name`, "Who is shipped to, continued."),
  ...address(`${prefix}shipTo`, {
    line: `${table}.ADDRESS1`,
    city: `${table}.CITY`,
    state: `${table}.STATE`,
    postalCode: `${table}.ZIPCODE`,
    country: `${table}.CCode`,
  }),
});

const company: Rules = {
  N101: role,
  N102: companyName,
  N103: idKind,
  N104: setting(
    "gp[].company.database",
    "The database name of the company, unless the settings give another identifier.",
  ),
  N201: companyName,
};

const billTo: Rules = {
  ...company,
  N104: {
    ...gp(
      "POP10100.PRBTADCD",
      "billTo",
      "The code of the bill-to address, unless the settings give another identifier.",
    ),
    setting: "partners.*.parties",
  },
};

/** By N101. */
export const partyOrigins: Readonly<Record<"header" | "line", Readonly<Record<string, Rules>>>> = {
  header: {
    BY: company,
    BT: billTo,
    ST: shipTo("POP10100", "PRSTADCD", ""),
    VN: vendor,
    SU: vendor,
    SF: vendor,
  },
  line: { ST: shipTo("POP10110", "ADRSCODE", linePath) },
};

const orderComment = gp("POP10150.CMMTTEXT", "comment", "The comment of the order.");
const lineComment = gp("POP10550.CMMTTEXT", `${linePath}comment`, "The comment of the line.");

/** Notes: N9 with MSG at the order, MSG alone at a line of an 850. */
export const textOrigins: Readonly<Record<"header" | "line", Rules>> = {
  header: {
    N901: own("L1: a note follows."),
    N902: own("A number where the release asks for one."),
    N903: own("What the note is about."),
    MSG01: orderComment,
    MSG02: own("How the text goes on."),
    MTX01: own("What kind of note follows."),
    MTX02: orderComment,
  },
  line: {
    N901: own("L1: a note follows."),
    N902: own("A number where the release asks for one."),
    N903: own("What the note is about."),
    MSG01: lineComment,
    MSG02: own("How the text goes on."),
    MTX01: own("What kind of note follows."),
    MTX02: lineComment,
  },
};
