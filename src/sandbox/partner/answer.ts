import { amount, isNegative, product, sum } from "../amount.ts";
import type { AnswerHow, AnswerType } from "./options.ts";
import type { OrderedLine, OrderReceived } from "./orderReceived.ts";

/** What the partner says, before it is written as X12 or JSON. Amounts have five places. */
export interface Answer {
  type: Exclude<AnswerType, "997">;
  purchaseOrder: string;
  orderDate: string;
  /** The partner's own number of the document. */
  number: string;
  date: string;
  /** 855: all of it is refused. */
  rejected: boolean;
  lines: AnsweredLine[];
  currency?: string;
  /** Of an invoice, with two places. */
  total: string;
  carrier: { scac: string; name: string; tracking: string };
}

export interface AnsweredLine extends OrderedLine {
  /** What the answer says of it; `ordered` is in {@link OrderedLine}. */
  answered: string;
  status: "accepted" | "rescheduled" | "quantityChanged" | "priceChanged" | "rejected";
}

export interface AnswerCircumstances {
  how: AnswerHow;
  number: string;
  /** `YYYY-MM-DD`, the partner's today. */
  today: string;
  /** Names another order than the one that it answers. */
  purchaseOrder?: string | undefined;
}

/** What the partner answers to an order. Pure: the same order and circumstances give the same answer. */
export function answerTo(order: OrderReceived, type: Answer["type"], circumstances: AnswerCircumstances): Answer {
  const { how, number, today } = circumstances;
  const named = circumstances.purchaseOrder ?? (how === "unknownOrder" ? `${order.number}X` : order.number);
  const lines = order.lines.map((line, place) => answered(line, place === 0, type, how));
  const goods = sum("0", ...lines.map((line) => cents(product(line.answered, line.price))));
  return {
    type,
    purchaseOrder: named,
    orderDate: order.date,
    number,
    date: today,
    rejected: type === "855" && how === "rejected",
    lines,
    ...(order.currency !== undefined && { currency: order.currency }),
    total: how === "wrongTotal" ? sum(goods, "10") : goods,
    carrier: { scac: "RDWY", name: "Roadway", tracking: `PRO${number.replace(/\D/g, "")}` },
  };
}

function answered(line: OrderedLine, first: boolean, type: Answer["type"], how: AnswerHow): AnsweredLine {
  const right: AnsweredLine = { ...line, answered: line.quantity, status: "accepted" };
  switch (how) {
    case "changedDate":
      return line.promised === undefined || type !== "855"
        ? right
        : { ...right, promised: daysLater(line.promised, 7), status: "rescheduled" };
    case "changedQuantity":
      return first ? { ...right, answered: half(line.quantity), status: "quantityChanged" } : right;
    case "partial":
      return first ? { ...right, answered: half(line.quantity) } : right;
    case "changedPrice":
      return first ? { ...right, price: sum(line.price, "1.25"), status: "priceChanged" } : right;
    case "rejected":
      return { ...right, status: "rejected" };
    case "wrongQuantity":
      return first ? { ...right, answered: sum(line.quantity, "1") } : right;
    case "unknownItem": {
      if (!first) return right;
      const { vendorItem: _, ...rest } = right;
      return { ...rest, line: "999", item: "NEVER-ORDERED" };
    }
    default:
      return right;
  }
}

/** At least one, and whole. */
function half(quantity: string): string {
  const whole = BigInt(quantity.split(".")[0] ?? "0") / 2n;
  return amount(whole > 0n ? whole.toString() : "1");
}

/** Rounded half up to two places. */
function cents(value: string): string {
  const shifted = sum(value, isNegative(value) ? "-0.00500" : "0.00500");
  return amount(shifted.slice(0, -3));
}

function daysLater(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}
