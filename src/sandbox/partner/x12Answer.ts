import {
  acknowledgeGroup,
  type DocumentSet,
  type FunctionalAcknowledgment997,
  type Invoice810,
  type ProductId,
  type PurchaseOrderAcknowledgment855,
  type ShipNotice856,
  writeInterchange,
} from "../../x12/index.ts";
import { product } from "../amount.ts";
import type { Answer, AnsweredLine } from "./answer.ts";
import type { AnswerHow } from "./options.ts";
import type { OrderEnvelope, OrderReceived } from "./orderReceived.ts";

export interface X12Numbers {
  interchange: number;
  group: number;
  date: string;
  time: string;
}

const statusCodes = {
  accepted: "IA",
  rescheduled: "DR",
  quantityChanged: "IQ",
  priceChanged: "IP",
  rejected: "IR",
} as const;

/** An answer as an interchange of its own, from the order's receiver to its sender. */
export function x12Answer(answer: Answer, envelope: OrderEnvelope, numbers: X12Numbers): Buffer {
  const set = { controlNumber: "0001" };
  switch (answer.type) {
    case "855":
      return interchange({ ...set, set: "855", document: confirmation(answer) }, envelope, numbers);
    case "856":
      return interchange({ ...set, set: "856", document: shipNotice(answer) }, envelope, numbers);
    case "810":
      return interchange({ ...set, set: "810", document: invoice(answer) }, envelope, numbers);
  }
}

/** The 997 to the group of an order; `how` makes it complain of the first line's unit. */
export function x12Acknowledgment(order: OrderReceived, how: AnswerHow, numbers: X12Numbers): Buffer | undefined {
  const said = order.group && acknowledgeGroup(order.group);
  if (said === undefined) return undefined;
  const document = how === "rejected" || how === "acceptedWithErrors" ? complaining(said, how, order) : said;
  return interchange({ controlNumber: "0001", set: "997", document }, order.envelope, numbers);
}

function complaining(
  said: FunctionalAcknowledgment997,
  how: "rejected" | "acceptedWithErrors",
  order: OrderReceived,
): FunctionalAcknowledgment997 {
  const code = how === "rejected" ? "R" : "E";
  const sets = (said.sets ?? []).map((set) => ({
    ...set,
    segments: [
      {
        id: "PO1",
        position: String(order.firstLine ?? 4),
        error: "8",
        elements: [{ position: "3", dataElement: "355", error: "7", value: codeOf(order.lines[0]?.unit ?? "EA") }],
      },
    ],
    result: { status: code, errors: ["5"] },
  }));
  const accepted = how === "rejected" ? "0" : said.result.received;
  return { ...said, sets, result: { ...said.result, status: code, accepted } };
}

function interchange(set: DocumentSet, envelope: OrderEnvelope, numbers: X12Numbers): Buffer {
  const written = writeInterchange({
    settings: {
      sender: envelope.receiver,
      receiver: envelope.sender,
      separators: { element: "*", component: ">", segment: "~" },
      interchangeVersion: envelope.interchangeVersion,
      usage: envelope.usage,
      version: envelope.version,
    },
    date: numbers.date,
    time: numbers.time,
    controlNumber: String(numbers.interchange),
    groups: [{ controlNumber: String(numbers.group), sets: [set] }],
  });
  if (written.ok) return Buffer.from(written.bytes);
  throw new RangeError(`the partner cannot write its ${set.set}: ${written.faults[0]?.message}`);
}

function confirmation(answer: Answer): PurchaseOrderAcknowledgment855 {
  const changed = answer.lines.some(({ status }) => status !== "accepted");
  return {
    purpose: "00",
    type: answer.rejected ? "RJ" : changed ? "AC" : "AD",
    purchaseOrder: answer.purchaseOrder,
    purchaseOrderDate: answer.orderDate,
    sellerOrder: answer.number,
    date: answer.date,
    lines: answer.lines.map((line) => ({
      ...commercial(line, line.quantity),
      acknowledgments: [
        {
          status: statusCodes[line.status],
          quantity: plain(line.answered),
          unit: codeOf(line.unit),
          ...(line.promised !== undefined && { dateKind: "067", date: line.promised }),
        },
      ],
    })),
    totals: { lineCount: String(answer.lines.length) },
  };
}

function shipNotice(answer: Answer): ShipNotice856 {
  const { carrier } = answer;
  return {
    purpose: "00",
    shipment: answer.number,
    date: answer.date,
    time: "16:45",
    structure: "0001",
    dates: [{ kind: "011", date: answer.date }],
    levels: [
      {
        id: "1",
        level: "S",
        childCode: "1",
        carriers: [{ sequence: "B", idKind: "2", id: carrier.scac, method: "M", routing: carrier.name }],
        references: [{ qualifier: "CN", value: carrier.tracking }],
      },
      {
        id: "2",
        parentId: "1",
        level: "O",
        childCode: "1",
        order: { purchaseOrder: answer.purchaseOrder, date: answer.orderDate },
      },
      ...answer.lines.map((line, place) => ({
        id: String(place + 3),
        parentId: "2",
        level: "I",
        childCode: "0",
        item: { line: line.line, ...productsOf(line) },
        quantity: { shipped: plain(line.answered), unit: codeOf(line.unit) },
      })),
    ],
    totals: { lineCount: String(answer.lines.length + 2) },
  };
}

function invoice(answer: Answer): Invoice810 {
  return {
    date: answer.date,
    number: answer.number,
    purchaseOrderDate: answer.orderDate,
    purchaseOrder: answer.purchaseOrder,
    ...(answer.currency !== undefined && { currency: { party: "SE", code: answer.currency } }),
    lines: answer.lines.map((line) => commercial(line, line.answered)),
    total: { due: plain(answer.total) },
    totals: { lineCount: String(answer.lines.length) },
  };
}

function commercial(line: AnsweredLine, quantity: string) {
  return {
    number: line.line,
    quantity: plain(quantity),
    unit: codeOf(line.unit),
    unitPrice: plain(line.price),
    ...productsOf(line),
  };
}

function productsOf({ item, vendorItem }: AnsweredLine): { products?: ProductId[] } {
  const products = [
    ...(item === undefined ? [] : [{ qualifier: "BP", id: item }]),
    ...(vendorItem === undefined ? [] : [{ qualifier: "VP", id: vendorItem }]),
  ];
  return products.length === 0 ? {} : { products };
}

const unitCodes: Readonly<Record<string, string>> = { CASE: "CA", FOOT: "FT", HOUR: "HR", PAIR: "PR", BOX: "BX" };

/** X12 code of a unit, which a JSON order names as GP does. */
function codeOf(unit: string): string {
  return /^[A-Z0-9]{2}$/.test(unit) ? unit : (unitCodes[unit.toUpperCase()] ?? "EA");
}

/** Without zeros at the end. */
export function plain(value: string): string {
  const text = product(value, "1").replace(/\.?0+$/, "");
  return text === "" || text === "-" ? "0" : text;
}
