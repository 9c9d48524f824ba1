import type { Answer, AnsweredLine } from "./answer.ts";
import type { OrderEnvelope } from "./orderReceived.ts";
import { plain } from "./x12Answer.ts";

/** An answer in the JSON form of the published schemas (`schemas/order-confirmation-1.json` and its siblings). */
export function jsonAnswer(answer: Answer, envelope: OrderEnvelope): Buffer {
  const head = { sender: envelope.receiver.id, receiver: envelope.sender.id, documentId: answer.number };
  return Buffer.from(JSON.stringify({ ...kindOf(answer), ...head, ...contentOf(answer) }, undefined, 1));
}

const kinds = {
  "855": { documentType: "orderConfirmation", schema: "ml-connector/order-confirmation/1" },
  "856": { documentType: "shipNotice", schema: "ml-connector/ship-notice/1" },
  "810": { documentType: "invoice", schema: "ml-connector/invoice/1" },
} as const;

function kindOf({ type }: Answer) {
  return kinds[type];
}

function contentOf(answer: Answer): object {
  const { purchaseOrder, number, date, lines, carrier } = answer;
  switch (answer.type) {
    case "855":
      return {
        orderConfirmation: {
          purchaseOrder,
          answer: answer.rejected
            ? "rejected"
            : lines.some(({ status }) => status !== "accepted")
              ? "acceptedWithChanges"
              : "accepted",
          date,
          vendorOrder: number,
          lines: lines.map((line) => ({
            ...lineOf(line),
            quantity: plain(line.quantity),
            unit: line.unit,
            unitPrice: plain(line.price),
            promises: [
              {
                status: line.status,
                quantity: plain(line.answered),
                unit: line.unit,
                ...(line.promised !== undefined && { date: line.promised, dateMeans: "delivery" }),
              },
            ],
          })),
        },
      };
    case "856":
      return {
        shipNotice: {
          shipment: number,
          date,
          shippedDate: date,
          carrier: carrier.name,
          tracking: [carrier.tracking],
          purchaseOrder,
          lines: lines.map((line) => ({ ...lineOf(line), quantity: plain(line.answered), unit: line.unit })),
        },
      };
    case "810":
      return {
        invoice: {
          number,
          date,
          purchaseOrder,
          ...(answer.currency !== undefined && { currency: answer.currency }),
          lines: lines.map((line) => ({
            ...lineOf(line),
            quantity: plain(line.answered),
            unit: line.unit,
            unitPrice: plain(line.price),
          })),
          total: plain(answer.total),
        },
      };
  }
}

function lineOf({ line, item, vendorItem }: AnsweredLine) {
  return {
    line,
    ...(item !== undefined && { itemNumber: item }),
    ...(vendorItem !== undefined && { vendorItemNumber: vendorItem }),
  };
}
