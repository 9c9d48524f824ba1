import { ConnectorError, type ErrorReport } from "../../errors/connectorError.ts";
import { readContent, whyAbsent } from "../../ledger/contents.ts";
import { isOpenDraft } from "../../ledger/draftState.ts";
import { type Draft, draftsOfInbound } from "../../ledger/drafts.ts";
import {
  findInboundDocument,
  type InboundDocument,
  type ListedDocument,
  listedDocuments,
  messageDocuments,
} from "../../ledger/inboundDocuments.ts";
import { findMessage, type InboxMessage, listMessages, type MessageFilter } from "../../ledger/inbox.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { type LinesToMap, linesToMap } from "./linesToMap.ts";

/** One thing received, as a list shows it. */
export interface InboundMessageSummary {
  id: string;
  link: string;
  source: InboxMessage["source"];
  state: InboxMessage["state"];
  fileName: string | null;
  format: InboxMessage["format"];
  size: number;
  receivedAt: Date;
  /** How often it came again. */
  duplicates: number;
  error: ErrorReport | null;
  jobId: string | null;
  documents: InboundDocumentSummary[];
}

export interface InboundDocumentSummary {
  id: string;
  type: string;
  partner: string | null;
  sender: string | null;
  interchangeNumber: string | null;
  orders: string[];
  state: InboundDocument["state"];
  summary: string | null;
  waitsFor: string | null;
  error: ErrorReport | null;
  nextAttemptAt: Date | null;
}

export interface InboundMessage extends Omit<InboundMessageSummary, "documents"> {
  folder: string | null;
  eventId: string | null;
  metadata: object;
  contentDigest: string;
  /** As it came; text that is no UTF-8 is shown as Latin-1. */
  content: string | null;
  documents: (InboundDocumentSummary &
    Pick<InboundDocument, "number" | "document" | "notes" | "detail" | "key"> & {
      /** What it asks GP for; an open one is decided by itself, and settles the document. */
      drafts: (Pick<Draft, "id" | "kind" | "number" | "state"> & { open: boolean })[];
      /** Of a confirmation in review. */
      linesToMap: LinesToMap | null;
    })[];
}

/** What was received, the latest first. */
export async function listInbound(ledger: Ledger, filter: MessageFilter): Promise<InboundMessageSummary[]> {
  const messages = await listMessages(ledger, filter);
  const ids = messages.map(({ id }) => id);
  const documents = Map.groupBy(await listedDocuments(ledger, ids), ({ messageId }) => messageId);
  return messages.map((message) => ({
    ...summaryOf(message),
    documents: (documents.get(message.id) ?? []).map(documentSummary),
  }));
}

/**
 * One message with its documents and its content, by its own identifier or that of a document in it.
 *
 * @throws {ConnectorError} INBOUND_UNKNOWN
 */
export async function readInbound(ledger: Ledger, id: string): Promise<InboundMessage> {
  const message = await messageOf(ledger, id);
  const bytes = await readContent(ledger, message.contentDigest);
  const listed = new Map((await listedDocuments(ledger, [message.id])).map((document) => [document.id, document]));
  const documents = await messageDocuments(ledger, message.id);
  return {
    ...summaryOf(message),
    folder: message.folder,
    eventId: message.eventId,
    metadata: message.metadata,
    contentDigest: message.contentDigest,
    content: bytes === undefined ? null : textOf(bytes),
    documents: await Promise.all(
      documents.map(async (document) => ({
        ...documentSummary(listed.get(document.id) ?? { ...document, orders: [] }),
        number: document.number,
        key: document.key,
        document: document.document,
        notes: document.notes,
        detail: document.detail,
        drafts: (await draftsOfInbound(ledger, document.id)).map(({ id, kind, number, state }) => ({
          id,
          kind,
          number,
          state,
          open: isOpenDraft(state),
        })),
        linesToMap: (await linesToMap(ledger, document)) ?? null,
      })),
    ),
  };
}

/**
 * The bytes of a message as they came.
 *
 * @throws {ConnectorError} INBOUND_UNKNOWN, CONTENT_ARCHIVED
 */
export async function inboundContent(ledger: Ledger, id: string): Promise<Buffer> {
  const message = await messageOf(ledger, id);
  const bytes = await readContent(ledger, message.contentDigest);
  if (bytes !== undefined) return bytes;
  throw (await whyAbsent(ledger, message.contentDigest)) ?? new Error(`the content of ${message.id} is gone`);
}

/** @throws {ConnectorError} INBOUND_UNKNOWN */
export async function messageOf(ledger: Ledger, id: string): Promise<InboxMessage> {
  const document = id.startsWith("inb_") ? await findInboundDocument(ledger, id) : undefined;
  const message = await findMessage(ledger, document?.messageId ?? id);
  if (message !== undefined) return message;
  throw new ConnectorError("INBOUND_UNKNOWN", `nothing that came in is known as ${JSON.stringify(id.slice(0, 60))}`);
}

function summaryOf(message: InboxMessage): Omit<InboundMessageSummary, "documents"> {
  const { id, link, source, state, fileName, format, size, receivedAt, duplicates, error, jobId } = message;
  return { id, link, source, state, fileName, format, size, receivedAt, duplicates, error, jobId };
}

function documentSummary(document: ListedDocument): InboundDocumentSummary {
  const { id, type, partner, sender, interchangeNumber, orders, state, summary, waitsFor, error, nextAttemptAt } =
    document;
  return { id, type, partner, sender, interchangeNumber, orders, state, summary, waitsFor, error, nextAttemptAt };
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}
