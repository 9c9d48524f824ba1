import type { GeneratedAlways } from "kysely";
import type { ErrorReport } from "../errors/connectorError.ts";
import type { InboundState } from "./inboundState.ts";
import type { Json, JsonOrNull } from "./schema.ts";

export type InboxSource = "webhook" | "folder";
export type MessageState = "received" | "read" | "quarantined" | "ignored";
export type InboundFormat = "x12" | "json";

export interface InboxMessageTable {
  id: string;
  position: GeneratedAlways<number>;
  link: string;
  source: InboxSource;
  state: MessageState;
  /** Of the content exactly as it was received, once transfer encodings were taken off. */
  contentDigest: string;
  size: number;
  format: InboundFormat | null;
  folder: string | null;
  fileName: string | null;
  eventId: string | null;
  metadata: Json<object>;
  error: JsonOrNull<ErrorReport>;
  jobId: string | null;
  retriedBy: string | null;
  duplicates: number;
  lastDuplicateAt: Date | null;
  receivedAt: Date;
  readAt: Date | null;
}

export interface InboxKeyTable {
  link: string;
  key: string;
  digest: string;
  messageId: string;
}

export interface InboundDocumentTable {
  id: string;
  position: GeneratedAlways<number>;
  messageId: string;
  number: number;
  link: string;
  format: InboundFormat;
  type: string;
  partner: string | null;
  sender: string | null;
  receiver: string | null;
  usage: string | null;
  interchangeNumber: string | null;
  groupNumber: string | null;
  setNumber: string | null;
  key: string;
  document: Json<object>;
  notes: Json<object[]>;
  state: InboundState;
  waitsFor: string | null;
  summary: string | null;
  detail: JsonOrNull<object>;
  error: JsonOrNull<ErrorReport>;
  attempts: number;
  nextAttemptAt: Date | null;
  workerId: string | null;
  jobId: string;
  receivedAt: Date;
  settledAt: Date | null;
}

export interface InboundDocumentOrderTable {
  documentId: string;
  link: string;
  orderNumber: string;
}

export interface InboxSchema {
  inboxMessage: InboxMessageTable;
  inboxKey: InboxKeyTable;
  inboundDocument: InboundDocumentTable;
  inboundDocumentOrder: InboundDocumentOrderTable;
  inboxLane: { link: string };
}
