import type {
  AcknowledgedLine,
  DatedEvent,
  LineAcknowledgment,
  PurchaseOrderAcknowledgment855,
} from "../../x12/index.ts";
import type { ConfirmedLine, LinePromise, OrderConfirmation, PromiseStatus } from "../canonical/orderConfirmation.ts";
import { withoutAbsent } from "../fromGp/address.ts";
import { productFromX12 } from "./product.ts";
import { amountOf, present, type Read, Unusable } from "./reading.ts";

/** BAK02, data element 587. */
const answers: Readonly<Record<string, OrderConfirmation["answer"]>> = {
  AC: "acceptedWithChanges",
  AD: "accepted",
  AE: "exceptionsOnly",
  AH: "onHold",
  AK: "accepted",
  AP: "accepted",
  AT: "accepted",
  NA: "accepted",
  RD: "rejected",
  RF: "rejected",
  RJ: "rejected",
  RO: "counterOffer",
};

/** BAK01, data element 353. */
const purposes: Readonly<Record<string, OrderConfirmation["purpose"]>> = {
  "00": "original",
  "01": "cancellation",
  "04": "replacement",
  "05": "replacement",
  "06": "original",
  "07": "original",
  "18": "original",
};

/** ACK01, data element 668. */
const statuses: Readonly<Record<string, PromiseStatus>> = {
  AA: "acceptedWithChanges",
  AC: "shipped",
  AR: "accepted",
  BP: "partlyBackordered",
  DR: "rescheduled",
  IA: "accepted",
  IB: "backordered",
  IC: "acceptedWithChanges",
  ID: "deleted",
  IE: "pricePending",
  IF: "onHold",
  IH: "onHold",
  IP: "priceChanged",
  IQ: "quantityChanged",
  IR: "rejected",
  IS: "substituted",
  IW: "onHold",
  SP: "datePending",
};

/** DTM01, ACK04 and SCH05, data element 374. */
const deliveryDates = new Set(["002", "017", "035", "063", "064", "067", "069", "074", "106", "371"]);
const shipmentDates = new Set(["010", "011", "037", "038", "068", "079", "118"]);

/** An 855 in canonical form (domain: X12 3). */
export function confirmationFromX12(acknowledgment: PurchaseOrderAcknowledgment855): Read<OrderConfirmation> {
  const unusable = new Unusable(`855 for ${acknowledgment.purchaseOrder || "an unnamed order"}`);
  const purchaseOrder = unusable.text("BAK03", acknowledgment.purchaseOrder, "the purchase order number");
  const { deliveryDate, shipDate } = datesIn(acknowledgment.dates);
  return unusable.unless(
    withoutAbsent({
      purchaseOrder,
      answer: answers[acknowledgment.type] ?? "other",
      purpose: purposes[acknowledgment.purpose] ?? "other",
      date: acknowledgment.date,
      vendorOrder: present(acknowledgment.sellerOrder),
      deliveryDate,
      shipDate,
      lines: acknowledgment.lines.map(lineOf),
      note: notesIn(acknowledgment.notes),
    }),
  );
}

function lineOf(line: AcknowledgedLine): ConfirmedLine {
  return withoutAbsent({
    line: present(line.number),
    ...productFromX12(line.products),
    description: present(line.descriptions?.map(({ text = "" }) => text).join(" ")),
    quantity: amountOf(line.quantity),
    unit: present(line.unit),
    unitPrice: amountOf(line.unitPrice),
    promises: promisesOf(line),
    note: notesIn(line.notes),
  });
}

/** Of the ACK segments, or of the schedules where there are none. */
function promisesOf(line: AcknowledgedLine): LinePromise[] {
  const lineDate = dateOf(line.dates?.find(({ kind }) => deliveryDates.has(kind) || shipmentDates.has(kind)));
  const { acknowledgments = [], schedules = [] } = line;
  if (acknowledgments.length > 0) return acknowledgments.map((each) => promiseOf(each, lineDate));
  return schedules.map(({ quantity, unit, date, dateKind }) =>
    withoutAbsent({
      status: "accepted" as const,
      quantity: amountOf(quantity),
      unit: present(unit),
      ...dateOf({ kind: dateKind, date }),
    }),
  );
}

function promiseOf(acknowledgment: LineAcknowledgment, lineDate: PromisedDate): LinePromise {
  const { status, quantity, unit, date, dateKind, dates, reference, products } = acknowledgment;
  const own =
    date === undefined ? dateOf(dates?.find((each) => each.date !== undefined)) : dateOf({ kind: dateKind, date });
  const substitute = productFromX12(products);
  return withoutAbsent({
    status: statuses[status] ?? (/^R[1-8]$/.test(status) ? "rejected" : "other"),
    code: present(status),
    quantity: amountOf(quantity),
    unit: present(unit),
    ...(own.date === undefined ? lineDate : own),
    reference: present(reference),
    substitute: Object.keys(substitute).length > 0 ? substitute : undefined,
  });
}

type PromisedDate = Pick<LinePromise, "date" | "dateMeans">;

function dateOf(event: { kind?: string | undefined; date?: string | undefined } | undefined): PromisedDate {
  if (event?.date === undefined) return {};
  const dateMeans = shipmentDates.has(event.kind ?? "") ? "shipment" : "delivery";
  return { date: event.date, dateMeans };
}

function datesIn(dates: readonly DatedEvent[] | undefined): { deliveryDate?: string; shipDate?: string } {
  const first = (kinds: ReadonlySet<string>) =>
    dates?.find(({ kind, date }) => kinds.has(kind) && date !== undefined)?.date;
  return withoutAbsent({ deliveryDate: first(deliveryDates), shipDate: first(shipmentDates) }) as {
    deliveryDate?: string;
    shipDate?: string;
  };
}

function notesIn(notes: PurchaseOrderAcknowledgment855["notes"]): string | undefined {
  return present(notes?.flatMap(({ description = "", text = [] }) => [description, ...text]).join(" "));
}
