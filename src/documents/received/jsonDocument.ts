import { ConnectorError } from "../../errors/connectorError.ts";
import type { EventFields } from "./event.ts";
import { distinctOrders } from "./orders.ts";
import type { ReceivedDocument } from "./receivedDocument.ts";

/** Words that flows use for the transaction sets, without case, blanks and hyphens. */
const typeWords: Readonly<Record<string, string>> = {
  purchaseorderacknowledgment: "855",
  purchaseorderacknowledgement: "855",
  orderacknowledgment: "855",
  orderconfirmation: "855",
  confirmation: "855",
  shipnotice: "856",
  advanceshipnotice: "856",
  advanceshippingnotice: "856",
  asn: "856",
  invoice: "810",
  functionalacknowledgment: "997",
  acknowledgment: "997",
};

/** A JSON business document, or the JSON payload of an event. */
export function jsonDocument(
  value: Readonly<Record<string, unknown>>,
  event: EventFields,
  digest: string,
): ReceivedDocument {
  const own = textOf(value.documentType);
  const word = own ?? event.documentType;
  const type = word === undefined ? undefined : typeOf(word);
  const fault =
    type === undefined
      ? new ConnectorError(
          "INBOUND_TYPE_UNKNOWN",
          word === undefined
            ? "the JSON has no `documentType`"
            : `"${word.slice(0, 40)}" is no document type that is read`,
        ).report()
      : undefined;
  return {
    format: "json",
    type: type ?? "unknown",
    key: event.eventId === undefined ? `digest:${digest}` : `event:${event.eventId}`,
    digest,
    ...(fault && { fault }),
    read: () => ({ document: value, notes: [], orders: ordersIn(value, event.poNumber) }),
  };
}

/** `856` of `856`, `X12 856`, `Ship Notice` or `advance-ship-notice`. */
function typeOf(word: string): string | undefined {
  const plain = word.toLowerCase().replace(/[^a-z0-9]/g, "");
  return /^(?:x12)?(\d{3})$/.exec(plain)?.[1] ?? (Object.hasOwn(typeWords, plain) ? typeWords[plain] : undefined);
}

const orderNames = new Set(["ponumber", "purchaseorder", "purchaseordernumber", "customerpo"]);
const mostOrders = 1_000;

/** Every purchase order that the document names, wherever it does. */
function ordersIn(value: unknown, first: string | undefined): string[] {
  const found = new Set<string>(first === undefined ? [] : [first]);
  const visit = (inner: unknown, depth: number): void => {
    if (depth > 8 || typeof inner !== "object" || inner === null || found.size >= mostOrders) return;
    if (Array.isArray(inner)) {
      for (const each of inner) visit(each, depth + 1);
      return;
    }
    for (const [name, each] of Object.entries(inner)) {
      if (!orderNames.has(name.toLowerCase())) {
        visit(each, depth + 1);
        continue;
      }
      const number =
        textOf(each) ??
        (typeof each === "object" && each !== null ? textOf((each as { number?: unknown }).number) : undefined);
      if (number !== undefined) found.add(number);
    }
  };
  visit(value, 0);
  return distinctOrders(found);
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}
