import { zero } from "../../decimal/decimal.ts";
import type { FreeOnBoard, GpPurchaseOrder, GpPurchaseOrderLine, PurchaseOrderStatus } from "../entities.ts";
import type { CostCenterSource } from "../profile/schema.ts";
import { readAddress } from "./address.ts";
import { companyNamedIn } from "./company.ts";
import type { JsonObject } from "./json.ts";
import { type Decoding, FieldFault, RecordReader } from "./record.ts";
import { withoutAbsent } from "./withoutAbsent.ts";

/** @throws {FieldFault} where a field cannot mean what GP means by it, or the order comes without its list of lines */
export function readPurchaseOrder(object: JsonObject, decoding: Decoding): GpPurchaseOrder {
  const { limits, values } = decoding.profile;
  const order = new RecordReader(object, "purchaseOrder", decoding);
  const number = order.requiredText("number");
  const status = order.value("status", values.purchaseOrderStatus);
  if (status === undefined) throw new FieldFault(order.placeOf("status"), "is missing or empty");
  const list = order.list("purchaseOrderLines", limits.linesPerOrder);
  if (!list) {
    throw new FieldFault(
      "Lines",
      "is missing: where the list holds summaries only, set `detail: true` for the resource in the service profile",
    );
  }
  const read = list.objects.map((entry, index) => {
    const line = new RecordReader(entry, "purchaseOrderLine", decoding, undefined, `${list.path}[${index}].`);
    return { line: readLine(line, status, decoding), stamp: line.instant("rowTimestamp") };
  });
  const lines = read.map(({ line }) => line);
  requireDistinct(lines, list.path);
  lines.sort((left, right) => left.ord - right.ord);
  const shipTo = readAddress(order.as("purchaseOrderShipTo"));
  const stamps = [order.instant("rowTimestamp"), ...read.map(({ stamp }) => stamp)];
  return withoutAbsent<GpPurchaseOrder>({
    number,
    type: order.value("type", values.purchaseOrderType) ?? "standard",
    status,
    vendorId: order.requiredText("vendorId"),
    vendorName: order.text("vendorName") ?? "",
    date: order.requiredDate("date"),
    promisedDate: order.date("promisedDate"),
    requestedDate: order.date("requestedDate"),
    promisedShipDate: order.date("promisedShipDate"),
    currencyId: order.text("currencyId"),
    currencyIsoCode: order.text("currencyIsoCode"),
    exchangeRate: order.decimal("exchangeRate"),
    buyerId: order.text("buyerId"),
    confirmWith: order.text("confirmWith"),
    contact: shipTo?.contact,
    paymentTermsId: order.text("paymentTermsId"),
    shippingMethodId: order.text("shippingMethodId"),
    freeOnBoard: freeOnBoardOf(order, decoding) ?? lines.find((line) => line.freeOnBoard)?.freeOnBoard,
    onHold: order.boolean("onHold") ?? false,
    commentId: order.text("commentId"),
    comment: order.text("comment"),
    shipTo,
    billToCode: order.text("billToCode"),
    purchaseAddress: readAddress(order.as("purchaseOrderPurchaseAddress")),
    subtotal: order.amount("subtotal"),
    tradeDiscount: order.amount("tradeDiscount"),
    freight: order.amount("freight"),
    miscellaneous: order.amount("miscellaneous"),
    tax: order.amount("tax"),
    total: order.amount("total"),
    gpRevision: order.integer("gpRevision"),
    customerNumber: order.text("customerNumber"),
    contractNumber: order.text("contractNumber"),
    createdDate: order.date("createdDate"),
    modifiedDate: order.date("modifiedDate"),
    rowTimestamp: stamps
      .filter((stamp) => stamp !== undefined)
      .sort()
      .at(-1),
    company: companyNamedIn(object, decoding.profile).database,
    lines,
  });
}

type LineReader = RecordReader<"purchaseOrderLine">;

function readLine(line: LineReader, orderStatus: PurchaseOrderStatus, decoding: Decoding): GpPurchaseOrderLine {
  const { values } = decoding.profile;
  const ord = line.integer("ord");
  if (ord === undefined) throw new FieldFault(line.placeOf("ord"), "is missing: lines are told apart by it");
  return withoutAbsent<GpPurchaseOrderLine>({
    ord,
    lineNumber: line.integer("lineNumber"),
    itemNumber: line.requiredText("itemNumber"),
    itemDescription: line.text("itemDescription"),
    vendorItemNumber: line.text("vendorItemNumber"),
    vendorItemDescription: line.text("vendorItemDescription"),
    nonInventory: line.boolean("nonInventory") ?? false,
    quantityOrdered: line.requiredDecimal("quantityOrdered"),
    quantityCanceled: line.decimal("quantityCanceled") ?? zero,
    quantityReceived: line.decimal("quantityReceived"),
    unitOfMeasure: line.text("unitOfMeasure") ?? "",
    unitCost: line.requiredAmount("unitCost"),
    extendedCost: line.amount("extendedCost"),
    promisedDate: line.date("promisedDate"),
    requestedDate: line.date("requestedDate"),
    promisedShipDate: line.date("promisedShipDate"),
    releaseByDate: line.date("releaseByDate"),
    siteId: line.text("siteId"),
    status: line.value("status", values.purchaseOrderStatus) ?? orderStatus,
    accountNumber: line.text("accountNumber"),
    costCenter: costCenterOf(line, decoding),
    projectId: line.text("projectId"),
    costCategoryId: line.text("costCategoryId"),
    jobNumber: line.text("jobNumber"),
    requestedBy: line.text("requestedBy"),
    commentId: line.text("commentId"),
    comment: line.text("comment"),
    shippingMethodId: line.text("shippingMethodId"),
    shipTo: readAddress(line.as("purchaseOrderLineShipTo")),
    freeOnBoard: freeOnBoardOf(line, decoding),
  });
}

/** GP has no column for it; the profile says which field stands for it (dynamics-gp 7.5). */
function costCenterOf(line: LineReader, decoding: Decoding): string | undefined {
  const source: CostCenterSource = decoding.profile.costCenter;
  switch (source.source) {
    case "accountSegment": {
      const { separator, segments } = decoding.profile.account;
      const position = segments.indexOf(source.segment);
      return line.text("accountNumber")?.split(separator)[position]?.trim() || undefined;
    }
    case "project":
      return line.text("projectId");
    case "costCategory":
      return line.text("costCategoryId");
    case "jobNumber":
      return line.text("jobNumber");
    case "field":
      return line.textAt(source.field);
    case "none":
      return undefined;
  }
}

function freeOnBoardOf(
  reader: RecordReader<"purchaseOrder"> | RecordReader<"purchaseOrderLine">,
  decoding: Decoding,
): FreeOnBoard | undefined {
  const word = (reader as RecordReader<"purchaseOrderLine">).value("freeOnBoard", decoding.profile.values.freeOnBoard);
  return word === "none" ? undefined : word;
}

function requireDistinct(lines: readonly GpPurchaseOrderLine[], path: string): void {
  const seen = new Set<number>();
  for (const { ord } of lines) {
    if (seen.has(ord)) throw new FieldFault(path, `holds two lines with the sequence ${ord}`);
    seen.add(ord);
  }
}
