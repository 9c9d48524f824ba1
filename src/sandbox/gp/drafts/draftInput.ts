/** Documents as they are sent to GP, in object style. Members that are not known here are ignored, as GP's serializer does. */
import { z } from "zod";
import { amount } from "../../amount.ts";
import { isDate } from "../../calendar.ts";

const key = z
  .union([z.string(), z.looseObject({ Id: z.string() }).transform(({ Id }) => Id)])
  .transform((text) => text.trim());
const optionalKey = key.nullish().transform((value) => value ?? "");
const text = (width: number) =>
  z
    .string()
    .max(width)
    .nullish()
    .transform((value) => value?.trim() ?? "");
const decimal = z.string().transform((value, context) => {
  try {
    return amount(value);
  } catch {
    context.addIssue({ code: "custom", message: "not an amount" });
    return z.NEVER;
  }
});
/** `28.46`, `"28.46"` or `{ "Value": 28.46 }`. */
const value = z.union([decimal, z.looseObject({ Value: decimal }).transform(({ Value }) => Value)]);
const optionalValue = value.nullish().transform((given) => given ?? amount(0));
const date = z.string().transform((given, context) => {
  const day = calendarDate(given);
  if (day !== undefined) return day;
  context.addIssue({ code: "custom", message: "not a date" });
  return z.NEVER;
});

const lineKey = z.looseObject({ PurchaseOrderKey: optionalKey, LineSequenceNumber: z.coerce.number().int() });

const receivedLine = z.looseObject({
  PurchaseOrderKey: optionalKey,
  PurchaseOrderLineKey: lineKey,
  ItemKey: optionalKey,
  ItemDescription: text(100),
  UofM: text(8),
  WarehouseKey: optionalKey,
  UnitCost: value.optional(),
  ExtendedCost: value.optional(),
});

/** Widths are GP's: batch 15, reference 30, the vendor's document number 20. */
const header = {
  Key: optionalKey,
  BatchKey: z
    .union([z.string(), z.looseObject({ Id: z.string() }).transform(({ Id }) => Id)])
    .nullish()
    .transform((given) => given?.trim() ?? "")
    .refine((id) => id.length <= 15, "a batch id has at most 15 characters"),
  Reference: text(30),
  Description: text(30),
  Date: date,
  GeneralLedgerPostingDate: date.optional(),
  CurrencyKey: optionalKey,
  TransactionState: z.string().optional(),
};

const charges = {
  TradeDiscountAmount: optionalValue,
  FreightAmount: optionalValue,
  MiscellaneousAmount: optionalValue,
  TaxAmount: optionalValue,
};

export const receiptInput = z.looseObject({
  ...header,
  ...charges,
  VendorKey: key,
  VendorDocumentNumber: text(20),
  Subtotal: value.optional(),
  Lines: z.array(receivedLine.extend({ QuantityShipped: value, QuantityRejected: optionalValue })).max(10_000),
});

export const purchaseInvoiceInput = z.looseObject({
  ...header,
  ...charges,
  VendorKey: key,
  VendorDocumentNumber: text(20),
  Subtotal: value.optional(),
  Lines: z.array(receivedLine.extend({ QuantityInvoiced: value })).max(10_000),
});

export const payablesInput = z.looseObject({
  ...header,
  ...charges,
  VendorKey: key,
  VendorDocumentNumber: text(20),
  PONumber: text(20),
  PurchasesAmount: value,
  DocumentAmount: value,
});

export const receivablesInput = z.looseObject({
  ...header,
  ...charges,
  CustomerKey: key,
  CustomerPONumber: text(20),
  SalesAmount: value,
  DocumentAmount: value,
});

export const purchaseOrderInput = z.looseObject({
  ...header,
  ...charges,
  VendorKey: key,
  Type: z.string().optional(),
  Status: z.string().optional(),
  PromisedDate: date.optional(),
  RequestedDate: date.optional(),
  BuyerKey: optionalKey,
  ShippingMethodKey: optionalKey,
  PaymentTermsKey: optionalKey,
  Comment: z.string().max(8000).nullish(),
  Lines: z
    .array(
      z.looseObject({
        ItemKey: key,
        ItemDescription: text(100),
        VendorItemNumber: text(30),
        IsNonInventory: z.boolean().default(false),
        WarehouseKey: optionalKey,
        UofM: text(8),
        QuantityOrdered: value,
        UnitCost: value.optional(),
        PromisedDate: date.optional(),
        InventoryGLAccountKey: optionalKey,
      }),
    )
    .max(10_000),
});

/** JSON with every number kept as its text, so that no digit is lost. `undefined` where it is no JSON. */
export function parseExact(body: Buffer): unknown {
  const parse = JSON.parse as (
    text: string,
    reviver: (key: string, value: unknown, context: { source: string }) => unknown,
  ) => unknown;
  try {
    return parse(body.toString("utf8"), (_, given, context) => (typeof given === "number" ? context.source : given));
  } catch {
    return undefined;
  }
}

function calendarDate(given: string): string | undefined {
  const ticks = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/.exec(given);
  const day = ticks === null ? given.slice(0, 10) : new Date(Number(ticks[1])).toISOString().slice(0, 10);
  return isDate(day) ? day : undefined;
}
