/**
 * What a message is, decided by its content: never by its name or its declared type, which flows set as they like.
 * Nothing here throws for what a sender can do.
 */
import { createHash } from "node:crypto";
import { ConnectorError, type ErrorReport } from "../../errors/connectorError.ts";
import { type EventFields, readEvent } from "./event.ts";
import { parseInboundJson } from "./json.ts";
import { jsonDocument } from "./jsonDocument.ts";
import type { ReceivedDocument } from "./receivedDocument.ts";
import { type GroupAcknowledgment, readX12Documents } from "./x12Documents.ts";

export interface ReceivedContent {
  format: "x12" | "json" | null;
  /** What the JSON event says about its payload. */
  event: EventFields;
  documents: ReceivedDocument[];
  /** What may be answered to each X12 group. */
  acknowledgments?: GroupAcknowledgment[];
  /** Why nothing of it can be used. */
  fault?: ErrorReport;
}

/** @param said what the transport told about it (in headers); what stands inside of the content counts for more */
export function readContent(bytes: Uint8Array, said: EventFields = {}): ReceivedContent {
  const start = firstByte(bytes);
  if (start === undefined) return unreadable("INBOUND_EMPTY", "the message is empty");
  if (beginsIsa(bytes, start)) return x12Content(bytes, said);
  if (bytes[start] === openBrace || bytes[start] === openBracket) return jsonContent(bytes, said);
  return unreadable("INBOUND_UNREADABLE", `the content begins with ${beginning(bytes, start)}`);
}

/** Whether it may be X12 or JSON. */
export function beginsLikeDocument(bytes: Uint8Array): boolean {
  const start = firstByte(bytes);
  return start !== undefined && (beginsIsa(bytes, start) || bytes[start] === openBrace || bytes[start] === openBracket);
}

const openBrace = 0x7b;
const openBracket = 0x5b;

function x12Content(bytes: Uint8Array, event: EventFields): ReceivedContent {
  const { documents, acknowledgments } = readX12Documents(bytes);
  const usable = documents.some((document) => document.fault === undefined);
  if (usable) return { format: "x12", event, documents, acknowledgments };
  const [first] = documents;
  const said = first?.fault?.message ?? "it holds no transaction set";
  const fault = new ConnectorError("INBOUND_X12_BROKEN", `the X12 cannot be used: ${said}`, {
    ...(first?.fault && { at: first.fault.at }),
  }).report();
  return { format: "x12", event, documents, acknowledgments, fault };
}

function jsonContent(bytes: Uint8Array, said: EventFields): ReceivedContent {
  const text = new TextDecoder("utf-8", { ignoreBOM: false }).decode(bytes);
  const parsed = parseInboundJson(text);
  if ("fault" in parsed) return unreadable("INBOUND_JSON_BROKEN", `the JSON cannot be read: ${parsed.fault}`, "json");
  const { value } = parsed;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return unreadable("INBOUND_JSON_BROKEN", "the JSON is a list; one object per message is read", "json");
  }
  const { event, payload } = readEvent(value as Record<string, unknown>, said);
  if (payload === undefined) return single(value as Record<string, unknown>, event, digestOf(bytes));
  if (typeof payload !== "string") return single(payload, event, digestOf(JSON.stringify(payload)));
  const inner = Buffer.from(payload, event.payloadEncoding === "base64" ? "base64" : "utf8");
  const start = firstByte(inner);
  if (start === undefined) return { ...unreadable("INBOUND_EMPTY", "`payload` is empty", "json"), event };
  if (beginsIsa(inner, start)) return x12Content(inner, event);
  if (inner[start] !== openBrace) {
    return { ...unreadable("INBOUND_UNREADABLE", `\`payload\` begins with ${beginning(inner, start)}`, "json"), event };
  }
  const nested = parseInboundJson(inner.toString("utf8"));
  if ("fault" in nested) {
    return { ...unreadable("INBOUND_JSON_BROKEN", `\`payload\` cannot be read: ${nested.fault}`, "json"), event };
  }
  return single(nested.value as Record<string, unknown>, event, digestOf(inner));
}

function single(value: Record<string, unknown>, event: EventFields, digest: string): ReceivedContent {
  const document = jsonDocument(value, event, digest);
  return { format: "json", event, documents: [document], ...(document.fault && { fault: document.fault }) };
}

function unreadable(
  code: "INBOUND_EMPTY" | "INBOUND_UNREADABLE" | "INBOUND_JSON_BROKEN",
  message: string,
  format: "json" | null = null,
): ReceivedContent {
  return { format, event: {}, documents: [], fault: new ConnectorError(code, message).report() };
}

/** Behind a byte order mark and blanks. */
function firstByte(bytes: Uint8Array): number | undefined {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length && (bytes[at] ?? 0) <= 0x20) at++;
  return at < bytes.length ? at : undefined;
}

function beginsIsa(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x49 && bytes[at + 1] === 0x53 && bytes[at + 2] === 0x41;
}

/** Enough of the content to recognise it by, in printable characters. */
function beginning(bytes: Uint8Array, at: number): string {
  const text = Buffer.from(bytes.subarray(at, at + 24)).toString("latin1");
  const kind = text.startsWith("<") ? " (XML or HTML, which is not read)" : "";
  return `${JSON.stringify(text.replace(/[^\x20-\x7e]/g, "·"))}${kind}`;
}

function digestOf(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}
