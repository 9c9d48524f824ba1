/** What the admin endpoint takes, as schemas. */
import { z } from "zod";
import { amount } from "../amount.ts";
import { isDate, isTimeZone } from "../calendar.ts";
import { fiscalPeriod } from "../options.ts";
import { answerPlan, partnerOptions } from "../partner/options.ts";

const date = z.string().refine(isDate, "not a date (YYYY-MM-DD)");
const dateOrNone = date.nullable();
const decimal = z
  .union([z.string(), z.number()])
  .refine((value) => isAmount(value), "not an amount")
  .transform((value) => amount(value));
const text = (width: number) => z.string().max(width);
const status = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6)]);
const orderType = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

function isAmount(value: string | number): boolean {
  try {
    amount(value);
    return true;
  } catch {
    return false;
  }
}

export const addressChange = z.strictObject({
  contact: text(61).optional(),
  address1: text(61).optional(),
  address2: text(61).optional(),
  address3: text(61).optional(),
  city: text(35).optional(),
  state: text(29).optional(),
  zip: text(11).optional(),
  country: text(61).optional(),
  countryCode: text(7).optional(),
  phone1: text(21).optional(),
  phone2: text(21).optional(),
  fax: text(21).optional(),
  email: text(201).optional(),
});

export const vendorChange = z.strictObject({
  name: text(65).optional(),
  shortName: text(15).optional(),
  checkName: text(65).optional(),
  classId: text(11).optional(),
  status: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
  onHold: z.boolean().optional(),
  currency: text(15).optional(),
  terms: text(21).optional(),
  shippingMethod: text(15).optional(),
  comment1: text(31).optional(),
  comment2: text(31).optional(),
  accountNumber: text(21).optional(),
  taxId: text(11).optional(),
  primaryAddress: text(15).optional(),
  purchaseAddress: text(15).optional(),
  remitToAddress: text(15).optional(),
});

export const orderChange = z.strictObject({
  status: status.optional(),
  type: orderType.optional(),
  date: date.optional(),
  promisedDate: dateOrNone.optional(),
  promisedShipDate: dateOrNone.optional(),
  requiredDate: dateOrNone.optional(),
  buyer: text(15).optional(),
  confirmWith: text(21).optional(),
  onHold: z.boolean().optional(),
  currency: text(15).optional(),
  terms: text(21).optional(),
  shippingMethod: text(15).optional(),
  comment: z.string().max(8000).optional(),
  contractNumber: text(21).optional(),
  freight: decimal.optional(),
  miscellaneous: decimal.optional(),
  tax: decimal.optional(),
  tradeDiscount: decimal.optional(),
  revision: z.int().min(0).optional(),
  modified: date.optional(),
});

export const lineChange = z.strictObject({
  status: status.optional(),
  description: text(101).optional(),
  vendorItemNumber: text(31).optional(),
  vendorItemDescription: text(101).optional(),
  site: text(11).optional(),
  unitOfMeasure: text(9).optional(),
  quantityOrdered: decimal.optional(),
  quantityCanceled: decimal.optional(),
  unitCost: decimal.optional(),
  promisedDate: dateOrNone.optional(),
  requiredDate: dateOrNone.optional(),
  promisedShipDate: dateOrNone.optional(),
  account: text(129).optional(),
  projectNumber: text(15).optional(),
  costCategory: text(27).optional(),
  jobNumber: text(17).optional(),
  comment: z.string().max(8000).optional(),
});

export const newLine = lineChange.omit({ quantityOrdered: true, unitCost: true }).extend({
  itemNumber: z.string().min(1).max(31),
  quantity: decimal,
  unitCost: decimal,
  nonInventory: z.boolean().optional(),
  /** Line sequence; the next free one when absent. */
  ord: z.int().min(1).optional(),
});

export const newVendor = vendorChange.extend({
  id: z.string().min(1).max(15),
  name: text(65),
  addresses: z.array(addressChange.extend({ code: z.string().min(1).max(15) })).default([]),
});

export const newOrder = orderChange.extend({
  /** The next free number when absent. */
  number: z.string().min(1).max(17).optional(),
  vendorId: z.string().min(1).max(15),
  lines: z.array(newLine).default([]),
});

const tenYears = 315_360_000_000;

export const clockChange = z.strictObject({
  timeZone: z.string().refine(isTimeZone, "not an IANA time zone").optional(),
  now: z.iso.datetime().optional(),
  advanceMs: z.number().min(-tenYears).max(tenYears).optional(),
  today: dateOrNone.optional(),
  advanceDays: z.int().min(-3650).max(3650).optional(),
});

export const periodChange = fiscalPeriod.extend({ closed: z.boolean() });

export const draftKind = z.enum(["PurchaseReceipts", "PurchaseInvoices", "PayablesInvoices", "ReceivablesInvoices"]);

export const inboundFile = z.strictObject({
  folder: z.string().min(1),
  name: z.string().min(1).max(255),
  content: z.string(),
  /** `base64` for bytes; UTF-8 text when absent. */
  encoding: z.enum(["utf8", "base64"]).default("utf8"),
  contentType: z.string().default("application/octet-stream"),
});

export const windowsAccountChange = z.strictObject({
  /** `DOMAIN\user` or `user`. */
  user: z.string().min(1),
  password: z.string().optional(),
  gpUser: z.boolean().optional(),
  companies: z.array(z.string()).optional(),
  state: z.enum(["active", "disabled", "locked"]).optional(),
});

export const cleoUserChange = z.strictObject({
  username: z.string().min(1),
  password: z.string().optional(),
  state: z.enum(["active", "locked", "passwordExpired"]).optional(),
});

export const partnerAnswer = z.strictObject({
  purchaseOrder: z.string().min(1),
  answers: z.array(answerPlan).min(1).max(50),
});

const changeable = partnerOptions.omit({ firstNumber: true }).partial();

/** What is not named stays as it is, instead of going back to its default. */
export function partnerChange(body: unknown): z.output<typeof changeable> {
  const change = changeable.parse(body);
  const named = Object.keys(body as object);
  return Object.fromEntries(Object.entries(change).filter(([key]) => named.includes(key)));
}
