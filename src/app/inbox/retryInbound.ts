import { ConnectorError } from "../../errors/connectorError.ts";
import { recordAudit } from "../../ledger/audit.ts";
import { type InboundDocument, messageDocuments, requeueDocument } from "../../ledger/inboundDocuments.ts";
import { requeueMessage } from "../../ledger/inbox.ts";
import { openReceiveJob } from "../../ledger/receiveJobs.ts";
import type { Application } from "../application.ts";
import { messageOf } from "./readInbox.ts";

export interface RetriedInbound {
  id: string;
  message: string;
  /** A message is read again, a document carried out again. */
  what: "message" | "document";
  /** None where a message has to be read first. */
  jobId: string | null;
}

/** States in which a document has had its effect, or was kept from having one: a reason is asked for. */
export const needsReason: readonly InboundDocument["state"][] = ["done", "ignored", "quarantined"];
export const underWay: readonly InboundDocument["state"][] = ["received", "processing"];

/**
 * Carries out again what came in: a message in quarantine is read anew, as after an update of the program; a document that
 * waits, failed, is in review or in quarantine starts anew. Of a message all its documents that are not settled, or, with a
 * reason, all. What a document did in GP before is found by its reference, never done twice.
 *
 * @throws {ConnectorError} INBOUND_UNKNOWN, INBOUND_NEEDS_REASON
 */
export async function retryInbound(
  application: Pick<Application, "ledger" | "actor" | "clock">,
  wake: () => void,
  ids: readonly string[],
  reason?: string,
): Promise<RetriedInbound[]> {
  const { ledger, actor, clock } = application;
  const given = reason?.trim() || undefined;
  const retried: RetriedInbound[] = [];
  for (const id of ids) {
    const message = await messageOf(ledger, id);
    const all = await messageDocuments(ledger, message.id);
    const named = id.startsWith("inb_") ? all.filter((document) => document.id === id) : all;
    const settled = named.filter(({ state }) => needsReason.includes(state));
    const open = named.filter(({ state }) => !needsReason.includes(state) && !underWay.includes(state));
    const wanted = given === undefined ? open : [...open, ...settled];
    const ignored = message.state === "ignored" && given === undefined;
    if (ignored || (message.state !== "quarantined" && wanted.length === 0 && settled.length > 0)) {
      throw new ConnectorError(
        "INBOUND_NEEDS_REASON",
        `${id} is ${ignored ? message.state : settled[0]?.state}; say why it is to be carried out`,
        {
          at: { field: "--reason" },
        },
      );
    }
    await ledger.transaction().execute(async (transaction) => {
      const now = clock();
      if (await requeueMessage(transaction, message.id, actor)) {
        retried.push({ id: message.id, message: message.id, what: "message", jobId: null });
      }
      let jobId: string | undefined;
      for (const document of wanted) {
        jobId ??= await openReceiveJob(transaction, {
          link: message.link,
          parameters: { message: message.id, reason: given ?? null },
          requestedBy: actor,
          replayOf: document.jobId,
          now,
        });
        if (!(await requeueDocument(transaction, document, jobId, now))) continue;
        retried.push({ id: document.id, message: message.id, what: "document", jobId });
      }
      await recordAudit(transaction, {
        at: now,
        actor,
        action: "inbound.retried",
        ...(jobId !== undefined && { jobId }),
        link: message.link,
        subject: id,
        detail: { reason: given ?? null, documents: wanted.map((document) => document.id) },
      });
    });
  }
  if (retried.length > 0) wake();
  return retried;
}
