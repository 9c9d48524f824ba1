import { amount, product, sum } from "../amount.ts";
import { addDays } from "../calendar.ts";
import type { OrderAddress, OrderLine, OrderStatus, PurchaseOrder, Vendor } from "../entities.ts";
import { itemOf } from "./items.ts";

export type LineFacts = Partial<OrderLine> & { itemNumber: string; quantity: string | number; cost?: string | number };

export type OrderFacts = Partial<Omit<PurchaseOrder, "lines">> & {
  number: string;
  vendorId: string;
  status: OrderStatus;
  /** Days before today of the document date and of the last change. */
  age: number;
  changed: number;
  lines: LineFacts[];
};

const lineStep = 16384;

const shipToWarehouse: OrderAddress = {
  code: "WAREHOUSE",
  name: "Fabrikam, Inc.",
  contact: "Receiving Dock",
  address1: "4277 West Oak Parkway",
  address2: "",
  address3: "",
  city: "Chicago",
  state: "IL",
  zip: "60601-4277",
  country: "USA",
  countryCode: "US",
  phone1: "31243626710000",
  fax: "00000000000000",
};

const shipToCustomer: OrderAddress = {
  ...shipToWarehouse,
  code: "PRIMARY",
  name: "Aaron Fitz Electrical",
  contact: "Bob Fitz",
  address1: "One Microsoft Way",
  city: "Redmond",
  state: "WA",
  zip: "98052-6399",
  phone1: "42555501010000",
};

/**
 * The purchase orders of the lesson company: numbers, items, quantities and prices as public documents show them, gaps filled.
 * Flaws on purpose: PO2072 has no lines; PO2020 orders in a unit of measure that nobody maps; PO2056 holds one item twice, and a
 * vendor name and description that are longer than X12 allows; PO2074 has separators in its texts; PO1002 lacks vendor item
 * numbers; PO1013 is on hold; PO2071 is a blanket order with a non-inventory line; PO2076 is a drop-ship in Canadian dollars;
 * PO2020's vendor key has a space in it; PO1016 lacks a promised date.
 */
const facts: readonly OrderFacts[] = [
  {
    number: "PO0997",
    vendorId: "ADVANCED0001",
    status: 1,
    age: 13,
    changed: 6,
    createdBy: "LESSON USER1",
    lines: [{ itemNumber: "PHON-ATT-53BK", quantity: 1, vendorItemNumber: "ATT-53BK", account: "100-1300-01" }],
  },
  {
    number: "PO1002",
    vendorId: "FABRIKAM0001",
    status: 3,
    age: 24,
    changed: 2,
    revision: 1,
    timesPrinted: 2,
    shippingMethod: "GROUND",
    billToCode: "PRIMARY",
    comment: "Change order: quantity of line 2 raised by the buyer.",
    lines: [
      { itemNumber: "PHON-GTE-5043", quantity: 10 },
      { itemNumber: "PHON-GTE-3458", quantity: 6 },
    ],
  },
  {
    number: "PO1006",
    vendorId: "ATTRACTI00001",
    status: 2,
    age: 17,
    changed: 4,
    lines: [
      {
        itemNumber: "PHON-ATT-53BL",
        quantity: 10,
        vendorItemNumber: "PHON-53BL",
        vendorItemDescription: "Phone ATT Blue",
      },
      {
        itemNumber: "PHON-ATT-53BK",
        quantity: 10,
        vendorItemNumber: "PHON-53BK",
        vendorItemDescription: "Phone ATT Black",
      },
    ],
  },
  {
    number: "PO1013",
    vendorId: "ATTRACTI00001",
    status: 2,
    age: 15,
    changed: 5,
    onHold: true,
    comment: "On hold: price under discussion with the vendor.",
    lines: [{ itemNumber: "ACCS-HDS-2EAR", quantity: 10, vendorItemNumber: "HDST-Dual", site: "NORTH" }],
  },
  {
    number: "PO1014",
    vendorId: "COMVEXIN0001",
    status: 6,
    age: 150,
    changed: 140,
    lines: [{ itemNumber: "SCAN100F", quantity: 4, quantityCanceled: amount(4), status: 6 }],
  },
  {
    number: "PO1016",
    vendorId: "ATTRACTI00001",
    status: 2,
    age: 11,
    changed: 7,
    promisedDate: null,
    lines: [
      {
        itemNumber: "ACCS-RST-DXWH",
        quantity: 5,
        vendorItemNumber: "PREST-W126",
        vendorItemDescription: "Phone Shoulder Rest - Deluxe White",
        promisedDate: null,
        promisedShipDate: null,
      },
    ],
  },
  {
    number: "PO2020",
    vendorId: "BUSINESS MAG",
    status: 2,
    age: 9,
    changed: 9,
    taxSchedule: "USASTCITY-6*",
    tax: amount("222.52"),
    lines: [
      { itemNumber: "100XLG", quantity: 100, vendorItemNumber: "BM-GREEN" },
      { itemNumber: "256 SDRAM", quantity: 5, vendorItemNumber: "BM-256", unitOfMeasure: "PALLET-6" },
    ],
  },
  {
    number: "PO2024",
    vendorId: "ADVANCED0001",
    status: 5,
    age: 75,
    changed: 62,
    remainingSubtotal: amount(0),
    lines: [{ itemNumber: "100XLG", quantity: 11, vendorItemNumber: "100XLG", status: 5 }],
  },
  {
    number: "PO2025",
    vendorId: "CRUGEREN0001",
    status: 4,
    age: 70,
    changed: 20,
    remainingSubtotal: amount(0),
    lines: [{ itemNumber: "100XLG", quantity: 5, vendorItemNumber: "100XLG", status: 4 }],
  },
  {
    number: "PO2047",
    vendorId: "MITCHELL0001",
    status: 5,
    age: 110,
    changed: 98,
    currency: "Z-C$",
    exchangeRate: "0.7350000",
    remainingSubtotal: amount(0),
    lines: [{ itemNumber: "WIRE-SCD-0001", quantity: 500, vendorItemNumber: "WIRE SINGLE", status: 5 }],
  },
  {
    number: "PO2056",
    vendorId: "CENTRALC0001",
    status: 2,
    age: 8,
    changed: 3,
    lines: [
      { itemNumber: "ACCS-CRD-25BK", quantity: 10, vendorItemNumber: "CC-25BK" },
      {
        itemNumber: "ACCS-HDS-1EAR",
        quantity: 8,
        vendorItemNumber: "CC-HDS1",
        description: "Headset - Single Ear, noise cancelling, spare foam pads, carrying pouch, extra-long coiled cord",
      },
      {
        itemNumber: "ACCS-CRD-25BK",
        quantity: 2,
        vendorItemNumber: "CC-25BK",
        comment: "Second lot, to the north site",
        site: "NORTH",
      },
    ],
  },
  {
    number: "PO2071",
    vendorId: "ACETRAVE0001",
    status: 1,
    age: 6,
    changed: 6,
    type: 3,
    createdBy: "sa",
    contractNumber: "BL-2071",
    lines: [
      { itemNumber: "1-A3261A", quantity: 2, vendorItemNumber: "MCP-3261", site: "01-N" },
      { itemNumber: "2-A3284A", quantity: 1, vendorItemNumber: "DCS-3284" },
      {
        itemNumber: "ON-SITE INSTALL",
        description: "Installation by the vendor, per day",
        quantity: 1,
        cost: 1076,
        unitOfMeasure: "Each",
        nonInventory: true,
        account: "300-6520-00",
      },
    ],
  },
  {
    number: "PO2072",
    vendorId: "ACETRAVE0001",
    status: 1,
    age: 5,
    changed: 5,
    createdBy: "sa",
    subtotal: amount(39480),
    remainingSubtotal: amount(39480),
    lines: [],
  },
  {
    number: "PO2073",
    vendorId: "ALLENSON0001",
    status: 2,
    age: 10,
    changed: 8,
    lines: [
      {
        itemNumber: "WIRE-MCD-0001",
        quantity: 1000,
        projectNumber: "PARKNETSYS",
        costCategory: "COMPONENTS",
        account: "200-1300-01",
      },
      {
        itemNumber: "CB100",
        quantity: 15,
        projectNumber: "COHOCONST",
        costCategory: "COMPONENTS",
        account: "200-1300-01",
      },
    ],
  },
  {
    number: "PO2074",
    vendorId: "ALLENSON0001",
    status: 2,
    age: 7,
    changed: 4,
    comment: "Call before delivery * gate code 4~711 > ask for J. Allenson: dock 2",
    lines: [
      { itemNumber: "500PROC", quantity: 1, projectNumber: "COHOCONST", costCategory: "COMPONENTS" },
      {
        itemNumber: "CB100",
        description: "Circuit Board *rev~B* 4>6 layers: lead-free ±0.1mm",
        quantity: 20,
        projectNumber: "COHOCONST",
        costCategory: "COMPONENTS",
        comment: "Pack in ESD bags ~ 10 per bag",
      },
    ],
  },
  {
    number: "PO2075",
    vendorId: "ACETRAVE0001",
    status: 2,
    age: 3,
    changed: 1,
    timesPrinted: 1,
    lines: [{ itemNumber: "100XLG", quantity: 11, vendorItemNumber: "100XLG", account: "300-1300-01" }],
  },
  {
    number: "PO2076",
    vendorId: "ADVANCED0001",
    status: 2,
    age: 4,
    changed: 2,
    type: 2,
    currency: "Z-C$",
    exchangeRate: "0.7350000",
    customer: "AARONFIT0001",
    shipTo: shipToCustomer,
    shippingMethod: "DROP SHIP",
    lines: [
      { itemNumber: "PHON-SNY-1250", quantity: 4, vendorItemNumber: "SNY1250", account: "000-2735-00", site: "" },
    ],
  },
];

/** The orders as they stand on `today`. */
export function seedPurchaseOrders(today: string, vendors: readonly Vendor[]): PurchaseOrder[] {
  return facts.map((order) =>
    purchaseOrder(
      order,
      today,
      vendors.find(({ id }) => id === order.vendorId),
    ),
  );
}

/** An order with GP's defaults and computed totals where nothing is given. */
export function purchaseOrder(given: OrderFacts, today: string, vendor: Vendor | undefined): PurchaseOrder {
  const { age, changed, lines: lineFacts, ...header } = given;
  const date = addDays(today, -age);
  const modified = addDays(today, -changed);
  const promised = addDays(date, 21);
  const lines = lineFacts.map((line, index) => orderLine(line, index, header.status, promised));
  const subtotal = sum("0", ...lines.map((line) => line.extendedCost));
  const canceled = sum("0", ...lines.map((line) => product(line.quantityCanceled, line.unitCost)));
  return {
    type: 1,
    vendorName: vendor?.name ?? "",
    date,
    promisedDate: promised,
    promisedShipDate: addDays(promised, -3),
    requiredDate: promised,
    buyer: "JMILLER",
    createdBy: "LESSON USER1",
    confirmWith: "",
    onHold: false,
    currency: "Z-US$",
    exchangeRate: "0.0000000",
    terms: vendor?.terms ?? "Net 30",
    shippingMethod: vendor?.shippingMethod ?? "GROUND",
    taxSchedule: "",
    contractNumber: "",
    contractEnd: null,
    comment: "",
    revision: 0,
    timesPrinted: header.status === 1 ? 0 : 1,
    subtotal,
    remainingSubtotal: subtotal,
    canceledSubtotal: canceled,
    tradeDiscount: amount(0),
    freight: amount(0),
    miscellaneous: amount(0),
    tax: amount(0),
    customer: "",
    purchaseAddress: purchaseAddressOf(vendor),
    shipTo: shipToWarehouse,
    billToCode: "PRIMARY",
    created: date,
    modified,
    lastEdit: modified,
    lastPrinted: header.status === 1 ? null : modified,
    rowStamp: `${modified}T16:05:12.113Z`,
    ...header,
    lines,
  };
}

export function orderLine(given: LineFacts, index: number, status: OrderStatus, promised: string | null): OrderLine {
  const { quantity, cost, ...line } = given;
  const item = line.nonInventory === true ? undefined : itemOf(line.itemNumber);
  const quantityOrdered = amount(quantity);
  const unitCost = amount(cost ?? item?.cost ?? 0);
  const account = line.account ?? "000-1300-01";
  return {
    ord: lineStep * (index + 1),
    lineNumber: index + 1,
    status,
    description: item?.description ?? "",
    vendorItemNumber: "",
    vendorItemDescription: "",
    nonInventory: false,
    site: "WAREHOUSE",
    unitOfMeasure: item?.unit ?? "Each",
    quantityOrdered,
    quantityCanceled: amount(0),
    unitCost,
    extendedCost: product(quantityOrdered, unitCost),
    taxAmount: amount(0),
    requiredDate: promised,
    promisedDate: promised,
    promisedShipDate: promised,
    requestedBy: "",
    accountIndex: account === "" ? 0 : accountIndexOf(account),
    projectNumber: "",
    costCategory: "",
    jobNumber: "",
    comment: "",
    shippingMethod: "GROUND",
    ...line,
    account,
  };
}

export function accountIndexOf(account: string): number {
  return account.split("").reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 9973, 7);
}

function purchaseAddressOf(vendor: Vendor | undefined): OrderAddress {
  const address = vendor?.addresses.find(({ code }) => code === vendor.purchaseAddress);
  return {
    code: address?.code ?? "",
    name: vendor?.name ?? "",
    contact: address?.contact ?? "",
    address1: address?.address1 ?? "",
    address2: address?.address2 ?? "",
    address3: address?.address3 ?? "",
    city: address?.city ?? "",
    state: address?.state ?? "",
    zip: address?.zip ?? "",
    country: address?.country ?? "",
    countryCode: address?.countryCode ?? "",
    phone1: address?.phone1 ?? "00000000000000",
    fax: address?.fax ?? "00000000000000",
  };
}
