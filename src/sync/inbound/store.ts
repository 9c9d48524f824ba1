import type { Link } from "../../configuration/configuration.ts";
import { type ReceivedContent, readContent } from "../../documents/received/content.ts";
import type { EventFields } from "../../documents/received/event.ts";
import { storable, storableText } from "../../documents/received/json.ts";
import { type ErrorReport, reportOf } from "../../errors/connectorError.ts";
import { recordAudit } from "../../ledger/audit.ts";
import { type StoredMessage, settleMessage, storeMessage } from "../../ledger/inbox.ts";
import type { InboxSource } from "../../ledger/inboxSchema.ts";
import type { Ledger, LedgerTransaction } from "../../ledger/ledger.ts";
import { endReceiveJob, openReceiveJob } from "../../ledger/receiveJobs.ts";
import { planAcknowledgments, type WantedAcknowledgment, wantedAcknowledgments } from "./acknowledge.ts";

/** One thing that came, without the encodings of its transport. */
export interface Arrival {
  link: string;
  source: InboxSource;
  content: Uint8Array;
  folder?: string;
  fileName?: string;
  /** What the transport told about the content; what stands inside of it counts for more. */
  said?: EventFields;
  /** Of the transport itself; no secret. */
  metadata?: Readonly<Record<string, string>>;
  /** The link as it is set up: whose partners want a 997 even of what cannot be used. */
  settings?: Link;
  /** Why the content cannot even be looked at; puts it into quarantine. */
  fault?: ErrorReport;
}

export interface Receipt {
  /** `rcv_...`; of a duplicate, the first one's. */
  id: string;
  status: "accepted" | "quarantined";
  duplicate: boolean;
  /** Why it is in quarantine. */
  error: ErrorReport | null;
}

export interface Recipient {
  ledger: Ledger;
  clock: () => Date;
  /** Who is named in the audit trail. */
  actor: string;
  /** Called once something new is on disk. Workers look by themselves as well. */
  wake: () => void;
}

/** Stores what came, so that it may be answered or removed where it lay: on disk when this resolves (Invariant 8). */
export async function storeArrival({ ledger, clock, actor, wake }: Recipient, arrival: Arrival): Promise<Receipt> {
  const { event, documents, format, fault, acknowledgments } = contentOf(arrival);
  const keys = documents.flatMap(({ key, digest, fault: unusable }) => (unusable ? [] : [{ key, digest }]));
  const fileName = arrival.fileName ?? event.fileName;
  const stored = await ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const message = await storeMessage(transaction, {
      link: arrival.link,
      source: arrival.source,
      content: arrival.content,
      format,
      keys,
      metadata: storable({ ...arrival.metadata, event } satisfies MessageMetadata),
      ...(arrival.folder !== undefined && { folder: arrival.folder }),
      ...(fileName !== undefined && { fileName: storableText(fileName) }),
      ...(event.eventId !== undefined && { eventId: storableText(event.eventId) }),
      ...(fault && { fault: storable(fault) }),
      now,
    });
    await recordAudit(transaction, {
      at: now,
      actor,
      action: message.duplicate ? "inbound.duplicate" : `inbound.${fault ? "quarantined" : "received"}`,
      link: arrival.link,
      subject: message.id,
      detail: {
        source: arrival.source,
        size: arrival.content.length,
        documents: documents.slice(0, 100).map(({ type }) => type),
        ...(fileName !== undefined && { fileName: storableText(fileName) }),
        ...(message.error && { error: message.error.code }),
      },
    });
    if (fault && !message.duplicate) {
      const { settings } = arrival;
      const wanted = settings ? wantedAcknowledgments(settings, message.id, acknowledgments) : [];
      await refuseByAcknowledgment(transaction, { link: arrival.link, message: message.id, fault, actor, now }, wanted);
    }
    return message;
  });
  if (!stored.duplicate) wake();
  return receiptOf(stored);
}

/** What is in quarantine as a whole is read by no worker, so the partner is told here that it could not be used. */
async function refuseByAcknowledgment(
  transaction: LedgerTransaction,
  refused: { link: string; message: string; fault: ErrorReport; actor: string; now: Date },
  wanted: readonly WantedAcknowledgment[],
): Promise<void> {
  if (wanted.length === 0) return;
  const { link, message, fault, actor: requestedBy, now } = refused;
  const jobId = await openReceiveJob(transaction, { link, parameters: { message }, requestedBy, now });
  await settleMessage(transaction, message, { state: "quarantined", error: storable(fault), jobId, now });
  await planAcknowledgments(transaction, { link, jobId, now }, wanted);
  await endReceiveJob(transaction, jobId, now);
}

/** What is kept beside the content. `event`: what was said about it, from within or without. */
export type MessageMetadata = { event: EventFields } & Readonly<Record<string, string | EventFields>>;

/** A defect of ours in reading must not lose what was sent: it is kept, and read again by a later release. */
function contentOf({ content, said = {}, fault }: Arrival): ReceivedContent {
  if (fault) return { format: null, event: said, documents: [], fault };
  try {
    return readContent(content, said);
  } catch (error) {
    return { format: null, event: said, documents: [], fault: reportOf(error) };
  }
}

function receiptOf({ id, duplicate, state, error }: StoredMessage): Receipt {
  return { id, duplicate, status: state === "quarantined" ? "quarantined" : "accepted", error };
}
