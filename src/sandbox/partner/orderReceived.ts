import { documentForms, type GroupReport, type PurchaseOrder850, readX12 } from "../../x12/index.ts";
import { amount } from "../amount.ts";

/** A purchase order as the partner has it, from an 850 or from JSON. */
export interface OrderReceived {
  number: string;
  date: string;
  /** GP vendor id, where the order says it. */
  vendor?: string;
  currency?: string;
  lines: OrderedLine[];
  envelope: OrderEnvelope;
  /** The group it came in, for the 997; none of a JSON order. */
  group?: GroupReport;
  /** Where the first PO1 stands in its set, counted from 1 at ST. */
  firstLine?: number;
}

export interface OrderedLine {
  line: string;
  item?: string;
  vendorItem?: string;
  description?: string;
  quantity: string;
  /** X12 code, or of a JSON order GP's unit. */
  unit: string;
  price: string;
  promised?: string;
}

/** Of the order: its sender is the one who is answered. */
export interface OrderEnvelope {
  sender: { qualifier: string; id: string; applicationId: string };
  receiver: { qualifier: string; id: string; applicationId: string };
  usage: "P" | "T";
  version: string;
  interchangeVersion: string;
}

/** The orders in an uploaded file; none where it holds something else. */
export function ordersIn(content: Buffer): OrderReceived[] {
  const text = content.subarray(0, 200).toString("latin1").trimStart();
  if (text.startsWith("ISA")) return x12Orders(content);
  return text.startsWith("{") ? jsonOrder(content) : [];
}

function x12Orders(content: Buffer): OrderReceived[] {
  return readX12(content).interchanges.flatMap((interchange) =>
    interchange.groups.flatMap((group) =>
      group.sets.flatMap((set): OrderReceived[] => {
        if (set.set !== "850") return [];
        const parsed = { set: "850", release: group.version.slice(0, 6), segments: set.segments };
        const { document } = documentForms["850"].fromSet(parsed);
        const firstLine = set.segments.find(({ id }) => id === "PO1");
        const { sender, senderQualifier, receiver, receiverQualifier } = interchange;
        return [
          {
            ...fromX12(document),
            group,
            ...(firstLine && { firstLine: firstLine.position }),
            envelope: {
              sender: { qualifier: senderQualifier, id: sender, applicationId: group.sender },
              receiver: { qualifier: receiverQualifier, id: receiver, applicationId: group.receiver },
              usage: interchange.usage === "P" ? "P" : "T",
              version: group.version,
              interchangeVersion: interchange.version,
            },
          },
        ];
      }),
    ),
  );
}

function fromX12(order: PurchaseOrder850): Omit<OrderReceived, "envelope"> {
  const promisedOf = (dates: PurchaseOrder850["dates"]) => dates?.find(({ kind }) => kind === "002")?.date;
  const promised = promisedOf(order.dates);
  const vendor =
    order.parties?.find(({ role, id }) => role === "VN" && id !== undefined)?.id ??
    order.references?.find(({ qualifier }) => qualifier === "IA")?.value;
  return {
    number: order.number,
    date: order.date,
    ...(vendor !== undefined && { vendor }),
    ...(order.currency && { currency: order.currency.code }),
    lines: order.lines.map((line, place) => {
      const product = (...qualifiers: string[]) =>
        line.products?.find((each) => qualifiers.includes(each.qualifier))?.id;
      const item = product("BP", "IN");
      const vendorItem = product("VP", "VN");
      const lineDate = promisedOf(line.dates) ?? promised;
      return {
        line: line.number ?? String(place + 1),
        ...(item !== undefined && { item }),
        ...(vendorItem !== undefined && { vendorItem }),
        ...(line.descriptions?.[0]?.text && { description: line.descriptions[0].text }),
        quantity: amount(line.quantity ?? "0"),
        unit: line.unit ?? "EA",
        price: amount(line.unitPrice ?? "0"),
        ...(lineDate !== undefined && { promised: lineDate }),
      };
    }),
  };
}

function jsonOrder(content: Buffer): OrderReceived[] {
  let file: JsonOrderFile;
  try {
    file = JSON.parse(content.toString("utf8")) as JsonOrderFile;
  } catch {
    return [];
  }
  const order = file.purchaseOrder;
  if (file.documentType !== "purchaseOrder" || order === undefined) return [];
  const party = (id: string) => ({ qualifier: "ZZ", id: id.slice(0, 15), applicationId: id.slice(0, 15) });
  return [
    {
      number: order.number,
      date: order.orderDate,
      ...(order.vendor && { vendor: order.vendor.id }),
      ...(order.currency !== undefined && { currency: order.currency }),
      lines: order.lines.map((line) => ({
        line: String(line.line),
        ...(line.itemNumber !== undefined && { item: line.itemNumber }),
        ...(line.vendorItemNumber !== undefined && { vendorItem: line.vendorItemNumber }),
        ...(line.description !== undefined && { description: line.description }),
        quantity: amount(line.quantity),
        unit: line.unitOfMeasure,
        price: amount(line.unitCost),
        ...(line.promisedDate !== undefined && { promised: line.promisedDate }),
      })),
      envelope: {
        sender: party(file.sender ?? "BUYER"),
        receiver: party(file.receiver ?? "PARTNER"),
        usage: "T",
        version: "004010",
        interchangeVersion: "00401",
      },
    },
  ];
}

/** What is read of the JSON files that the connector writes. */
interface JsonOrderFile {
  documentType?: string;
  sender?: string;
  receiver?: string;
  purchaseOrder?: {
    number: string;
    orderDate: string;
    currency?: string;
    vendor?: { id: string };
    lines: {
      line: number;
      itemNumber?: string;
      vendorItemNumber?: string;
      description?: string;
      quantity: string;
      unitOfMeasure: string;
      unitCost: string;
      promisedDate?: string;
    }[];
  };
}
