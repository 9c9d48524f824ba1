/**
 * What a confirmation (855) means for the order that was sent: per line accepted, changed or rejected, with every
 * difference in words. Nothing of it is written to GP: a buyer decides.
 */
import type { PartnerSettings } from "../../configuration/partnerSettings.ts";
import { add, compare, type Decimal, zero } from "../../decimal/decimal.ts";
import type { ConfirmedLine, LinePromise, OrderConfirmation, PromiseStatus } from "../canonical/orderConfirmation.ts";
import { productWords } from "../canonical/product.ts";
import type { PurchaseOrder, PurchaseOrderLine } from "../canonical/purchaseOrder.ts";
import { matchOrderLine } from "./orderLine.ts";
import { sameUnit } from "./unit.ts";

export interface Difference {
  what: "quantity" | "price" | "date" | "product" | "unit" | "status";
  ordered?: string;
  confirmed?: string;
  text: string;
}

export interface LineConfirmation {
  line: number;
  item: string | undefined;
  result: "accepted" | "changed" | "rejected" | "unanswered";
  differences: Difference[];
}

export interface ConfirmationResult {
  result: "accepted" | "changed" | "rejected";
  lines: LineConfirmation[];
  /** Lines of the partner for which no line of the order could be told; a person looks at them. */
  unmatched: { index: number; text: string }[];
  remarks: string[];
}

/** Parts of a quantity that will not come. */
const refused: ReadonlySet<PromiseStatus> = new Set(["rejected", "deleted"]);
/** Parts that come later. */
const later: ReadonlySet<PromiseStatus> = new Set(["backordered"]);

/** @param assigned line of the order (ORD) that a person gave to a line of the partner, by its index; null leaves it out */
export function compareConfirmation(
  confirmation: OrderConfirmation,
  order: PurchaseOrder,
  settings: PartnerSettings,
  assigned: ReadonlyMap<number, number | null> = new Map(),
): ConfirmationResult {
  const wanted = order.lines.filter(({ quantity }) => quantity !== zero);
  const given = new Map<number, ConfirmedLine[]>();
  const unmatched: ConfirmationResult["unmatched"] = [];
  for (const [index, line] of confirmation.lines.entries()) {
    const ord = assigned.get(index);
    if (ord === null) continue;
    const byPerson = order.lines.find((each) => each.ord === ord);
    const match = byPerson ? { line: byPerson } : matchOrderLine(line, wanted, settings.lineNumbers);
    if ("unmatched" in match) unmatched.push({ index, text: match.unmatched });
    else given.set(match.line.ord, [...(given.get(match.line.ord) ?? []), line]);
  }
  const lines = wanted.map((line): LineConfirmation => {
    const answers = given.get(line.ord);
    const { line: number, itemNumber: item } = line;
    if (answers === undefined) return { line: number, item, ...unmentioned(confirmation) };
    return { line: number, item, ...answered(answers, line, order, confirmation, settings) };
  });
  const result = overall(lines, confirmation, unmatched.length > 0);
  return { result, lines, unmatched, remarks: remarksOn(confirmation, result) };
}

/** What silence about a line means, by what was said of the whole. */
function unmentioned({ answer, purpose }: OrderConfirmation): Pick<LineConfirmation, "result" | "differences"> {
  if (answer === "rejected" || purpose === "cancellation") {
    return { result: "rejected", differences: [{ what: "status", text: "rejected with the whole order" }] };
  }
  if (answer === "accepted" || answer === "exceptionsOnly") return { result: "accepted", differences: [] };
  return { result: "unanswered", differences: [{ what: "status", text: "not mentioned" }] };
}

function answered(
  answers: readonly ConfirmedLine[],
  line: PurchaseOrderLine,
  order: PurchaseOrder,
  confirmation: OrderConfirmation,
  settings: PartnerSettings,
): Pick<LineConfirmation, "result" | "differences"> {
  const promises = answers.flatMap((answer) => promisesOf(answer, line, confirmation));
  const units = [...answers, ...promises].flatMap(({ unit }) => (unit === undefined ? [] : [unit]));
  const wrongUnit = units.find((unit) => !sameUnit(settings, unit, line.unitOfMeasure));
  if (promises.length > 0 && promises.every(({ status }) => refused.has(status))) {
    return { result: "rejected", differences: [{ what: "status", text: reasonOf(answers, "rejected") }] };
  }
  const differences: Difference[] =
    wrongUnit === undefined
      ? quantityDifferences(promises, line)
      : [
          {
            what: "unit",
            ordered: line.unitOfMeasure,
            confirmed: wrongUnit,
            text: `ordered in ${line.unitOfMeasure || "no unit"}, confirmed in ${wrongUnit}`,
          },
        ];
  differences.push(
    ...priceDifferences(answers, promises, line),
    ...dateDifferences(promises, line, order),
    ...statusDifferences(promises),
  );
  return { result: differences.length > 0 ? "changed" : "accepted", differences };
}

/** Each promise with a quantity and a date of its own, or those of its line or of the whole. */
function promisesOf(
  answer: ConfirmedLine,
  line: PurchaseOrderLine,
  { answer: overall, deliveryDate, shipDate }: OrderConfirmation,
): LinePromise[] {
  const said: LinePromise[] =
    answer.promises.length > 0 ? answer.promises : [{ status: overall === "rejected" ? "rejected" : "accepted" }];
  const alone = said.length === 1;
  return said.map((promise) => ({
    ...promise,
    // An ACK without a quantity speaks of the whole line.
    ...(promise.quantity === undefined && alone && { quantity: answer.quantity ?? line.quantity }),
    ...(promise.date === undefined &&
      (deliveryDate !== undefined
        ? { date: deliveryDate, dateMeans: "delivery" as const }
        : shipDate !== undefined && { date: shipDate, dateMeans: "shipment" as const })),
  }));
}

function quantityDifferences(promises: readonly LinePromise[], line: PurchaseOrderLine): Difference[] {
  const sumOf = (wanted: (status: PromiseStatus) => boolean): Decimal =>
    add(zero, ...promises.filter(({ status }) => wanted(status)).map(({ quantity }) => quantity ?? zero));
  const differences: Difference[] = [];
  const confirmed = sumOf((status) => !refused.has(status));
  const unit = line.unitOfMeasure;
  if (confirmed !== line.quantity) {
    const rejected = sumOf((status) => refused.has(status));
    const rest = rejected === zero ? "" : `, ${rejected} rejected`;
    differences.push({
      what: "quantity",
      ordered: line.quantity,
      confirmed,
      text: `ordered ${line.quantity} ${unit}, confirmed ${confirmed}${rest}`.replace("  ", " "),
    });
  }
  const delayed = sumOf((status) => later.has(status));
  if (delayed !== zero)
    differences.push({ what: "status", text: `${delayed} ${unit} on back order`.replace("  ", " ") });
  return differences;
}

function priceDifferences(
  answers: readonly ConfirmedLine[],
  promises: readonly LinePromise[],
  line: PurchaseOrderLine,
): Difference[] {
  const other = answers.find(({ unitPrice }) => unitPrice !== undefined && compare(unitPrice, line.unitCost) !== 0);
  if (other?.unitPrice !== undefined) {
    return [
      {
        what: "price",
        ordered: line.unitCost,
        confirmed: other.unitPrice,
        text: `ordered at ${line.unitCost}, confirmed at ${other.unitPrice}`,
      },
    ];
  }
  const priceOpen = promises.find(({ status }) => status === "priceChanged" || status === "pricePending");
  if (priceOpen === undefined) return [];
  const text = priceOpen.status === "pricePending" ? "the price is still open" : "the price was changed; none is named";
  return [{ what: "price", ordered: line.unitCost, text }];
}

function dateDifferences(
  promises: readonly LinePromise[],
  line: PurchaseOrderLine,
  order: PurchaseOrder,
): Difference[] {
  const arrival = line.promisedDate ?? line.requestedDate ?? order.promisedDate ?? order.requestedDate;
  const departure = line.promisedShipDate ?? order.promisedShipDate;
  const seen = new Set<string>();
  return promises.flatMap(({ status, date, dateMeans }): Difference[] => {
    if (date === undefined || refused.has(status) || seen.has(date)) return [];
    seen.add(date);
    if (dateMeans === "shipment") {
      if (departure !== undefined) return date === departure ? [] : [dateDifference("to be shipped", departure, date)];
      // Without a date of shipment in the order, only a departure after the promised arrival says something.
      return arrival !== undefined && date > arrival
        ? [dateDifference("promised for", arrival, date, "shipped only on")]
        : [];
    }
    return arrival === undefined || date === arrival ? [] : [dateDifference("promised for", arrival, date)];
  });
}

function dateDifference(meaning: string, ordered: string, confirmed: string, verb = "confirmed for"): Difference {
  const days = Math.round((Date.parse(confirmed) - Date.parse(ordered)) / 86_400_000);
  const by = `${Math.abs(days)} ${Math.abs(days) === 1 ? "day" : "days"} ${days > 0 ? "later" : "earlier"}`;
  return { what: "date", ordered, confirmed, text: `${meaning} ${ordered}, ${verb} ${confirmed}, ${by}` };
}

const openStatuses: Partial<Record<PromiseStatus, string>> = {
  datePending: "the date is still open",
  onHold: "on hold at the vendor",
  other: "a status that only a person can read",
};

function statusDifferences(promises: readonly LinePromise[]): Difference[] {
  return promises.flatMap((promise): Difference[] => {
    if (promise.status === "substituted") {
      const by = promise.substitute && productWords(promise.substitute);
      return [{ what: "product", text: `another product comes in its place${by ? `: ${by}` : ""}` }];
    }
    const text = openStatuses[promise.status];
    return text === undefined ? [] : [{ what: "status", text: promise.code ? `${text} (${promise.code})` : text }];
  });
}

function reasonOf(answers: readonly ConfirmedLine[], word: string): string {
  const note = answers.find((answer) => answer.note !== undefined)?.note;
  return note === undefined ? word : `${word}: ${note}`;
}

function overall(
  lines: readonly LineConfirmation[],
  confirmation: OrderConfirmation,
  unclear: boolean,
): ConfirmationResult["result"] {
  if (lines.length > 0 && !unclear && lines.every(({ result }) => result === "rejected")) return "rejected";
  if (unclear || lines.some(({ result }) => result !== "accepted")) return "changed";
  return confirmation.answer === "onHold" || confirmation.answer === "other" ? "changed" : "accepted";
}

function remarksOn({ answer, note }: OrderConfirmation, result: ConfirmationResult["result"]): string[] {
  const remarks: string[] = [];
  if (answer === "accepted" && result !== "accepted")
    remarks.push("the head says that nothing changed; the lines say otherwise, and count");
  if (answer === "rejected" && result !== "rejected")
    remarks.push("the head rejects the order; the lines say otherwise, and count");
  if (answer === "onHold") remarks.push("the vendor holds the order");
  if (note !== undefined) remarks.push(note);
  return remarks;
}
