import { add, type Decimal, multiply, round, subtract, zero } from "../../decimal/decimal.ts";
import type { GpPurchaseOrder, GpPurchaseOrderLine } from "../../gp/index.ts";
import { type PurchaseOrder, type PurchaseOrderLine, stableLineNumber } from "../canonical/purchaseOrder.ts";
import { addressFromGp, withoutAbsent } from "./address.ts";

/** What a site says about its GP where the record itself does not. */
export interface GpReading {
  /** ISO 4217 of a GP currency id, free text such as `Z-US$`; `undefined` where nothing says it. */
  currencyCode: (id: string) => string | undefined;
  /** ISO 4217 of the company's functional currency, for records without a currency id. */
  functionalCurrency?: string;
}

/** The canonical purchase order of a GP one. Never fails: what an outgoing format cannot take is found when it is rendered. */
export function purchaseOrderFromGp(order: GpPurchaseOrder, reading: GpReading): PurchaseOrder {
  const lines = order.lines.map(lineFromGp);
  const subtotal = order.subtotal ?? add(zero, ...lines.map((line) => line.extendedCost));
  const total =
    order.total ??
    subtract(
      add(subtotal, order.freight ?? zero, order.miscellaneous ?? zero, order.tax ?? zero),
      order.tradeDiscount ?? zero,
    );
  const currency =
    order.currencyIsoCode ??
    (order.currencyId === undefined
      ? reading.functionalCurrency
      : (reading.currencyCode(order.currencyId) ?? order.currencyId));
  return withoutAbsent({
    number: order.number,
    type: order.type,
    status: order.status,
    onHold: order.onHold,
    orderDate: order.date,
    promisedDate: order.promisedDate,
    requestedDate: order.requestedDate,
    promisedShipDate: order.promisedShipDate,
    currency,
    vendor: withoutAbsent({
      id: order.vendorId,
      name: order.vendorName,
      address: addressFromGp(order.purchaseAddress),
    }),
    shipTo: addressFromGp(order.shipTo),
    billTo: order.billToCode,
    buyer: order.buyerId,
    confirmWith: order.confirmWith,
    paymentTerms: order.paymentTermsId,
    shippingMethod: order.shippingMethodId,
    freeOnBoard: order.freeOnBoard,
    contractNumber: order.contractNumber,
    comment: order.comment,
    lines,
    totals: withoutAbsent({
      subtotal,
      tradeDiscount: whereNotZero(order.tradeDiscount),
      freight: whereNotZero(order.freight),
      miscellaneous: whereNotZero(order.miscellaneous),
      tax: whereNotZero(order.tax),
      total,
    }),
  });
}

function lineFromGp(line: GpPurchaseOrderLine): PurchaseOrderLine {
  const canceled = line.quantityCanceled !== zero;
  const quantity = subtract(line.quantityOrdered, line.quantityCanceled);
  return withoutAbsent({
    line: stableLineNumber(line.ord),
    ord: line.ord,
    itemNumber: line.itemNumber === "" ? undefined : line.itemNumber,
    vendorItemNumber: line.vendorItemNumber,
    description: line.itemDescription ?? line.vendorItemDescription,
    quantity,
    quantityCanceled: canceled ? line.quantityCanceled : undefined,
    unitOfMeasure: line.unitOfMeasure,
    unitCost: line.unitCost,
    // GP's extended cost is that of the quantity ordered; after a cancellation it no longer fits the quantity shown.
    extendedCost: (canceled ? undefined : line.extendedCost) ?? round(multiply(quantity, line.unitCost), 2),
    promisedDate: line.promisedDate,
    requestedDate: line.requestedDate,
    promisedShipDate: line.promisedShipDate,
    releaseByDate: line.releaseByDate,
    site: line.siteId,
    costCenter: line.costCenter,
    comment: line.comment,
    shipTo: addressFromGp(line.shipTo),
  });
}

function whereNotZero(amount: Decimal | undefined): Decimal | undefined {
  return amount === zero ? undefined : amount;
}
