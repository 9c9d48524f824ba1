import { recordAudit } from "../../ledger/audit.ts";
import { requestJob } from "../../ledger/jobs.ts";
import type { Application } from "../application.ts";
import type { Runtime } from "../runtime.ts";

/** Has the Cleo folders of a link read, by whichever worker is free. */
export async function requestCollection(
  { ledger, actor, clock }: Pick<Application, "ledger" | "actor" | "clock">,
  { bell }: Pick<Runtime, "bell">,
  link: string,
): Promise<{ id: string; joined: boolean }> {
  return ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const requested = await requestJob(transaction, { kind: "collect", link, parameters: {}, requestedBy: actor, now });
    await recordAudit(transaction, {
      at: now,
      actor,
      action: requested.joined ? "collect.joined" : "collect.requested",
      jobId: requested.id,
      link,
    });
    await bell.ring(transaction);
    return requested;
  });
}
