import { createHash } from "node:crypto";
import { ConnectorError, type ErrorReport } from "../../errors/connectorError.ts";
import {
  acknowledgeGroup,
  documentForms,
  type Fault,
  type FunctionalAcknowledgment997,
  hasDocument,
  type InterchangeAnswer,
  interchangeAcknowledgmentFromSegment,
  type ParsedSegment,
  type ReadGroup,
  type ReadInterchange,
  type ReadSet,
  readX12,
} from "../../x12/index.ts";
import { storableText } from "./json.ts";
import { ordersOf } from "./orders.ts";
import type { ReadReceived, ReceivedDocument, ReceivedEnvelope } from "./receivedDocument.ts";

/** What validation found about a group, as a 997 tells it. There is none for a group of acknowledgments. */
export interface GroupAcknowledgment {
  envelope: ReceivedEnvelope;
  /** GS08. */
  version: string;
  acknowledgment: FunctionalAcknowledgment997;
}

/**
 * Every transaction set and TA1 of all interchanges, in their order, and what may be answered to each group. A bad one does
 * not keep the others from being read: it comes with its `fault`.
 */
export function readX12Documents(bytes: Uint8Array): {
  documents: ReceivedDocument[];
  acknowledgments: GroupAcknowledgment[];
} {
  const documents: ReceivedDocument[] = [];
  const acknowledgments: GroupAcknowledgment[] = [];
  const { interchanges, faults } = readX12(bytes, { maxFaults: 200 });
  for (const interchange of interchanges) {
    for (const answer of interchange.answers) documents.push(acknowledgment(interchange, answer));
    for (const group of interchange.groups) {
      for (const set of group.sets) documents.push(transactionSet(interchange, group, set, faults));
      const acknowledgment = interchange.status === "rejected" ? undefined : acknowledgeGroup(group);
      if (acknowledgment) {
        const { sender: groupSender, controlNumber: groupNumber, version } = group;
        acknowledgments.push({
          envelope: { ...envelopeOf(interchange), groupSender, groupNumber },
          version,
          acknowledgment,
        });
      }
    }
  }
  const [first] = faults;
  if (documents.length === 0 && first !== undefined) documents.push(brokenWhole(first));
  return { documents, acknowledgments };
}

function transactionSet(
  interchange: ReadInterchange,
  group: ReadGroup,
  set: ReadSet,
  all: readonly Fault[],
): ReceivedDocument {
  const envelope: ReceivedEnvelope = {
    ...envelopeOf(interchange),
    groupSender: group.sender,
    groupNumber: group.controlNumber,
    setNumber: set.controlNumber,
  };
  const numbers = [interchange.controlNumber, group.controlNumber, set.controlNumber];
  const document: ReceivedDocument = {
    format: "x12",
    type: storableText(set.set),
    key: storableText(`x12:${[interchange.sender, interchange.receiver, ...numbers].join("|")}`),
    digest: digestOf(set.segments),
    envelope,
    read: () => typed(set, group),
  };
  if (set.usable) return document;
  const faults = [...set.faults, ...group.faults, ...interchange.faults, ...all].filter(
    (fault) => fault.severity === "error",
  );
  return { ...document, fault: rejection(faults[0], set.set, set.controlNumber) };
}

function typed(set: ReadSet, group: ReadGroup): ReadReceived {
  const faults = set.faults.slice(0, 50).map(({ code, severity, message, ref, line }) => ({
    kind: "fault",
    code,
    severity,
    message,
    ...(ref !== undefined && { element: ref }),
    line,
  }));
  if (!hasDocument(set.set)) {
    const segments = set.segments.map((segment) => [segment.id, ...segment.elements()]);
    return { document: { segments }, notes: faults, orders: [] };
  }
  const parsed = { set: set.set, release: group.version.slice(0, 6), segments: set.segments };
  const { document, notes } = documentForms[set.set].fromSet(parsed);
  return { document, notes: [...faults, ...notes], orders: ordersOf(set.set, document) };
}

function acknowledgment(interchange: ReadInterchange, answer: InterchangeAnswer): ReceivedDocument {
  const elements = [answer.controlNumber, answer.date, answer.time, answer.status, answer.note];
  const segment: ParsedSegment = {
    id: "TA1",
    position: 1,
    elementCount: elements.length,
    element: (number) => elements[number - 1] ?? "",
    components: (number) => [elements[number - 1] ?? ""],
  };
  const numbers = [interchange.controlNumber, "TA1", answer.controlNumber];
  return {
    format: "x12",
    type: "TA1",
    key: storableText(`x12:${[interchange.sender, interchange.receiver, ...numbers].join("|")}`),
    digest: createHash("sha256").update(elements.join("\n")).digest("hex"),
    envelope: envelopeOf(interchange),
    ...(interchange.status === "rejected" && {
      fault: rejection(
        interchange.faults.find((fault) => fault.severity === "error"),
        "TA1",
        answer.controlNumber,
      ),
    }),
    read: () => {
      const { document, notes } = interchangeAcknowledgmentFromSegment(segment);
      return { document, notes: [...notes], orders: [] };
    },
  };
}

function envelopeOf(interchange: ReadInterchange): ReceivedEnvelope {
  return {
    senderQualifier: interchange.senderQualifier,
    sender: interchange.sender,
    receiverQualifier: interchange.receiverQualifier,
    receiver: interchange.receiver,
    usage: interchange.usage,
    interchangeNumber: interchange.controlNumber,
  };
}

function rejection(fault: Fault | undefined, set: string, number: string): ErrorReport {
  const name = set === "TA1" ? "a TA1" : `the ${set} with ST02 ${number}`;
  return new ConnectorError("INBOUND_SET_REJECTED", `${name}: ${fault?.message ?? "its envelope is rejected"}`, {
    at: { ...(fault?.ref !== undefined && { element: fault.ref }), ...(fault && { line: fault.line }) },
  }).report();
}

/** Of an input in which no set was found: what is wrong with it, as a document that cannot be used. */
function brokenWhole(fault: Fault): ReceivedDocument {
  return {
    format: "x12",
    type: "unknown",
    key: "",
    digest: "",
    fault: rejection(fault, "unknown", ""),
    read: () => ({ document: {}, notes: [], orders: [] }),
  };
}

/** Of the elements, so that other line breaks or separators make no other document. */
function digestOf(segments: readonly { id: string; elements(): readonly string[] }[]): string {
  const hash = createHash("sha256");
  for (const segment of segments) hash.update(`${[segment.id, ...segment.elements()].join("\u001d")}\u001e`);
  return hash.digest("hex");
}
