import type { ErrorReport } from "../errors/connectorError.ts";
import { jobDeliveries } from "../ledger/deliveries.ts";
import type { DeliveryState } from "../ledger/deliveryState.ts";
import type { Job } from "../ledger/jobs.ts";
import { watch as tellOfDeliveries } from "../sync/watch.ts";
import type { Application } from "./application.ts";
import { finished, settled, type Waiting } from "./pollNow.ts";
import type { ReplayedJob } from "./replay.ts";

export interface ReplayedDelivery {
  delivery: string;
  document: string;
  revision: number;
  state: DeliveryState;
  file: string | null;
  jobId: string;
  error?: ErrorReport;
}

export interface ReplayOutcome {
  /** As they ended; one that nobody waits for any more is still `queued` or `running`. */
  jobs: Job[];
  deliveries: ReplayedDelivery[];
}

/** Waits until the deliveries of these replays have settled, tells of those that need a person, and gives what became of them. */
export async function awaitReplay(
  { ledger, clock }: Pick<Application, "ledger" | "clock">,
  jobs: readonly ReplayedJob[],
  waiting: Waiting,
): Promise<ReplayOutcome> {
  const ended: Job[] = [];
  const deliveries: ReplayedDelivery[] = [];
  for (const { jobId, link } of jobs) {
    ended.push(await finished(ledger, jobId, waiting));
    await settled(ledger, link, waiting);
    for (const delivery of await jobDeliveries(ledger, jobId)) {
      deliveries.push({
        delivery: delivery.id,
        document: delivery.key,
        revision: delivery.revision,
        state: delivery.state,
        file: delivery.fileName,
        jobId,
        ...(delivery.error && delivery.state !== "sent" && { error: delivery.error }),
      });
    }
  }
  await tellOfDeliveries({ ledger, clock });
  return { jobs: ended, deliveries };
}
