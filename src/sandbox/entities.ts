/**
 * What a GP company holds, once for both ways of writing it (object style and column style). Amounts are five-place texts,
 * dates `YYYY-MM-DD` or `null` (which GP writes as 1900-01-01), instants ISO texts in UTC.
 */

/** PM00300. It has no modified date of its own. */
export interface VendorAddress {
  code: string;
  contact: string;
  address1: string;
  address2: string;
  address3: string;
  city: string;
  state: string;
  zip: string;
  country: string;
  countryCode: string;
  /** Digits only: ten for the number, four for the extension; all zeros means none. */
  phone1: string;
  phone2: string;
  fax: string;
  email: string;
  shippingMethod: string;
  taxSchedule: string;
}

/** PM00200. */
export interface Vendor {
  id: string;
  name: string;
  shortName: string;
  checkName: string;
  classId: string;
  /** 1 active, 2 inactive, 3 temporary. */
  status: 1 | 2 | 3;
  onHold: boolean;
  currency: string;
  terms: string;
  shippingMethod: string;
  priority: string;
  taxSchedule: string;
  taxId: string;
  accountNumber: string;
  comment1: string;
  comment2: string;
  primaryAddress: string;
  purchaseAddress: string;
  remitToAddress: string;
  shipFromAddress: string;
  addresses: VendorAddress[];
  created: string;
  modified: string;
  rowStamp: string;
}

/** POLNESTA and POSTATUS: 1 New, 2 Released, 3 Change Order, 4 Received, 5 Closed, 6 Canceled. */
export type OrderStatus = 1 | 2 | 3 | 4 | 5 | 6;
/** POTYPE: 1 Standard, 2 Drop-Ship, 3 Blanket, 4 Drop-Ship Blanket. */
export type OrderType = 1 | 2 | 3 | 4;

/** The snapshot of an address inside a purchase order. */
export interface OrderAddress {
  code: string;
  name: string;
  contact: string;
  address1: string;
  address2: string;
  address3: string;
  city: string;
  state: string;
  zip: string;
  country: string;
  countryCode: string;
  phone1: string;
  fax: string;
}

/** POP10110. It has no modified date of its own. */
export interface OrderLine {
  /** Line sequence, 16384 apart; the key inside the order. */
  ord: number;
  lineNumber: number;
  status: OrderStatus;
  itemNumber: string;
  description: string;
  vendorItemNumber: string;
  vendorItemDescription: string;
  nonInventory: boolean;
  site: string;
  unitOfMeasure: string;
  quantityOrdered: string;
  quantityCanceled: string;
  unitCost: string;
  extendedCost: string;
  taxAmount: string;
  requiredDate: string | null;
  promisedDate: string | null;
  promisedShipDate: string | null;
  requestedBy: string;
  /** Account string behind INVINDX, such as `300-1300-01`; empty where there is none. */
  account: string;
  accountIndex: number;
  projectNumber: string;
  costCategory: string;
  jobNumber: string;
  comment: string;
  shippingMethod: string;
}

/** POP10100. */
export interface PurchaseOrder {
  number: string;
  type: OrderType;
  status: OrderStatus;
  vendorId: string;
  vendorName: string;
  date: string;
  promisedDate: string | null;
  promisedShipDate: string | null;
  requiredDate: string | null;
  buyer: string;
  createdBy: string;
  confirmWith: string;
  onHold: boolean;
  currency: string;
  exchangeRate: string;
  terms: string;
  shippingMethod: string;
  taxSchedule: string;
  contractNumber: string;
  contractEnd: string | null;
  comment: string;
  revision: number;
  timesPrinted: number;
  subtotal: string;
  remainingSubtotal: string;
  canceledSubtotal: string;
  tradeDiscount: string;
  freight: string;
  miscellaneous: string;
  tax: string;
  customer: string;
  purchaseAddress: OrderAddress;
  shipTo: OrderAddress;
  billToCode: string;
  lines: OrderLine[];
  created: string;
  modified: string;
  lastEdit: string;
  lastPrinted: string | null;
  rowStamp: string;
  /** Set on orders that were created through the service. */
  reference?: string;
}

export interface Currency {
  id: string;
  iso: string;
}

/** Currencies of the lesson company; GP's ids are free text, the ISO code is a column of MC40200. */
export const currencies: readonly Currency[] = [
  { id: "Z-AUD", iso: "AUD" },
  { id: "Z-C$", iso: "CAD" },
  { id: "Z-EURO", iso: "EUR" },
  { id: "Z-NZD", iso: "NZD" },
  { id: "Z-SA", iso: "ZAR" },
  { id: "Z-SGD", iso: "SGD" },
  { id: "Z-UK", iso: "GBP" },
  { id: "Z-US$", iso: "USD" },
];

export function isoOf(currency: string): string {
  return currencies.find(({ id }) => id === currency)?.iso ?? "";
}
