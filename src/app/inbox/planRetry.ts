import type { Draft } from "../../ledger/drafts.ts";
import { type InboundDocument, messageDocuments } from "../../ledger/inboundDocuments.ts";
import { findJob } from "../../ledger/jobs.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { ReceiveParameters } from "../../ledger/receiveJobs.ts";
import { readDraft } from "../drafts.ts";
import { messageOf } from "./readInbox.ts";
import { needsReason, underWay } from "./retryInbound.ts";

/** What carrying out again would mean for a message in quarantine, a document that came in, or a draft. */
export interface PlannedRetry {
  id: string;
  what: "message" | "document" | "draft";
  /** `855`, `856`, ... of a document, the kind of a draft. */
  type: string | null;
  state: string;
  /** What will happen, in words. */
  consequence: string;
  reasonNeeded: boolean;
  /** Not carried out, and why. */
  refused?: string;
}

export const isDraftId = (id: string): boolean => id.startsWith("drf_");

/** Whether an identifier names something of the way back: a message, a document in it, or a draft. */
export const isInboundId = (id: string): boolean => /^(rcv|inb|drf)_/.test(id);

/** The same identifiers, with the message in place of a job under which one was read. */
export async function withMessagesOfJobs(ledger: Ledger, ids: readonly string[]): Promise<string[]> {
  return Promise.all(
    ids.map(async (id) => {
      const job = id.startsWith("job_") ? await findJob(ledger, id) : undefined;
      return job?.kind === "receive" ? (job.parameters as ReceiveParameters).message : id;
    }),
  );
}

/**
 * What a replay of these messages, documents and drafts would do. Changes nothing.
 *
 * @throws {ConnectorError} INBOUND_UNKNOWN, DRAFT_UNKNOWN
 */
export async function planRetry(ledger: Ledger, ids: readonly string[]): Promise<PlannedRetry[]> {
  const plan: PlannedRetry[] = [];
  for (const id of ids) {
    if (isDraftId(id)) plan.push(ofDraft(await readDraft(ledger, id)));
    else plan.push(...(await ofMessage(ledger, id)));
  }
  return plan;
}

async function ofMessage(ledger: Ledger, id: string): Promise<PlannedRetry[]> {
  const message = await messageOf(ledger, id);
  if (message.state === "quarantined" || message.state === "ignored") {
    const consequence = "its bytes are read anew, and what they hold is carried out";
    const about = { type: null, state: message.state, consequence, reasonNeeded: message.state === "ignored" };
    return [{ id: message.id, what: "message", ...about }];
  }
  const documents = await messageDocuments(ledger, message.id);
  return documents.filter((document) => !id.startsWith("inb_") || document.id === id).map(ofDocument);
}

function ofDocument({ id, type, state }: InboundDocument): PlannedRetry {
  const reasonNeeded = needsReason.includes(state);
  const before = state === "done" ? "; what it did in GP before is found by its reference, never done twice" : "";
  const planned: PlannedRetry = {
    id,
    what: "document",
    type,
    state,
    consequence: `it is matched and carried out anew${before}`,
    reasonNeeded,
  };
  return underWay.includes(state) ? { ...planned, refused: "it is being carried out at this moment" } : planned;
}

function ofDraft({ id, kind, state }: Draft): PlannedRetry {
  const planned: PlannedRetry = {
    id,
    what: "draft",
    type: kind,
    state,
    consequence: "GP is asked for its reference first; where it is not there, it is entered as Work",
    reasonNeeded: false,
  };
  switch (state) {
    case "blocked":
    case "failed":
      return planned;
    case "created":
      return { ...planned, refused: "GP has it already" };
    case "rejected":
      return { ...planned, refused: "it was rejected" };
    case "review":
      return { ...planned, refused: "a person has to approve it first" };
    case "planned":
    case "creating":
    case "inDoubt":
      return { ...planned, refused: "it is being carried out at this moment" };
  }
}
