/** A document that was entered and not posted, or that somebody has posted since. */
export type DraftKind = "PurchaseReceipts" | "PurchaseInvoices" | "PayablesInvoices" | "ReceivablesInvoices";

/** Purchasing documents go from Work to History; payables and receivables to Open first. */
export type TransactionState = "Work" | "Open" | "History";

export interface DraftLine {
  /** RCPTLNNM, 16384 apart. */
  sequence: number;
  purchaseOrder: string;
  /** POLNENUM: ORD of the order's line. */
  ord: number;
  itemNumber: string;
  description: string;
  unitOfMeasure: string;
  site: string;
  /** Shipped on a receipt, invoiced on an invoice. */
  quantity: string;
  rejected: string;
  unitCost: string;
  extendedCost: string;
}

export interface Draft {
  kind: DraftKind;
  key: string;
  state: TransactionState;
  /** The caller's own reference, by which a document is found again. */
  reference: string;
  description: string;
  /** The vendor's number of the document; the customer's order number for receivables. */
  documentNumber: string;
  /** Vendor or customer. */
  party: string;
  partyName: string;
  date: string;
  postingDate: string;
  batch: string;
  currency: string;
  purchaseOrder: string;
  subtotal: string;
  tradeDiscount: string;
  freight: string;
  miscellaneous: string;
  tax: string;
  total: string;
  lines: DraftLine[];
  createdBy: string;
  created: string;
  modified: string;
}
