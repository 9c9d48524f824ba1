/** Bodies with the names of GP's SOAP object model. */
import { difference, sum } from "../amount.ts";
import {
  isoOf,
  type OrderAddress,
  type OrderLine,
  type PurchaseOrder,
  type Vendor,
  type VendorAddress,
} from "../entities.ts";
import type { WireFormat } from "./wireFormat.ts";

export interface Shown {
  /** CMPANYID that the answer names. */
  companyId: number;
  /** Lines of an order, addresses of a vendor. */
  details: boolean;
  rowStamps: boolean;
  /** On receipts of a line, posted or not. */
  received?: (order: PurchaseOrder, line: OrderLine) => string;
}

const key = (id: string | number) => ({ Id: id });
const orderTypes = { 1: "Standard", 2: "Drop-Ship", 3: "Blanket", 4: "Drop-Ship Blanket" } as const;
const statuses = { 1: "New", 2: "Released", 3: "Change Order", 4: "Received", 5: "Closed", 6: "Canceled" } as const;

export function vendorObject(vendor: Vendor, format: WireFormat, shown: Shown): object {
  const addressKey = (code: string) => (code === "" ? null : { VendorKey: key(vendor.id), Id: code });
  return {
    Key: key(vendor.id),
    Name: vendor.name,
    ShortName: vendor.shortName,
    CheckName: vendor.checkName,
    IsOnHold: vendor.onHold,
    IsActive: vendor.status === 1,
    IsOneTime: vendor.status === 3,
    ClassKey: key(vendor.classId),
    DefaultAddressKey: addressKey(vendor.primaryAddress),
    PurchaseAddressKey: addressKey(vendor.purchaseAddress),
    RemitToAddressKey: addressKey(vendor.remitToAddress),
    ShipFromAddressKey: addressKey(vendor.shipFromAddress),
    VendorAccountNumber: vendor.accountNumber,
    Comment1: vendor.comment1,
    Comment2: vendor.comment2,
    CurrencyKey: { ISOCode: isoOf(vendor.currency), Id: vendor.currency },
    PaymentTermsKey: key(vendor.terms),
    ShippingMethodKey: key(vendor.shippingMethod),
    PaymentPriority: vendor.priority,
    TaxSchedule: vendor.taxSchedule,
    TaxIdentificationNumber: vendor.taxId,
    CreatedDate: format.date(vendor.created),
    ModifiedDate: format.date(vendor.modified),
    ...(shown.rowStamps ? { RowTimestamp: format.stamp(vendor.rowStamp) } : {}),
    ...(shown.details ? { Addresses: vendor.addresses.map((address) => addressObject(vendor, address)) } : {}),
  };
}

function addressObject(vendor: Vendor, address: VendorAddress): object {
  return {
    Key: { VendorKey: key(vendor.id), Id: address.code },
    Name: vendor.name,
    ContactPerson: address.contact,
    Line1: address.address1,
    Line2: address.address2,
    Line3: address.address3,
    City: address.city,
    State: address.state,
    PostalCode: address.zip,
    CountryRegion: address.country,
    CountryRegionCodeKey: key(address.countryCode),
    Phone1: { Value: address.phone1 },
    Phone2: { Value: address.phone2 },
    Fax: { Value: address.fax },
    InternetAddresses: { EmailToAddress: address.email },
    ShippingMethodKey: key(address.shippingMethod),
    TaxScheduleKey: key(address.taxSchedule),
  };
}

export function purchaseOrderObject(order: PurchaseOrder, format: WireFormat, shown: Shown): object {
  const currency = isoOf(order.currency) || "USD";
  const money = (value: string) => ({ Currency: currency, Value: format.amount(value), DecimalDigits: 2 });
  const total = difference(sum(order.subtotal, order.freight, order.miscellaneous, order.tax), order.tradeDiscount);
  return {
    Key: key(order.number),
    Type: orderTypes[order.type],
    Status: statuses[order.status],
    StatusGroup: order.status >= 5 ? "Closed" : "Active",
    TransactionState: "Work",
    CompanyKey: key(shown.companyId),
    VendorKey: key(order.vendorId),
    VendorName: order.vendorName,
    Date: format.date(order.date),
    BuyerKey: key(order.buyer),
    CustomerKey: key(order.customer),
    IsOnHold: order.onHold,
    ConfirmWith: order.confirmWith,
    CurrencyKey: { ISOCode: isoOf(order.currency), Id: order.currency },
    ExchangeRate: format.amount(order.exchangeRate),
    PaymentTermsKey: key(order.terms),
    ShippingMethodKey: key(order.shippingMethod),
    TaxScheduleKey: key(order.taxSchedule),
    ContractNumber: order.contractNumber,
    ContractEndDate: format.date(order.contractEnd),
    Comment: order.comment,
    ...(order.reference ? { Reference: order.reference } : {}),
    PromisedDate: format.date(order.promisedDate),
    PromisedShipDate: format.date(order.promisedShipDate),
    RequestedDate: format.date(order.requiredDate),
    RevisionNumber: order.revision,
    TimesPrinted: order.timesPrinted,
    Subtotal: money(order.subtotal),
    RemainingSubtotal: money(order.remainingSubtotal),
    CanceledSubtotal: money(order.canceledSubtotal),
    TradeDiscountAmount: money(order.tradeDiscount),
    FreightAmount: money(order.freight),
    MiscellaneousAmount: money(order.miscellaneous),
    TaxAmount: money(order.tax),
    TotalAmount: money(total),
    PurchaseAddressKey: { VendorKey: key(order.vendorId), Id: order.purchaseAddress.code },
    PurchaseAddress: orderAddress(order.purchaseAddress),
    ShipToAddressKey: key(order.shipTo.code),
    ShipToAddress: orderAddress(order.shipTo),
    BillToAddressKey: key(order.billToCode),
    CreatedBy: order.createdBy,
    CreatedDate: format.date(order.created),
    ModifiedDate: format.date(order.modified),
    LastEditDate: format.date(order.lastEdit),
    LastPrintedDate: format.date(order.lastPrinted),
    ...(shown.rowStamps ? { RowTimestamp: format.stamp(order.rowStamp) } : {}),
    ...(shown.details ? { Lines: order.lines.map((line) => lineObject(order, line, format, money, shown)) } : {}),
  };
}

function lineObject(
  order: PurchaseOrder,
  line: OrderLine,
  format: WireFormat,
  money: (value: string) => object,
  { received }: Shown,
): object {
  const quantity = (value: string) => ({ Value: format.amount(value), DecimalDigits: 0 });
  return {
    Key: { PurchaseOrderKey: key(order.number), LineSequenceNumber: line.ord },
    LineNumber: line.lineNumber,
    Status: statuses[line.status],
    ItemKey: key(line.itemNumber),
    ItemDescription: line.description,
    VendorItemNumber: line.vendorItemNumber,
    VendorItemDescription: line.vendorItemDescription,
    IsNonInventory: line.nonInventory,
    WarehouseKey: key(line.site),
    UofM: line.unitOfMeasure,
    QuantityOrdered: quantity(line.quantityOrdered),
    QuantityCanceled: quantity(line.quantityCanceled),
    ...(received && { QuantityReceived: quantity(received(order, line)) }),
    UnitCost: money(line.unitCost),
    ExtendedCost: money(line.extendedCost),
    TaxAmount: money(line.taxAmount),
    RequestedDate: format.date(line.requiredDate),
    PromisedDate: format.date(line.promisedDate),
    PromisedShipDate: format.date(line.promisedShipDate),
    RequestedBy: line.requestedBy,
    InventoryGLAccountKey: line.account === "" ? null : key(line.account),
    ProjectKey: key(line.projectNumber),
    CostCategoryKey: key(line.costCategory),
    JobNumber: line.jobNumber,
    Comment: line.comment,
    ShippingMethodKey: key(line.shippingMethod),
  };
}

function orderAddress(address: OrderAddress): object {
  return {
    Name: address.name,
    ContactPerson: address.contact,
    Line1: address.address1,
    Line2: address.address2,
    Line3: address.address3,
    City: address.city,
    State: address.state,
    PostalCode: address.zip,
    CountryRegion: address.country,
    CountryRegionCodeKey: key(address.countryCode),
    Phone1: { Value: address.phone1 },
    Fax: { Value: address.fax },
  };
}
