import type { Configuration } from "../configuration/configuration.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { recordAudit } from "../ledger/audit.ts";
import { currentConfiguration } from "../ledger/configurations.ts";
import { type Delivery, settleDoubt } from "../ledger/deliveries.ts";
import { restoredDoubts } from "../ledger/restoration.ts";
import { startAcknowledgementClock } from "../sync/acknowledgementClock.ts";
import type { Application } from "./application.ts";
import { expectKnownLink } from "./knownLink.ts";
import { namedDeliveries } from "./namedDeliveries.ts";

export interface SettledByHand {
  delivery: string;
  document: string;
  file: string | null;
  state: "sent" | "failed";
}

/**
 * Settles what nobody but a person can: whether a file in doubt arrived. One that arrived is `sent`; one that did not is
 * sent again as it is, by the next worker. What the person says, and why, goes into the audit trail.
 *
 * @param ids deliveries, or documents by identifier or number; where one of them has nothing in doubt, nothing is settled
 * @throws {ConnectorError} JOB_UNKNOWN, DELIVERY_NOT_IN_DOUBT
 */
export async function settleByHand(
  application: Pick<Application, "ledger" | "actor" | "clock">,
  ids: readonly string[],
  found: { arrived: boolean; reason: string },
): Promise<SettledByHand[]> {
  const doubts = new Map<string, Delivery>();
  const certain: string[] = [];
  for (const id of ids) {
    const named = (await namedDeliveries(application.ledger, id)).filter(({ state }) => state === "inDoubt");
    if (named.length === 0) certain.push(id.slice(0, 60));
    for (const delivery of named) doubts.set(delivery.id, delivery);
  }
  if (certain.length > 0) {
    const nothing = ids.length > 1 ? "; nothing was settled" : "";
    throw new ConnectorError("DELIVERY_NOT_IN_DOUBT", `nothing of ${certain.join(", ")} is in doubt${nothing}`);
  }
  // In one order, so that two who settle the same do not wait for each other.
  const ordered = [...doubts.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return settleAll(application, ordered, found);
}

/**
 * Settles everything that is in doubt because the ledger was restored from a backup, where a person knows: that the
 * ledger before had sent all of it, or that it had died before it sent anything.
 *
 * @param link only of this link
 * @throws {ConnectorError} DELIVERY_NOT_IN_DOUBT, LINK_UNKNOWN
 */
export async function settleRestored(
  application: Pick<Application, "ledger" | "actor" | "clock">,
  link: string | undefined,
  found: { arrived: boolean; reason: string },
): Promise<SettledByHand[]> {
  const doubts = await restoredDoubts(application.ledger, link);
  await expectKnownLink(application.ledger, link, doubts);
  if (doubts.length === 0)
    throw new ConnectorError("DELIVERY_NOT_IN_DOUBT", "nothing is in doubt because of a restore");
  return settleAll(application, doubts, found);
}

async function settleAll(
  { ledger, actor, clock }: Pick<Application, "ledger" | "actor" | "clock">,
  doubts: readonly Delivery[],
  found: { arrived: boolean; reason: string },
): Promise<SettledByHand[]> {
  const state = found.arrived ? "sent" : "failed";
  const inForce = (await currentConfiguration(ledger))?.document as Configuration | undefined;
  return ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const settled: SettledByHand[] = [];
    for (const doubt of doubts) {
      if (!(await settleDoubt(transaction, doubt, { state, now }))) continue;
      const link = inForce?.links.find(({ name }) => name === doubt.link);
      if (state === "sent" && link) await startAcknowledgementClock(transaction, link, doubt, now);
      await recordAudit(transaction, {
        at: now,
        actor,
        action: "delivery.settled",
        jobId: doubt.replayJobId ?? doubt.jobId,
        link: doubt.link,
        subject: doubt.id,
        detail: {
          document: doubt.key,
          revision: doubt.revision,
          arrived: found.arrived,
          reason: found.reason,
          after: doubt.contentDigest,
        },
      });
      settled.push({ delivery: doubt.id, document: doubt.key, file: doubt.fileName, state });
    }
    if (settled.length === 0)
      throw new ConnectorError("DELIVERY_NOT_IN_DOUBT", "what was in doubt was settled in the meantime");
    return settled;
  });
}
