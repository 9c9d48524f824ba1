import type { z } from "zod";
import { amount, sum } from "../../amount.ts";
import type { OrderType, PurchaseOrder } from "../../entities.ts";
import { items } from "../../seed/items.ts";
import { orderLine, purchaseOrder } from "../../seed/purchaseOrders.ts";
import { keyOf } from "../../table.ts";
import type { purchaseOrderInput } from "./draftInput.ts";
import { type Entry, vendorOf, workOnly } from "./enterDocument.ts";
import { DocumentRefused, type Problem, problem } from "./problem.ts";

const types: Readonly<Record<string, OrderType>> = { Standard: 1, "Drop-Ship": 2, Blanket: 3, "Drop-Ship Blanket": 4 };

/**
 * A new purchase order: status New, state Work.
 *
 * @param number where the caller gave none
 * @throws DocumentRefused
 */
export function enterPurchaseOrder(
  given: z.output<typeof purchaseOrderInput>,
  entry: Entry,
  number: () => string,
): PurchaseOrder {
  const { company, today } = entry;
  workOnly(given.TransactionState);
  const vendor = vendorOf(given.VendorKey, company);
  const problems: Problem[] = [];
  const type = types[given.Type ?? "Standard"];
  if (type === undefined) problems.push(problem(422, "Type", `The purchase order type '${given.Type}' is not valid.`));
  if (given.Status !== undefined && given.Status !== "New") {
    problems.push(problem(422, "Status", "A purchase order is created with the status New."));
  }
  // GP gives a number back in upper case.
  const key = given.Key === "" ? number() : keyOf(given.Key);
  if (key.length > 17) problems.push(problem(422, "Key", "A purchase order number has at most 17 characters."));
  if (company.purchaseOrders.get(key) !== undefined) {
    problems.push(problem(409, "8053", `The purchase order ${key} already exists.`));
  }
  for (const line of given.Lines) {
    if (!line.IsNonInventory && !items.some((item) => item.number === keyOf(line.ItemKey))) {
      problems.push(problem(422, "ItemNotFound", `The item number '${line.ItemKey}' does not exist.`));
    }
  }
  if (problems.length > 0) throw new DocumentRefused(...problems);

  const empty = purchaseOrder(
    { number: key, vendorId: vendor.id, status: 1, type: type ?? 1, age: 0, changed: 0, lines: [] },
    today,
    vendor,
  );
  const promised = given.PromisedDate ?? null;
  const lines = given.Lines.map((line, index) => {
    const item = items.find((each) => each.number === keyOf(line.ItemKey));
    return orderLine(
      {
        itemNumber: item?.number ?? line.ItemKey,
        quantity: line.QuantityOrdered,
        cost: line.UnitCost ?? amount(item?.cost ?? 0),
        nonInventory: line.IsNonInventory,
        vendorItemNumber: line.VendorItemNumber,
        ...(line.ItemDescription === "" ? {} : { description: line.ItemDescription }),
        ...(line.UofM === "" ? {} : { unitOfMeasure: line.UofM }),
        ...(line.WarehouseKey === "" ? {} : { site: line.WarehouseKey }),
        ...(line.InventoryGLAccountKey === "" ? {} : { account: line.InventoryGLAccountKey }),
      },
      index,
      1,
      line.PromisedDate ?? promised,
    );
  });
  const subtotal = sum("0", ...lines.map((line) => line.extendedCost));
  return {
    ...empty,
    subtotal,
    remainingSubtotal: subtotal,
    date: given.Date,
    created: today,
    promisedDate: promised,
    requiredDate: given.RequestedDate ?? promised,
    buyer: given.BuyerKey,
    createdBy: entry.user.slice(-15),
    currency: given.CurrencyKey || vendor.currency || "Z-US$",
    shippingMethod: given.ShippingMethodKey || empty.shippingMethod,
    terms: given.PaymentTermsKey || empty.terms,
    comment: given.Comment ?? "",
    tradeDiscount: given.TradeDiscountAmount,
    freight: given.FreightAmount,
    miscellaneous: given.MiscellaneousAmount,
    tax: given.TaxAmount,
    reference: given.Reference,
    lines,
  };
}
