/**
 * GP's vendors and purchase orders as this program sees them: GP's own terms, free of the style in which a service
 * happens to write them (object model or SQL columns). Texts are trimmed, an empty text is absent, GP's null date
 * 1900-01-01 is absent, amounts and quantities are exact (Invariant 10).
 * Field names follow the SOAP object model; the SQL column stands beside where the meaning could be doubted.
 */
import type { Decimal } from "../decimal/decimal.ts";
import type { BusinessDate, Instant } from "./businessDate.ts";
import type { JsonObject } from "./decode/json.ts";

/** PM00200.VENDSTTS 1, 2, 3. */
export type VendorStatus = "active" | "inactive" | "temporary";

/** POP10100.POTYPE 1 to 4. */
export type PurchaseOrderType = "standard" | "dropShip" | "blanket" | "dropShipBlanket";

/** POP10100.POSTATUS and POP10110.POLNESTA, 1 to 6. */
export type PurchaseOrderStatus = "new" | "released" | "changeOrder" | "received" | "closed" | "canceled";

/** FREEONBOARD 2 and 3; 1 ("none") is absent. */
export type FreeOnBoard = "origin" | "destination";

/** A vendor's address (PM00300) or the copy of an address kept in a document. */
export interface GpAddress {
  /** ADRSCODE, unique per vendor; absent in a copy that was typed over. */
  code?: string;
  /** Name of the addressed company where the document carries one (POP10100.CMPNYNAM, PURCHCMPNYNAM). */
  name?: string;
  contact?: string;
  /** ADDRESS1 to ADDRESS3 without the empty ones. */
  lines: string[];
  city?: string;
  state?: string;
  postalCode?: string;
  country?: string;
  /** CCode, usually ISO 3166 alpha-2; GP does not enforce it. */
  countryCode?: string;
  /** As GP keeps them: digits, a ten-digit number with a four-digit extension; all zeros is absent. */
  phone1?: string;
  phone2?: string;
  phone3?: string;
  fax?: string;
  email?: string;
}

export interface GpVendor {
  id: string;
  /** Empty where GP has none. */
  name: string;
  shortName?: string;
  checkName?: string;
  status: VendorStatus;
  onHold: boolean;
  classId?: string;
  /** GP's currency id, free text such as `Z-US$`; absent means the company's functional currency. */
  currencyId?: string;
  /** ISO 4217, where the service gives it beside the id. */
  currencyIsoCode?: string;
  paymentTermsId?: string;
  shippingMethodId?: string;
  /** Our account at the vendor (ACNMVNDR). */
  accountNumberAtVendor?: string;
  taxId?: string;
  taxRegistrationNumber?: string;
  /** Codes of entries of `addresses` (VADDCDPR, VADCDPAD, VADCDSFR, VADCDTRO). */
  addressCodes: { primary?: string; purchase?: string; shipFrom?: string; remitTo?: string };
  contact?: string;
  /** The primary address as the vendor record itself carries it; absent where the record has none. */
  address?: GpAddress;
  comments: string[];
  userDefined: { first?: string; second?: string };
  addresses: GpAddress[];
  createdDate?: BusinessDate;
  modifiedDate?: BusinessDate;
  /** DEX_ROW_TS, a real instant, where the service publishes it. */
  rowTimestamp?: Instant;
}

export interface GpPurchaseOrder {
  number: string;
  type: PurchaseOrderType;
  status: PurchaseOrderStatus;
  vendorId: string;
  /** Empty where GP has none. */
  vendorName: string;
  date: BusinessDate;
  promisedDate?: BusinessDate;
  requestedDate?: BusinessDate;
  promisedShipDate?: BusinessDate;
  /** GP's currency id, free text such as `Z-US$`; absent means the company's functional currency. */
  currencyId?: string;
  currencyIsoCode?: string;
  exchangeRate?: Decimal;
  buyerId?: string;
  confirmWith?: string;
  /** Contact at the ship-to address. */
  contact?: string;
  paymentTermsId?: string;
  shippingMethodId?: string;
  /** Of the first line that says one; GP keeps it per line. */
  freeOnBoard?: FreeOnBoard;
  onHold: boolean;
  commentId?: string;
  comment?: string;
  shipTo?: GpAddress;
  /** Code of one of the company's own addresses (PRBTADCD). */
  billToCode?: string;
  purchaseAddress?: GpAddress;
  /** Amounts are in the order's currency (originating), not in the company's. */
  subtotal?: Decimal;
  tradeDiscount?: Decimal;
  freight?: Decimal;
  miscellaneous?: Decimal;
  tax?: Decimal;
  total?: Decimal;
  /** GP's Revision_Number; an edited line does not raise it, so it tells nothing about changes. */
  gpRevision?: number;
  customerNumber?: string;
  contractNumber?: string;
  createdDate?: BusinessDate;
  modifiedDate?: BusinessDate;
  /** The later DEX_ROW_TS of header and lines, where the service publishes it. */
  rowTimestamp?: Instant;
  /** The company that the record itself names; already checked against the configured one. */
  company?: string;
  /** In the order of `ord`. */
  lines: GpPurchaseOrderLine[];
}

export interface GpPurchaseOrderLine {
  /** POP10110.ORD, the identity of the line within its order: 16384, 32768, and between them for inserted lines. */
  ord: number;
  /** The number people see, from 1; not stable. */
  lineNumber?: number;
  itemNumber: string;
  itemDescription?: string;
  vendorItemNumber?: string;
  vendorItemDescription?: string;
  nonInventory: boolean;
  quantityOrdered: Decimal;
  /** Zero where the service leaves it out. */
  quantityCanceled: Decimal;
  /** On all receipts of the line, posted or not (POP10500.QTYSHPPD); absent where the service does not say it. */
  quantityReceived?: Decimal;
  unitOfMeasure: string;
  /** Per unit of measure, in the order's currency. */
  unitCost: Decimal;
  extendedCost?: Decimal;
  promisedDate?: BusinessDate;
  requestedDate?: BusinessDate;
  promisedShipDate?: BusinessDate;
  releaseByDate?: BusinessDate;
  siteId?: string;
  /** The order's own status where the line has none. */
  status: PurchaseOrderStatus;
  /** The formatted GL account string, such as `000-1300-01`. */
  accountNumber?: string;
  /** From the source that the service profile names. */
  costCenter?: string;
  projectId?: string;
  costCategoryId?: string;
  jobNumber?: string;
  requestedBy?: string;
  commentId?: string;
  comment?: string;
  shippingMethodId?: string;
  shipTo?: GpAddress;
  freeOnBoard?: FreeOnBoard;
}

/** A record as it arrived. Numbers keep their source text: `JSON.stringify` gives it back digit for digit. */
export type RawRecord = JsonObject;
