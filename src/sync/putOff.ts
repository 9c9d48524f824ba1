/**
 * A connection that cannot be used: its link is put off (see ledger/deliveryPause.ts), and documents are rendered all the same, so that
 * what is wrong with them is told at once. The pause is on disk first: whoever dies while documents are rendered
 * leaves those that were not, and the next one goes on with them without asking Cleo.
 */
import type { ConnectorError } from "../errors/connectorError.ts";
import { waitForLink } from "../ledger/deliveries.ts";
import { lastDeliveryPause } from "../ledger/deliveryPause.ts";
import { takeDeliveriesDue } from "../ledger/dueDeliveries.ts";
import type { LinkResources } from "./linkResources.ts";
import { type Pause, pauseLink } from "./recordAnswers.ts";
import { tellEnded, tryDue } from "./renderDue.ts";
import { retryOf } from "./retry.ts";
import { countUnreached } from "./unreached.ts";
import type { WorkerContext } from "./workerContext.ts";

/** Milliseconds until a connection is tried again that a person has to mend. */
const pauseAfterRefusal = 15 * 60_000;

/** Deliveries that are rendered together in one transaction. */
const renderedTogether = 20;

/** Nothing can be sent now: all is put off until the connection may work again. */
export async function putOff(context: WorkerContext, resources: LinkResources, error: ConnectorError): Promise<void> {
  const { ledger, clock } = context;
  const { name } = resources.link;
  const begun = clock();
  // That no login is tried says little; what the login met is the cause.
  const before = error.code === "CLEO_LOGIN_PAUSED" ? await lastDeliveryPause(ledger, name) : undefined;
  const report = before?.error.retry === "credential" ? before.error : error.report();
  const times = countUnreached(context, "cleo", name);
  const retry = retryOf(report, times, begun, context.chance(), error.retryAfter);
  // Whatever keeps the account out, a person mends it meanwhile: the deliveries themselves are in order.
  const until = retry.retry ? retry.at : new Date(begun.getTime() + pauseAfterRefusal);
  const pause = { error: report, until, fresh: false };
  await ledger.transaction().execute((transaction) => pauseLink(transaction, name, pause, begun));
  await lookThrough(context, resources, pause);
}

/** What came since the link was put off. @returns whether there was something */
export async function lookThroughMeanwhile(context: WorkerContext, resources: LinkResources): Promise<boolean> {
  const pause = await lastDeliveryPause(context.ledger, resources.link.name);
  if (pause === undefined || pause.fresh || pause.until <= context.clock()) return false;
  return lookThrough(context, resources, pause);
}

/** @returns whether there was something */
async function lookThrough(context: WorkerContext, resources: LinkResources, pause: Pause): Promise<boolean> {
  const { ledger, clock } = context;
  let some = false;
  while (!context.stopping?.()) {
    const ended = await ledger.transaction().execute(async (transaction) => {
      const now = clock();
      const due = await takeDeliveriesDue(transaction, resources.link.name, now, renderedTogether, "fresh");
      if (due.length === 0) return undefined;
      const { fit, ended } = await tryDue(transaction, context, resources, due);
      await waitForLink(
        transaction,
        fit.map(({ id }) => id),
        pause.error,
        now,
      );
      return ended;
    });
    if (ended === undefined) break;
    some = true;
    tellEnded(context, ended);
  }
  return some;
}
