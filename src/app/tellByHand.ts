import { ConnectorError } from "../errors/connectorError.ts";
import { recordAudit } from "../ledger/audit.ts";
import { type Delivery, settleAsTold } from "../ledger/deliveries.ts";
import type { Application } from "./application.ts";
import { namedDeliveries } from "./namedDeliveries.ts";

export interface ToldByHand {
  delivery: string;
  document: string;
  revision: number;
}

/**
 * What no file can tell a partner a person has told them, by e-mail or in their portal: nothing is sent, they count as having the
 * revision, and what changes from then on is compared with it. The person's word goes into the audit trail.
 *
 * @param id a delivery that is blocked, or a document by identifier or number
 * @throws {ConnectorError} JOB_UNKNOWN, DELIVERY_NOT_BLOCKED
 */
export async function tellByHand(
  { ledger, actor, clock }: Pick<Application, "ledger" | "actor" | "clock">,
  id: string,
  reason: string,
): Promise<ToldByHand[]> {
  const blocked = (await namedDeliveries(ledger, id)).filter(({ state }) => state === "blocked");
  const told = await ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const settled: Delivery[] = [];
    for (const delivery of blocked) {
      if (!(await settleAsTold(transaction, delivery.id, now))) continue;
      settled.push(delivery);
      await recordAudit(transaction, {
        at: now,
        actor,
        action: "delivery.told",
        jobId: delivery.replayJobId ?? delivery.jobId,
        link: delivery.link,
        subject: delivery.id,
        detail: { document: delivery.key, revision: delivery.revision, error: delivery.error?.code ?? null, reason },
      });
    }
    return settled;
  });
  if (told.length === 0) {
    throw new ConnectorError("DELIVERY_NOT_BLOCKED", `nothing of ${id.slice(0, 60)} is blocked`);
  }
  return told.map(({ id: delivery, key, revision }) => ({ delivery, document: key, revision }));
}
