/**
 * Documents that this program may create in GP: unposted ones (Work) only. A person looks at them in GP and posts them.
 */

import type { Decimal } from "../../decimal/decimal.ts";
import { ConnectorError, type ErrorLocation } from "../../errors/connectorError.ts";
import type { BusinessDate } from "../businessDate.ts";

export const draftKinds = [
  "purchaseOrder",
  "purchaseReceipt",
  "purchaseInvoice",
  "payablesInvoice",
  "receivablesInvoice",
] as const;
export type DraftKind = (typeof draftKinds)[number];

export interface GpDraftLine {
  /** The purchase order and the sequence (ORD) of its line that a receipt or invoice line belongs to. */
  purchaseOrder?: string;
  purchaseOrderLine?: number;
  itemNumber?: string;
  itemDescription?: string;
  vendorItemNumber?: string;
  nonInventory?: boolean;
  unitOfMeasure?: string;
  siteId?: string;
  /** Ordered, shipped or invoiced, by the kind of document. */
  quantity: Decimal;
  unitCost?: Decimal;
  extendedCost?: Decimal;
  promisedDate?: BusinessDate;
  accountNumber?: string;
}

export interface GpDraft {
  kind: DraftKind;
  /** Ours, unique per document: found again after an unknown outcome. At most 30 characters. */
  reference: string;
  /** GP gives the number where it is left out. */
  number?: string;
  /** At most 15 characters; without one the document stands alone. */
  batchId?: string;
  description?: string;
  /** Every kind but a receivables invoice. */
  vendorId?: string;
  /** A receivables invoice. */
  customerId?: string;
  /** The partner's number: invoice or packing slip of the vendor, order of the customer. At most 20 characters. */
  documentNumber?: string;
  /** Order that a payables invoice is for. */
  purchaseOrder?: string;
  date: BusinessDate;
  postingDate?: BusinessDate;
  promisedDate?: BusinessDate;
  requestedDate?: BusinessDate;
  currencyId?: string;
  buyerId?: string;
  paymentTermsId?: string;
  shippingMethodId?: string;
  comment?: string;
  subtotal?: Decimal;
  tradeDiscount?: Decimal;
  freight?: Decimal;
  miscellaneous?: Decimal;
  tax?: Decimal;
  total?: Decimal;
  lines: GpDraftLine[];
}

/** eConnect's widths, which are the smaller ones (dynamics-gp 7.1). */
const widths = {
  reference: 30,
  number: 17,
  batchId: 15,
  description: 30,
  vendorId: 15,
  customerId: 15,
  documentNumber: 20,
  purchaseOrder: 17,
  currencyId: 15,
  buyerId: 15,
  paymentTermsId: 20,
  shippingMethodId: 15,
} as const satisfies Partial<Record<keyof GpDraft, number>>;

const lineWidths = {
  purchaseOrder: 17,
  itemNumber: 30,
  itemDescription: 100,
  vendorItemNumber: 30,
  unitOfMeasure: 8,
  siteId: 10,
} as const satisfies Partial<Record<keyof GpDraftLine, number>>;

/** @throws {ConnectorError} `GP_DRAFT_INVALID` naming what GP would not take, before any call */
export function checkDraft(draft: GpDraft, at: ErrorLocation): void {
  const refuse = (field: string, message: string): never => {
    throw new ConnectorError(
      "GP_DRAFT_INVALID",
      `the draft ${draft.reference || "without a reference"} cannot be entered: ${field} ${message}`,
      {
        at: { ...at, field },
      },
    );
  };
  const checkWidths = (values: object, limits: Readonly<Record<string, number>>, prefix: string): void => {
    for (const [name, limit] of Object.entries(limits)) {
      const value = (values as Record<string, unknown>)[name];
      if (typeof value === "string" && value.length > limit)
        refuse(`${prefix}${name}`, `has ${value.length} characters, GP takes ${limit}`);
    }
  };
  if (draft.reference.trim() === "") refuse("reference", "is empty");
  checkWidths(draft, widths, "");
  for (const [index, line] of draft.lines.entries()) checkWidths(line, lineWidths, `lines[${index}].`);
  const party = draft.kind === "receivablesInvoice" ? "customerId" : "vendorId";
  if (!draft[party]) refuse(party, "is missing");
  const needsLines =
    draft.kind === "purchaseOrder" || draft.kind === "purchaseReceipt" || draft.kind === "purchaseInvoice";
  if (needsLines && draft.lines.length === 0) refuse("lines", "are missing");
  if (
    (draft.kind === "purchaseReceipt" || draft.kind === "purchaseInvoice") &&
    draft.lines.some((line) => !line.purchaseOrder || line.purchaseOrderLine === undefined)
  ) {
    refuse("lines", "must each name their purchase order and its line");
  }
}
