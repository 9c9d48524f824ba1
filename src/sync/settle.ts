/**
 * Settlement: what to do about files whose arrival nobody knows.
 *
 * A worker that died while sending leaves `sending` behind; an answer that was lost leaves `inDoubt`. In both cases the
 * file may have started a data flow in Cleo already, and Cleo has no idempotency key. What the partner has answered has
 * arrived, and the answer may have come before the doubt. Otherwise the folder is looked at: a file of that name *proves*
 * the arrival. Its absence proves nothing, since Cleo may have picked the file up at once; then the policy of the document
 * type decides: hold for a person (purchase orders), or send the same bytes under the same name again (vendors, where a
 * second copy does no harm).
 */
import type { Comparison, Upload } from "../cleo/client.ts";
import type { Link } from "../configuration/configuration.ts";
import { ConnectorError, type ErrorReport } from "../errors/connectorError.ts";
import { isFileAnswered } from "../ledger/answers.ts";
import { recordAudit } from "../ledger/audit.ts";
import { readContent } from "../ledger/contents.ts";
import {
  abandonedDeliveries,
  type Delivery,
  holdDelivery,
  markInDoubt,
  nextDoubt,
  releaseAbandonedDoubts,
  settleDoubt,
} from "../ledger/deliveries.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { startAcknowledgementClock } from "./acknowledgementClock.ts";
import { faultOf } from "./fault.ts";
import type { LinkResources } from "./linkResources.ts";
import { retryOf } from "./retry.ts";
import type { WorkerContext } from "./workerContext.ts";

/** Turns what dead workers left in `sending` into doubts. Needs no connection. */
export async function settleAbandoned(context: WorkerContext, live: readonly string[]): Promise<number> {
  const now = context.clock();
  const count = await context.ledger.transaction().execute(async (transaction) => {
    await releaseAbandonedDoubts(transaction, live, now);
    const own = context.underWay && { worker: context.worker, underWay: context.underWay };
    const abandoned = await abandonedDeliveries(transaction, live, own);
    for (const delivery of abandoned) {
      const error = new ConnectorError(
        "CLEO_OUTCOME_UNKNOWN",
        `the process that was sending ${delivery.fileName} ended before it recorded an answer`,
        { at: { link: delivery.link, document: delivery.key, file: `${delivery.folder}/${delivery.fileName}` } },
      ).report();
      await markInDoubt(transaction, delivery, error, now);
      await recordAudit(transaction, {
        at: now,
        actor: context.actor,
        action: "delivery.inDoubt",
        jobId: delivery.replayJobId ?? delivery.jobId,
        link: delivery.link,
        subject: delivery.id,
        detail: { document: delivery.key, revision: delivery.revision, attempt: delivery.attempts },
      });
    }
    if (abandoned.length > 0) context.reached?.("settle.abandoning");
    return abandoned.length;
  });
  if (count > 0) context.reached?.("settle.abandoned");
  return count;
}

/**
 * Looks into one doubt of the link.
 *
 * @param due whoever looks into all of them looks into those that wait when they begin: Cleo may take longer to say nothing than a
 *   doubt is put off for
 * @returns whether there was one
 */
export async function settleNextDoubt(
  context: WorkerContext,
  resources: LinkResources,
  due: Date = context.clock(),
): Promise<boolean> {
  // Taken and put off in one short transaction, so that no lock is held while Cleo is asked and no two workers ask.
  const delivery = await context.ledger.transaction().execute(async (transaction) => {
    const now = context.clock();
    const doubt = await nextDoubt(transaction, resources.link.name, due);
    if (doubt) {
      const lookAgainAt = new Date(now.getTime() + 60_000);
      await settleDoubt(transaction, doubt, { state: "inDoubt", lookAgainAt, worker: context.worker, now });
    }
    return doubt;
  });
  if (delivery === undefined) return false;
  context.reached?.("settle.looking");
  const found = await lookFor(context, resources, delivery);
  context.reached?.("settle.looked");
  const now = context.clock();
  const policy = resources.onUnknown(delivery.type);
  if (typeof found === "object") {
    const retry = retryOf(found.error, 4, now, context.chance(), found.retryAfter);
    const lookAgainAt = retry.retry ? retry.at : null;
    await settle(context, resources.link, delivery, { state: "inDoubt", lookAgainAt }, { error: found.error.code });
  } else if (found === "same" || found === "answered")
    await settle(context, resources.link, delivery, { state: "sent" }, { found });
  else if (found === "absent" && policy !== "hold") {
    // A server that answers every upload like this one must not be asked without a pause.
    const retry = retryOf({ retry: "transient" }, delivery.attempts, now, context.chance());
    const settled = { state: "failed", ...(retry.retry && { nextAttemptAt: retry.at }) } as const;
    await settle(context, resources.link, delivery, settled, { found, policy });
  } else await settle(context, resources.link, delivery, { state: "inDoubt", lookAgainAt: null }, { found, policy });
  return true;
}

type Settled =
  | { state: "sent" }
  | { state: "failed"; nextAttemptAt?: Date }
  | { state: "inDoubt"; lookAgainAt: Date | null };

async function settle(
  context: WorkerContext,
  link: Link,
  delivery: Delivery,
  judged: Settled,
  judgedBy: object,
): Promise<void> {
  const now = context.clock();
  const state = await context.ledger.transaction().execute(async (transaction) => {
    await holdDelivery(transaction, delivery.id);
    // The partner may have answered while Cleo was asked.
    const answered = judged.state !== "sent" && (await isFileAnswered(transaction, delivery));
    const settled: Settled = answered ? { state: "sent" } : judged;
    const detail = answered ? { found: "answered" } : judgedBy;
    if (!(await settleDoubt(transaction, delivery, { ...settled, now }))) return settled.state;
    if (settled.state === "sent") await startAcknowledgementClock(transaction, link, delivery, now);
    await recordAudit(transaction, {
      at: now,
      actor: context.actor,
      action: settled.state === "inDoubt" ? "delivery.held" : `delivery.${settled.state}`,
      jobId: delivery.replayJobId ?? delivery.jobId,
      link: delivery.link,
      subject: delivery.id,
      detail: { document: delivery.key, revision: delivery.revision, ...detail, after: delivery.contentDigest },
    });
    context.reached?.("settle.settling");
    return settled.state;
  });
  context.reached?.("settle.settled");
  context.progress({ kind: "delivery", jobId: delivery.jobId, key: delivery.key, state });
}

async function lookFor(
  context: WorkerContext,
  { cleo }: LinkResources,
  delivery: Delivery,
): Promise<Comparison | "answered" | { error: ErrorReport; retryAfter: number | undefined }> {
  try {
    if (await isFileAnswered(context.ledger, delivery)) return "answered";
    const file = await fileInDoubt(context.ledger, delivery);
    return file === undefined ? "absent" : await cleo.compare(file);
  } catch (error) {
    const retryAfter = error instanceof ConnectorError ? error.retryAfter : undefined;
    return { error: faultOf(context, error), retryAfter };
  }
}

/** The file that may have arrived; `undefined` where its bytes are not kept any more. */
async function fileInDoubt(ledger: Ledger, delivery: Delivery): Promise<Upload | undefined> {
  const { contentDigest, folder, fileName, contentType } = delivery;
  if (contentDigest === null || folder === null || fileName === null || contentType === null) return undefined;
  const bytes = await readContent(ledger, contentDigest);
  return bytes && { bytes, folder, fileName, contentType };
}
