/** How drafts are written: paths, the members of a document, and how one is found again. Part of the service profile. */
import { z } from "zod";
import type { DraftKind } from "../draft/draft.ts";

const name = z.string().min(1).max(200);
const template = z.string().min(1).max(500);

/** Dotted path of a member in the document that is sent. */
const target = name.optional();

const headerTargets = z.strictObject({
  reference: name,
  number: target,
  batchId: target,
  description: target,
  party: name,
  documentNumber: target,
  purchaseOrder: target,
  date: name,
  postingDate: target,
  promisedDate: target,
  requestedDate: target,
  currencyId: target,
  buyerId: target,
  paymentTermsId: target,
  shippingMethodId: target,
  comment: target,
  subtotal: target,
  tradeDiscount: target,
  freight: target,
  miscellaneous: target,
  tax: target,
  total: target,
  lines: target,
});

const lineTargets = z.strictObject({
  purchaseOrder: z.array(name).max(4).optional(),
  purchaseOrderLine: target,
  itemNumber: target,
  itemDescription: target,
  vendorItemNumber: target,
  nonInventory: target,
  unitOfMeasure: target,
  siteId: target,
  quantity: name,
  unitCost: target,
  extendedCost: target,
  promisedDate: target,
  accountNumber: target,
});

export const draftProfile = z.strictObject({
  service: z.enum(["stock", "custom"]),
  path: template,
  item: template,
  /** Query parameter that finds a document by our reference. */
  findBy: name,
  /** Query parameter that finds one by the partner's document number, where the service has it. */
  findByDocumentNumber: name.optional(),
  envelope: z.strictObject({ list: z.array(name).max(8), item: z.array(name).max(8) }),
  /** Where an answer has the number, the state and our reference. */
  answer: z.strictObject({
    number: z.array(name).max(8),
    state: z.array(name).max(8),
    reference: z.array(name).max(8),
  }),
  /** Sent with every document. */
  constants: z.record(name, z.union([z.string(), z.number(), z.boolean()])),
  header: headerTargets,
  line: lineTargets,
});
export type DraftProfile = z.infer<typeof draftProfile>;

export const draftProfiles = z.strictObject({
  purchaseOrder: draftProfile.optional(),
  purchaseReceipt: draftProfile.optional(),
  purchaseInvoice: draftProfile.optional(),
  payablesInvoice: draftProfile.optional(),
  receivablesInvoice: draftProfile.optional(),
} satisfies Record<DraftKind, unknown>);

const header: DraftProfile["header"] = {
  reference: "Reference",
  number: "Key.Id",
  batchId: "BatchKey.Id",
  description: "Description",
  party: "VendorKey.Id",
  documentNumber: "VendorDocumentNumber",
  date: "Date",
  postingDate: "GeneralLedgerPostingDate",
  currencyId: "CurrencyKey.Id",
  tradeDiscount: "TradeDiscountAmount.Value",
  freight: "FreightAmount.Value",
  miscellaneous: "MiscellaneousAmount.Value",
  tax: "TaxAmount.Value",
};

const matchedLine = {
  purchaseOrder: ["PurchaseOrderKey.Id", "PurchaseOrderLineKey.PurchaseOrderKey.Id"],
  purchaseOrderLine: "PurchaseOrderLineKey.LineSequenceNumber",
  itemNumber: "ItemKey.Id",
  itemDescription: "ItemDescription",
  vendorItemNumber: "VendorItemNumber",
  unitOfMeasure: "UofM",
  siteId: "WarehouseKey.Id",
  unitCost: "UnitCost.Value",
  extendedCost: "ExtendedCost.Value",
};

const sba = (segment: string, service: "stock" | "custom"): Omit<DraftProfile, "header" | "line"> => ({
  service,
  path: `{company}/Dynamics/${segment}`,
  item: `{company}/Dynamics/${segment}({key})`,
  findBy: "Reference",
  envelope: { list: [segment.split("/").at(-1) ?? segment], item: [] },
  answer: { number: ["Key.Id"], state: ["TransactionState"], reference: ["Reference"] },
  constants: { TransactionState: "Work" },
});

export const sbaDrafts: z.infer<typeof draftProfiles> = {
  purchaseOrder: {
    ...sba("Purchasing/PurchaseOrders", "custom"),
    constants: { TransactionState: "Work", Status: "New", Type: "Standard" },
    header: {
      ...header,
      promisedDate: "PromisedDate",
      requestedDate: "RequestedDate",
      buyerId: "BuyerKey.Id",
      paymentTermsId: "PaymentTermsKey.Id",
      shippingMethodId: "ShippingMethodKey.Id",
      comment: "Comment",
      subtotal: "Subtotal.Value",
      lines: "Lines",
    },
    line: {
      itemNumber: "ItemKey.Id",
      itemDescription: "ItemDescription",
      vendorItemNumber: "VendorItemNumber",
      nonInventory: "IsNonInventory",
      unitOfMeasure: "UofM",
      siteId: "WarehouseKey.Id",
      quantity: "QuantityOrdered.Value",
      unitCost: "UnitCost.Value",
      promisedDate: "PromisedDate",
      accountNumber: "InventoryGLAccountKey.Id",
    },
  },
  purchaseReceipt: {
    ...sba("Purchasing/PurchaseReceipts", "custom"),
    header: { ...header, subtotal: "Subtotal.Value", lines: "Lines" },
    line: { ...matchedLine, quantity: "QuantityShipped.Value" },
  },
  purchaseInvoice: {
    ...sba("Purchasing/PurchaseInvoices", "custom"),
    header: { ...header, subtotal: "Subtotal.Value", lines: "Lines" },
    line: { ...matchedLine, quantity: "QuantityInvoiced.Value" },
  },
  payablesInvoice: {
    ...sba("Purchasing/PayablesInvoices", "stock"),
    header: { ...header, purchaseOrder: "PONumber", subtotal: "PurchasesAmount.Value", total: "DocumentAmount.Value" },
    line: { quantity: "Quantity" },
  },
  receivablesInvoice: {
    ...sba("Sales/ReceivablesInvoices", "stock"),
    header: {
      ...header,
      party: "CustomerKey.Id",
      documentNumber: "CustomerPONumber",
      subtotal: "SalesAmount.Value",
      total: "DocumentAmount.Value",
    },
    line: { quantity: "Quantity" },
  },
};
