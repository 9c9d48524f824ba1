import { recordAudit } from "../ledger/audit.ts";
import { type ControlNumberSeries, leapAhead } from "../ledger/controlNumbers.ts";
import type { Application } from "./application.ts";

/**
 * Moves a series of control numbers ahead, so that `next` is the next number given.
 *
 * @returns the last number before
 * @throws {ConnectorError} CONTROL_NUMBER_BELOW_GIVEN
 */
export async function advanceSeries(
  { ledger, actor, clock }: Pick<Application, "ledger" | "actor" | "clock">,
  series: ControlNumberSeries,
  { next, reason }: { next: number; reason: string },
): Promise<number> {
  return ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const before = await leapAhead(transaction, series, { next, reason, actor, now });
    await recordAudit(transaction, {
      at: now,
      actor,
      action: "controlNumbers.advanced",
      subject: `${series.sender} to ${series.receiver} ${series.usage} ${series.kind}`,
      detail: { before, next, reason },
    });
    return before;
  });
}
