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
 * @param ids deliveries that are blocked, or documents by identifier or number; where one of them has nothing blocked, none counts
 *   as told
 * @throws {ConnectorError} JOB_UNKNOWN, DELIVERY_NOT_BLOCKED
 */
export async function tellByHand(
  { ledger, actor, clock }: Pick<Application, "ledger" | "actor" | "clock">,
  ids: readonly string[],
  reason: string,
): Promise<ToldByHand[]> {
  const named: { id: string; blocked: Delivery[] }[] = [];
  for (const id of new Set(ids))
    named.push({ id, blocked: (await namedDeliveries(ledger, id)).filter(({ state }) => state === "blocked") });
  return ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const told = new Map<string, Delivery>();
    const others: string[] = [];
    for (const { id, blocked } of named) {
      for (const delivery of blocked) {
        if (told.has(delivery.id) || !(await settleAsTold(transaction, delivery.id, now))) continue;
        told.set(delivery.id, delivery);
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
      if (!blocked.some((delivery) => told.has(delivery.id))) others.push(id.slice(0, 60));
    }
    if (others.length > 0) {
      const none = named.length > 1 ? "; none was told" : "";
      throw new ConnectorError("DELIVERY_NOT_BLOCKED", `nothing of ${others.join(", ")} is blocked${none}`);
    }
    return [...told.values()].map(({ id: delivery, key, revision }) => ({ delivery, document: key, revision }));
  });
}
