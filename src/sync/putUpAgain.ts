import { isConnectorError } from "../errors/connectorError.ts";
import { recordAudit } from "../ledger/audit.ts";
import { queueReplay, type ReplayMode } from "../ledger/deliveries.ts";
import type { LedgerTransaction } from "../ledger/ledger.ts";
import type { ReplayableDelivery } from "../ledger/replayable.ts";
import { refusalOf } from "./replayRefusal.ts";

export interface ReplayOrder {
  mode: ReplayMode;
  reason: string | null;
  jobId: string;
  /** Who asked for it. */
  actor: string;
  now: Date;
}

/**
 * Puts a delivery up for sending again, if it may be as it is by now.
 *
 * @param delivery held by the transaction
 * @returns why it was not put up, in words
 */
export async function putUpAgain(
  transaction: LedgerTransaction,
  delivery: ReplayableDelivery,
  { mode, reason, jobId, actor, now }: ReplayOrder,
): Promise<string | undefined> {
  const refused = refusalOf(delivery, mode);
  if (refused !== undefined) return refused;
  if (delivery.accepted && reason === null) return "Cleo has it, or may have it, and no reason was given";
  const { id: origin, link, key: document, revision, contentDigest: before } = delivery;
  let queued: string | undefined;
  try {
    queued = await queueReplay(transaction, delivery, { mode, jobId, now });
  } catch (error) {
    // Bytes in an archive that is not at hand keep one delivery from being sent again, and none of the others.
    if (isConnectorError(error) && error.code === "CONTENT_ARCHIVED") return error.message;
    throw error;
  }
  if (queued === undefined) return `its link ${link} was removed`;
  await recordAudit(transaction, {
    at: now,
    actor,
    action: "delivery.replayed",
    jobId,
    link,
    subject: queued,
    // A file that is made anew has its digest when it is sent.
    detail: { document, revision, mode, reason, origin, before, after: mode === "resend" ? before : null },
  });
  return undefined;
}
