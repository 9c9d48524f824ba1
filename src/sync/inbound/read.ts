import type { Link } from "../../configuration/configuration.ts";
import { type ReceivedContent, readContent } from "../../documents/received/content.ts";
import { storable } from "../../documents/received/json.ts";
import type { ReceivedDocument } from "../../documents/received/receivedDocument.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { recordAudit } from "../../ledger/audit.ts";
import { requireContent } from "../../ledger/contents.ts";
import { addInboundDocuments, type NewInboundDocument } from "../../ledger/inboundDocuments.ts";
import { type InboxMessage, nextMessage, ownersOf, settleMessage } from "../../ledger/inbox.ts";
import type { LedgerTransaction } from "../../ledger/ledger.ts";
import { endReceiveJob, openReceiveJob } from "../../ledger/receiveJobs.ts";
import { faultOf } from "../fault.ts";
import type { WorkerContext } from "../workerContext.ts";
import { planAcknowledgments, wantedAcknowledgments } from "./acknowledge.ts";
import { partnerOf } from "./partner.ts";
import type { MessageMetadata } from "./store.ts";

/**
 * Reads the oldest message of the link into its documents: one transaction, so that a message is either unread or read
 * in full, whoever dies meanwhile. One whose reading fails goes into quarantine, so that those behind it are read.
 *
 * @returns whether there was one
 */
export async function readNextMessage(context: WorkerContext, link: Link): Promise<boolean> {
  const { ledger } = context;
  let taken: InboxMessage | undefined;
  const read = await ledger
    .transaction()
    .execute(async (transaction) => {
      taken = await nextMessage(transaction, link.name);
      if (taken === undefined) return false;
      await settleReading(transaction, context, link, taken, await contentOf(transaction, taken));
      return true;
    })
    .catch(async (error: unknown) => {
      if (taken === undefined) throw error;
      const { id } = taken;
      const content = { format: null, event: {}, documents: [], fault: storable(faultOf(context, error)) };
      await ledger.transaction().execute(async (transaction) => {
        const message = await nextMessage(transaction, link.name, id);
        if (message !== undefined) await settleReading(transaction, context, link, message, content);
      });
      return true;
    });
  if (read) context.reached?.("receive.read");
  return read;
}

async function contentOf(transaction: LedgerTransaction, message: InboxMessage): Promise<ReceivedContent> {
  return readContent(
    await requireContent(transaction, message.contentDigest),
    (message.metadata as MessageMetadata).event,
  );
}

async function settleReading(
  transaction: LedgerTransaction,
  context: WorkerContext,
  link: Link,
  message: InboxMessage,
  { documents, event, fault, acknowledgments }: ReceivedContent,
): Promise<void> {
  const now = context.clock();
  const jobId = await openReceiveJob(transaction, {
    link: link.name,
    parameters: { message: message.id },
    requestedBy: message.retriedBy ?? context.actor,
    ...(message.jobId !== null && { replayOf: message.jobId }),
    now,
  });
  await settleMessage(transaction, message.id, {
    state: fault ? "quarantined" : "read",
    ...(fault && { error: fault }),
    jobId,
    now,
  });
  const owners = await ownersOf(transaction, link.name, documents);
  const firstPlaces = new Map<string, number>();
  for (const [place, { key, fault: unusable }] of documents.entries())
    if (!unusable && !firstPlaces.has(key)) firstPlaces.set(key, place);
  const taken = fault
    ? []
    : documents.map((document, place) =>
        newDocument(document, {
          number: place + 1,
          message,
          owner: owners.get(document.key),
          again: firstPlaces.get(document.key) !== place,
          partner: partnerOf(link, document, event),
        }),
      );
  await addInboundDocuments(transaction, message, jobId, taken, now);
  const answered = await planAcknowledgments(
    transaction,
    { link: link.name, jobId, now },
    wantedAcknowledgments(link, message.id, acknowledgments),
  );
  if (answered > 0) await context.ring(transaction);
  await recordAudit(transaction, {
    at: now,
    actor: context.actor,
    action: fault ? "inbound.quarantined" : "inbound.read",
    jobId,
    link: link.name,
    subject: message.id,
    detail: {
      documents: taken.slice(0, 100).map(({ type, orders, state }) => ({ type, orders, state })),
      ...(answered > 0 && { acknowledged: answered }),
    },
  });
  await endReceiveJob(transaction, jobId, now);
  context.reached?.("receive.reading");
}

interface Circumstances {
  number: number;
  message: InboxMessage;
  /** Who brought its key first. */
  owner: { messageId: string; digest: string } | undefined;
  /** Its key stands in this message before. */
  again: boolean;
  partner: string | null;
}

function newDocument(
  received: ReceivedDocument,
  { number, message, owner, again, partner }: Circumstances,
): NewInboundDocument {
  const { format, type, key, envelope } = received;
  const document = storable({ ...received.read(), number, format, type, key, partner, ...(envelope && { envelope }) });
  if (received.fault) return { ...document, state: "quarantined", error: received.fault };
  if (owner === undefined || (owner.messageId === message.id && !again)) return { ...document, state: "received" };
  // Of a message in which other documents are new.
  if (owner.digest === received.digest)
    return { ...document, state: "ignored", summary: `came before, in ${owner.messageId}` };
  const numbers = envelope
    ? `ISA13 ${envelope.interchangeNumber}, GS06 ${envelope.groupNumber ?? "none"}, ST02 ${envelope.setNumber ?? "none"} of ${envelope.sender}`
    : `the event id ${key.replace(/^event:/, "")}`;
  const error = new ConnectorError(
    "INBOUND_NUMBER_REUSED",
    `${numbers} came before with another content, in ${owner.messageId}`,
    { at: { link: message.link } },
  ).report();
  return { ...document, state: "quarantined", error };
}
