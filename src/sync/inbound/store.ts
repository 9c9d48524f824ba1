import { readContent } from "../../documents/received/content.ts";
import { storableText } from "../../documents/received/json.ts";
import type { ErrorReport } from "../../errors/connectorError.ts";
import { recordAudit } from "../../ledger/audit.ts";
import { type StoredMessage, storeMessage } from "../../ledger/inbox.ts";
import type { InboxSource } from "../../ledger/inboxSchema.ts";
import type { Ledger, LedgerTransaction } from "../../ledger/ledger.ts";

/** One thing that came, without the encodings of its transport. */
export interface Arrival {
  link: string;
  source: InboxSource;
  content: Uint8Array;
  folder?: string;
  fileName?: string;
  /** Named by the transport; one inside of the content counts for more. */
  eventId?: string;
  /** What the transport told about it; no secret. */
  metadata?: Readonly<Record<string, string>>;
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
  ring: (transaction: LedgerTransaction) => Promise<void>;
}

/** Stores what came, so that it may be answered or removed where it lay: on disk when this resolves (Invariant 8). */
export async function storeArrival({ ledger, clock, actor, ring }: Recipient, arrival: Arrival): Promise<Receipt> {
  const { event, documents, format, fault } = readContent(arrival.content, arrival.eventId);
  const keys = documents.flatMap(({ key, digest, fault: unusable }) => (unusable ? [] : [{ key, digest }]));
  const fileName = arrival.fileName ?? event.fileName;
  return ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const stored = await storeMessage(transaction, {
      link: arrival.link,
      source: arrival.source,
      content: arrival.content,
      format,
      keys,
      metadata: storable({ ...arrival.metadata, ...(Object.keys(event).length > 0 && { event }) }),
      ...(arrival.folder !== undefined && { folder: arrival.folder }),
      ...(fileName !== undefined && { fileName: storableText(fileName) }),
      ...(event.eventId !== undefined
        ? { eventId: storableText(event.eventId) }
        : arrival.eventId !== undefined && { eventId: storableText(arrival.eventId) }),
      ...(fault && { fault: storable(fault) }),
      now,
    });
    await recordAudit(transaction, {
      at: now,
      actor,
      action: stored.duplicate ? "inbound.duplicate" : `inbound.${fault ? "quarantined" : "received"}`,
      link: arrival.link,
      subject: stored.id,
      detail: {
        source: arrival.source,
        size: arrival.content.length,
        documents: documents.slice(0, 100).map(({ type }) => type),
        ...(fileName !== undefined && { fileName: storableText(fileName) }),
        ...(stored.error && { error: stored.error.code }),
      },
    });
    if (!stored.duplicate && stored.state === "received") await ring(transaction);
    return receiptOf(stored);
  });
}

function receiptOf({ id, duplicate, state, error }: StoredMessage): Receipt {
  return { id, duplicate, status: state === "quarantined" ? "quarantined" : "accepted", error };
}

function storable<Value extends object>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_name, each) => (typeof each === "string" ? storableText(each) : each));
}
