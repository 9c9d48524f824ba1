/** A person's word on inbound documents for which no draft was made: what is to be done is done by hand, or nothing is. */
import { ConnectorError } from "../../errors/connectorError.ts";
import { recordAudit } from "../../ledger/audit.ts";
import { isOpenDraft } from "../../ledger/draftState.ts";
import { draftsOfInbound } from "../../ledger/drafts.ts";
import { closeDocument, messageDocuments } from "../../ledger/inboundDocuments.ts";
import type { InboundState } from "../../ledger/inboundState.ts";
import { ignoreMessage } from "../../ledger/inbox.ts";
import { endReceiveJob } from "../../ledger/receiveJobs.ts";
import type { Application } from "../application.ts";
import { messageOf } from "./readInbox.ts";

export interface SettledInbound {
  id: string;
  message: string;
  before: InboundState;
  state: "done" | "ignored";
}

/**
 * Settles a document in review (done: it was carried out by hand; ignored: nothing is to be done), or ignores one in
 * quarantine. Of a message all its documents that wait for a person and have no open draft; all of them or none. A message
 * that is in quarantine as a whole has no documents and is ignored itself.
 *
 * @param id of a document, or of a message
 * @throws {ConnectorError} INBOUND_UNKNOWN, INBOUND_NEEDS_REASON, INBOUND_NOT_DECIDABLE
 */
export async function settleInbound(
  { ledger, actor, clock }: Pick<Application, "ledger" | "actor" | "clock">,
  id: string,
  state: SettledInbound["state"],
  reason: string,
): Promise<SettledInbound[]> {
  if (!reason.trim()) {
    throw new ConnectorError("INBOUND_NEEDS_REASON", `${id} would be settled without a reason`, {
      at: { field: "--reason" },
    });
  }
  const message = await messageOf(ledger, id);
  return ledger.transaction().execute(async (transaction) => {
    const now = clock();
    if (id === message.id && message.state === "quarantined") {
      if (state === "done")
        throw new ConnectorError("INBOUND_NOT_DECIDABLE", `${id} is in quarantine, and cannot be done`);
      if (!(await ignoreMessage(transaction, id)))
        throw new ConnectorError("INBOUND_NOT_DECIDABLE", `${id} is being read at this moment`);
      await recordAudit(transaction, {
        at: now,
        actor,
        action: "inbound.settled",
        ...(message.jobId !== null && { jobId: message.jobId }),
        link: message.link,
        subject: id,
        detail: { before: message.state, state, reason: reason.trim(), error: message.error },
      });
      return [{ id, message: id, before: message.state, state }];
    }
    const documents = await messageDocuments(transaction, message.id);
    const one = id.startsWith("inb_");
    const named = documents.filter((each) => (one ? each.id === id : ["review", "quarantined"].includes(each.state)));
    if (named.length === 0)
      throw new ConnectorError("INBOUND_NOT_DECIDABLE", `no document of ${id} waits for a person`);
    const settled: SettledInbound[] = [];
    let open: string | undefined;
    for (const document of named) {
      const draft = (await draftsOfInbound(transaction, document.id)).find((each) => isOpenDraft(each.state));
      // The draft is what a person decides on; settled past it, it could still go into GP.
      if (draft) {
        open = `${document.id} has the draft ${draft.id}, which is open`;
        continue;
      }
      if (!(await closeDocument(transaction, document, state, now))) {
        throw new ConnectorError(
          "INBOUND_NOT_DECIDABLE",
          `${document.id} is ${document.state}, and cannot be ${state}`,
        );
      }
      await endReceiveJob(transaction, document.jobId, now);
      await recordAudit(transaction, {
        at: now,
        actor,
        action: "inbound.settled",
        jobId: document.jobId,
        link: document.link,
        subject: document.id,
        detail: { type: document.type, before: document.state, state, reason: reason.trim(), error: document.error },
      });
      settled.push({ id: document.id, message: message.id, before: document.state, state });
    }
    if (open !== undefined && settled.length === 0) throw new ConnectorError("INBOUND_NOT_DECIDABLE", open);
    return settled;
  });
}
