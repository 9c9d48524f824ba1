/** What can be said about a trading partner (domain: X12 004010 to 005010). Everything is optional: see partnerDefaults.ts. */
import { z } from "zod";
import { decimal } from "../decimal/decimal.ts";
import { folder } from "./fields.ts";

/** Interchange id qualifiers (data element I05). */
const qualifiers = [
  "01",
  "02",
  "03",
  "04",
  "07",
  "08",
  "09",
  "10",
  "11",
  "12",
  "13",
  "14",
  "15",
  "16",
  "17",
  "18",
  "19",
  "20",
  "21",
  "22",
  "23",
  "24",
  "25",
  "26",
  "27",
  "28",
  "29",
  "30",
  "31",
  "32",
  "33",
  "34",
  "35",
  "36",
  "37",
  "38",
  "AM",
  "NR",
  "SA",
  "SN",
  "ZZ",
] as const;

const printable = /^[ -~]+$/;
const code = (least: number, most: number) =>
  z
    .string()
    .regex(
      new RegExp(`^[A-Z0-9]{${least},${most}}$`),
      `must be a code of ${least === most ? least : `${least} to ${most}`} capital letters or digits`,
    );
const texts = (key: z.ZodString, value: z.ZodString) => z.record(key, value);
const gpText = z.string().min(1).max(40);
const separator = z
  .string()
  .refine(
    (text) => [...text].length === 1 && !/[A-Za-z0-9 ]/.test(text) && text <= "ÿ",
    "must be one character that is no letter, digit or blank",
  );

export const interchangeId = z.strictObject({
  qualifier: z
    .enum(qualifiers)
    .meta({ description: "ISA05 or ISA07: 01 DUNS, 12 phone, 08 UCC, 14 DUNS with suffix, ZZ mutually defined." }),
  id: z.string().regex(printable, "must be plain ASCII text").min(1).max(15).meta({ description: "ISA06 or ISA08." }),
});

export const groupId = z.string().regex(printable, "must be plain ASCII text").min(2).max(15);

const overlong = z.enum(["error", "cut", "split"]);

export const terms = z.strictObject({
  type: code(2, 2)
    .optional()
    .meta({ description: "ITD01: 01 basic, 02 end of month, 05 no discount, 08 discount offered, 14 as agreed." }),
  basis: code(1, 2)
    .optional()
    .meta({ description: "ITD02: 1 ship date, 2 delivery, 3 invoice date, 15 receipt of goods." }),
  discountPercent: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,4})?$/, 'must be a percentage in quotes, such as "2"')
    .optional(),
  discountDays: z.int().min(0).max(999).optional(),
  netDays: z.int().min(0).max(999).optional(),
  dayOfMonth: z.int().min(1).max(31).optional(),
  text: z.string().min(1).max(80).optional(),
});

export const routing = z.strictObject({
  scac: z
    .string()
    .regex(/^[A-Z]{2,4}$/, "must be a carrier's SCAC of 2 to 4 capital letters")
    .optional(),
  method: code(1, 2)
    .optional()
    .meta({ description: "TD504: M motor, A air, R rail, U parcel, S ocean, H customer pickup." }),
  text: z.string().min(1).max(35).optional().meta({ description: "TD505." }),
});

/** What becomes of a document that a partner sends, by its X12 set. */
export const draftTargets = z.strictObject({
  "855": z.enum(["confirmation", "none"]),
  "856": z.enum(["receipt", "none"]),
  "810": z.enum(["purchaseInvoice", "payables", "receivables", "none"]),
});

/** Whether a draft goes into GP at once or waits for a person. */
export const reviewPolicy = z.strictObject({
  "856": z.enum(["auto", "review"]),
  "810": z.enum(["auto", "review"]),
});

const percentage = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,4})?$/, 'must be a percentage in quotes, such as "2"')
  .transform((text) => decimal(text));
const hours = z.number().min(0).max(2000);

const dateSources = ["promisedDate", "requestedDate", "promisedShipDate", "releaseByDate"] as const;

/** GS08 as it can be written. */
export const writtenVersions = [
  "003060",
  "004010",
  "004010VICS",
  "004030",
  "004030VICS",
  "005010",
  "005010VICS",
] as const;

export const partnerSchema = z.strictObject({
  format: z.enum(["x12", "json"]).optional(),
  folder: folder.optional(),
  isa: interchangeId.optional(),
  gs: groupId.optional().meta({ description: "GS03, the partner's application code." }),
  version: z.enum(writtenVersions).optional().meta({ description: "GS08." }),
  interchangeVersion: z
    .enum(["00306", "00401", "00403", "00501"])
    .optional()
    .meta({ description: "ISA12; follows `version` where it is not given." }),
  usage: z.enum(["T", "P"]).optional().meta({ description: "ISA15: T test, P production." }),
  acknowledgmentRequested: z.boolean().optional().meta({ description: "ISA14: a TA1 is asked for." }),
  separators: z
    .strictObject({ element: separator, segment: separator, component: separator, repetition: separator })
    .partial()
    .optional(),
  lineBreak: z.enum(["none", "lf", "crlf"]).optional().meta({ description: "Written after each segment terminator." }),
  characterSet: z.enum(["basic", "extended", "ascii", "latin1", "windows1252", "utf8"]).optional(),
  upperCase: z.boolean().optional(),
  separatorSubstitute: z
    .string()
    .regex(/^[ -/:-?]?$/, "must be one plain character, or empty to refuse such text")
    .optional(),
  overlong: z
    .record(
      z.string().regex(/^([A-Z][A-Z0-9]{1,2}\d{2}|default)$/, "must be an element such as N102, or `default`"),
      overlong,
    )
    .optional(),
  units: texts(gpText, code(2, 2)).optional().meta({ description: "GP's units of measure to X12 element 355." }),
  unitsInbound: texts(code(2, 2), gpText)
    .optional()
    .meta({ description: "X12 element 355 to GP's units, where `units` read backwards is not enough." }),
  currencies: texts(gpText, z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code")).optional(),
  terms: z.record(gpText, terms).optional(),
  shippingMethods: z.record(gpText, routing).optional(),
  productIds: z
    .array(
      z.strictObject({
        qualifier: code(2, 2),
        from: z.enum(["itemNumber", "vendorItemNumber"]),
        required: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(10)
    .optional()
    .meta({ description: "The pairs from PO106 on, in this order." }),
  parties: z
    .array(
      z.strictObject({
        role: z.enum(["BY", "ST", "VN", "BT", "SU", "SF"]),
        idQualifier: code(1, 2).optional(),
        id: z.string().min(2).max(80).optional(),
        address: z.boolean().optional(),
      }),
    )
    .optional()
    .meta({ description: "The N1 loops, in this order." }),
  headerDates: z
    .array(z.strictObject({ qualifier: code(3, 3), from: z.enum(dateSources) }))
    .max(10)
    .optional(),
  lineDates: z
    .array(z.strictObject({ qualifier: code(3, 3), from: z.enum(dateSources) }))
    .max(10)
    .optional(),
  costCenterQualifier: code(2, 3)
    .nullable()
    .optional()
    .meta({ description: "REF01 of the cost center, per line; null leaves it out." }),
  notes: z
    .enum(["msg", "none"])
    .optional()
    .meta({ description: "Comments as N9 and MSG (MTX from 004030 on), or not at all." }),
  hashTotal: z.boolean().optional().meta({ description: "CTT02, the sum of the quantities." }),
  amountTotal: z.boolean().optional().meta({ description: "AMT with the total after CTT." }),
  orderTypes: z
    .strictObject({ standard: code(2, 2), dropShip: code(2, 2), blanket: code(2, 2), dropShipBlanket: code(2, 2) })
    .partial()
    .optional()
    .meta({ description: "BEG02 by type of purchase order." }),
  change: z.enum(["replace850", "change860", "none"]).optional(),
  firstControlNumbers: z
    .strictObject({ interchange: z.int().min(1).max(999_999_999), group: z.int().min(1).max(999_999_999) })
    .partial()
    .optional()
    .meta({
      description:
        "Where new series of control numbers start: `interchange` is ISA13, `group` is GS06. For a partner that has had files of another system. A series that has begun is moved with `ml-connector control-numbers advance`.",
    }),
  ackHours: z
    .strictObject({ "997": z.number().min(0).max(2000), "855": z.number().min(0).max(2000) })
    .partial()
    .optional()
    .meta({ description: "Hours until an acknowledgement is overdue; 0 means none is expected." }),
  send997: z.strictObject({ folder }).optional().meta({
    description: "Answer each X12 group of this partner with a 997 into this folder. Leave it out where Cleo does.",
  }),
  targets: draftTargets.partial().optional().meta({ description: "Replaces `inbound.targets` of the link." }),
  review: reviewPolicy.partial().optional().meta({ description: "Replaces `inbound.review` of the link." }),
  lineNumbers: z.enum(["ours", "theirs"]).optional().meta({
    description: "Whether line numbers in answers are those of our orders, or the partner's own and say nothing.",
  }),
  invoiceAgainst: z
    .enum(["shipments", "order"])
    .optional()
    .meta({ description: "Whether invoiced quantities are held against ship notices, or against the order alone." }),
  tolerances: z
    .strictObject({ overShipPercent: percentage, quantityPercent: percentage, pricePercent: percentage })
    .partial()
    .optional()
    .meta({ description: "By how much more may be shipped, invoiced or asked before a person decides." }),
  waitHours: z.strictObject({ order: hours, shipment: hours }).partial().optional().meta({
    description:
      "How long a document waits for its order, and an invoice for its ship notice, before a person is asked.",
  }),
  customer: z
    .string()
    .min(1)
    .max(15)
    .optional()
    .meta({ description: "GP customer id, where invoices become receivables records." }),
});

export type PartnerInput = z.infer<typeof partnerSchema>;
