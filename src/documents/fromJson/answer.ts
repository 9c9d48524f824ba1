/**
 * Answers that a partner, or Cleo's mapping, sends as JSON: a confirmation, a ship notice or an invoice. The routing keys
 * are those of our own files (contracts: files written to Cleo); the schemas are published under `schemas/`.
 */
import { z } from "zod";
import {
  add,
  compare,
  type Decimal,
  decimal,
  multiply,
  parseDecimal,
  round,
  subtract,
  zero,
} from "../../decimal/decimal.ts";
import { ConnectorError, type ErrorReport } from "../../errors/connectorError.ts";
import { parseBusinessDate } from "../../gp/index.ts";
import type { Invoice } from "../canonical/invoice.ts";
import { confirmationAnswers, type OrderConfirmation, promiseStatuses } from "../canonical/orderConfirmation.ts";
import type { ShipNotice } from "../canonical/shipNotice.ts";
import { withoutAbsent } from "../fromGp/address.ts";

export type JsonAnswer =
  | { type: "855"; content: OrderConfirmation }
  | { type: "856"; content: ShipNotice }
  | { type: "810"; content: Invoice };

const text = z.string().trim().min(1).max(500);
/** Text keeps every digit; a number is taken by its shortest form. */
const amount = z
  .union([z.string(), z.number()])
  .meta({ description: "An exact decimal, better as text." })
  .transform((value, context): Decimal => {
    const parsed = parseDecimal(String(value));
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: "custom", message: "is no decimal" });
    return z.NEVER;
  });
const key = z.union([text, z.int()]).transform(String);
const products = { itemNumber: text.optional(), vendorItemNumber: text.optional(), gtin: text.optional() };
const dateField = z
  .string()
  .refine((value) => parseBusinessDate(value) !== undefined, "is no date of the calendar written YYYY-MM-DD")
  .meta({ format: "date" });
const purpose = z.enum(["original", "cancellation", "replacement", "other"]).default("original");

const routing = {
  documentType: z.string().optional().meta({ description: "Such as 856; needed where the event does not say it." }),
  schema: z.string().optional(),
  sender: z.string().optional(),
  receiver: z.string().optional(),
  documentId: z.string().optional(),
};

export const orderConfirmationFileSchema = z.object({
  ...routing,
  orderConfirmation: z.object({
    purchaseOrder: text,
    answer: z.enum(confirmationAnswers),
    purpose,
    date: dateField.optional(),
    vendorOrder: text.optional(),
    deliveryDate: dateField.optional(),
    shipDate: dateField.optional(),
    lines: z
      .array(
        z.object({
          line: key.optional(),
          ...products,
          description: text.optional(),
          quantity: amount.optional(),
          unit: text.optional(),
          unitPrice: amount.optional(),
          promises: z
            .array(
              z.object({
                status: z.enum(promiseStatuses),
                code: text.optional(),
                quantity: amount.optional(),
                unit: text.optional(),
                date: dateField.optional(),
                dateMeans: z.enum(["delivery", "shipment"]).optional(),
                reference: text.optional(),
                substitute: z.object(products).optional(),
              }),
            )
            .max(1_000)
            .default([]),
          note: text.optional(),
        }),
      )
      .max(100_000)
      .default([]),
    note: text.optional(),
  }),
});

export const shipNoticeFileSchema = z.object({
  ...routing,
  shipNotice: z.object({
    shipment: text,
    purpose,
    date: dateField,
    time: z
      .string()
      .regex(/^\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/)
      .optional(),
    shippedDate: dateField.optional(),
    expectedDate: dateField.optional(),
    carrier: text.optional(),
    tracking: z.array(text).max(50).default([]),
    billOfLading: text.optional(),
    packages: key.optional(),
    /** For lines that name no order of their own. */
    purchaseOrder: text.optional(),
    lines: z
      .array(
        z.object({ purchaseOrder: text.optional(), line: key.optional(), ...products, quantity: amount, unit: text }),
      )
      .max(100_000)
      .default([]),
  }),
});

export const invoiceFileSchema = z.object({
  ...routing,
  invoice: z.object({
    number: text,
    date: dateField,
    kind: z.enum(["invoice", "credit", "debitMemo"]).default("invoice"),
    purchaseOrder: text.optional(),
    currency: text.optional(),
    paymentTerms: text.optional(),
    lines: z
      .array(
        z.object({
          line: key.optional(),
          ...products,
          description: text.optional(),
          quantity: amount,
          unit: text.optional(),
          unitPrice: amount,
        }),
      )
      .max(100_000),
    freight: amount.optional(),
    miscellaneous: amount.optional(),
    discount: amount.optional(),
    tax: amount.optional(),
    total: amount,
  }),
});

/**
 * The answer that a JSON document is. Its content may also stand at the top, without the member that names it.
 *
 * @param type the transaction set that it stands for
 */
export function answerFromJson(type: JsonAnswer["type"], value: object): JsonAnswer | { problems: ErrorReport[] } {
  const within = (member: string): object => (Object.hasOwn(value, member) ? value : { [member]: value });
  switch (type) {
    case "855": {
      const read = orderConfirmationFileSchema.safeParse(within("orderConfirmation"));
      return read.success ? { type, content: absentRemoved(read.data.orderConfirmation) } : faults(type, read.error);
    }
    case "856": {
      const read = shipNoticeFileSchema.safeParse(within("shipNotice"));
      return read.success ? { type, content: noticeOf(read.data.shipNotice) } : faults(type, read.error);
    }
    case "810": {
      const read = invoiceFileSchema.safeParse(within("invoice"));
      return read.success ? { type, content: invoiceOf(read.data.invoice) } : faults(type, read.error);
    }
  }
}

function noticeOf({ purchaseOrder, ...notice }: z.output<typeof shipNoticeFileSchema>["shipNotice"]): ShipNotice {
  return absentRemoved({
    ...notice,
    lines: notice.lines.map((line) => absentRemoved({ ...line, purchaseOrder: line.purchaseOrder ?? purchaseOrder })),
  });
}

function invoiceOf(given: z.output<typeof invoiceFileSchema>["invoice"]): Invoice {
  const lines = given.lines.map((line) =>
    absentRemoved({ ...line, amount: round(multiply(line.quantity, line.unitPrice), 2) }),
  );
  const { freight = zero, miscellaneous = zero, discount = zero, tax = zero, total } = given;
  const subtotal = add(zero, ...lines.map((line) => line.amount));
  const computed = subtract(add(subtotal, freight, miscellaneous, tax), discount);
  const difference = subtract(total, computed);
  const tolerance = multiply(decimal("0.01"), decimal(String(Math.max(1, lines.length))));
  const size = compare(difference, zero) < 0 ? subtract(zero, difference) : difference;
  return absentRemoved({
    ...given,
    lines,
    subtotal,
    freight,
    miscellaneous,
    discount,
    tax,
    check: { computed, difference, agrees: compare(size, tolerance) <= 0, problems: [] },
  });
}

/** A key without a value is no key: equal contents are equal JSON. */
function absentRemoved<Value extends object>(value: Value): Value {
  return withoutAbsent(
    Object.fromEntries(
      Object.entries(value).map(([name, part]) => [
        name,
        Array.isArray(part)
          ? part.map((each) => (typeof each === "object" && each !== null ? absentRemoved(each as object) : each))
          : typeof part === "object" && part !== null
            ? absentRemoved(part as object)
            : part,
      ]),
    ),
  ) as Value;
}

function faults(set: string, error: z.ZodError): { problems: ErrorReport[] } {
  return {
    problems: error.issues.slice(0, 20).map(({ path, message }) =>
      new ConnectorError("ANSWER_UNUSABLE", `${path.join(".") || "the document"}: ${message}`, {
        at: { document: `JSON ${set}`, element: path.join(".") },
      }).report(),
    ),
  };
}
