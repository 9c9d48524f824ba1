/**
 * Carries out one delivery: authorize, render, store, send, record.
 *
 * The order of the steps is the promise of the product:
 * 1. Cleo's authorization for the write is got, while nothing is at stake.
 * 2. One transaction takes the delivery (or several), allocates control numbers, stores the bytes and enters `sending`.
 *    Dying before its commit leaves a planned delivery and no numbers; dying after it leaves a doubt, never a repeat.
 * 3. The file is sent, always with the stored bytes under the stored name (Invariant 3).
 * 4. A second transaction records what came of it. Dying before it leaves `sending`, which settlement turns into a doubt.
 *
 * Where step 1 fails, documents are rendered all the same: what is wrong with them is told at once, and the rest is ready.
 */
import type { Upload, WriteAuthorization } from "../cleo/client.ts";
import type { PurchaseOrder } from "../documents/canonical/purchaseOrder.ts";
import type { Vendor } from "../documents/canonical/vendor.ts";
import type { Purpose } from "../documents/file/json.ts";
import { isNews } from "../documents/news.ts";
import { numberedPair, type Rendering, render } from "../documents/render.ts";
import { fileTerms } from "../documents/searchTerms.ts";
import { ConnectorError, type ErrorReport } from "../errors/connectorError.ts";
import { alertOf, raiseAlert } from "../ledger/alerts.ts";
import { recordAudit } from "../ledger/audit.ts";
import { readContent, storeContent } from "../ledger/contents.ts";
import { giveControlNumbers } from "../ledger/controlNumbers.ts";
import {
  type AttemptOutcome,
  beginAttempt,
  blockDelivery,
  countDeliveriesDue,
  type Delivery,
  keepRendered,
  leaveOutDelivery,
  nextDelivery,
  postponeDelivery,
  postponeLink,
  type RenderedFile,
  settleAttempt,
  wasSentBefore,
} from "../ledger/deliveries.ts";
import { recordTerms } from "../ledger/documentTerms.ts";
import type { Ledger, LedgerTransaction } from "../ledger/ledger.ts";
import type { Comparison, ControlNumbers } from "../ledger/schema.ts";
import { startAcknowledgementClock } from "./acknowledgementClock.ts";
import type { LinkResources } from "./linkResources.ts";
import { changesSince, partnerCopy } from "./partnerCopy.ts";
import { recordOutcome } from "./recordOutcome.ts";
import { renderingFor } from "./rendering.ts";
import { retryOf } from "./retry.ts";
import { connectionAlert } from "./watch.ts";
import type { WorkerContext } from "./workerContext.ts";

/** `paused`: the connection cannot be used now, so the next delivery would fare no better. */
export type Delivered = "idle" | "done" | "paused";

/** Milliseconds until a connection is tried again that a person has to mend. */
const pauseAfterRefusal = 15 * 60_000;

interface Taken {
  delivery: Delivery;
  number: number;
  authorization: WriteAuthorization;
  bytes: Uint8Array;
  folder: string;
  fileName: string;
  contentType: string;
}

/** Rolls the taking transaction back, so that a document that cannot be written takes no control number. */
class CannotRender extends Error {
  readonly delivery: Delivery;
  readonly problems: ErrorReport[];

  constructor(delivery: Delivery, problems: ErrorReport[]) {
    super("the document cannot be rendered");
    this.delivery = delivery;
    this.problems = problems;
  }
}

/** The partner has it like this already. Rolls the taking transaction back. */
class Unneeded extends Error {
  readonly delivery: Delivery;
  readonly comparison: Comparison;

  constructor(delivery: Delivery, comparison: Comparison) {
    super("there is nothing to tell the partner");
    this.delivery = delivery;
    this.comparison = comparison;
  }
}

/** Carries out the oldest delivery of the link that is due. */
export function deliverNext(context: WorkerContext, resources: LinkResources): Promise<Delivered> {
  return deliverSome(context, resources, 1);
}

/**
 * Carries out several deliveries of the link, of different documents: taken in one transaction, because a commit costs more than
 * all that is written in it, and because the next ones wait for the control numbers until then; sent side by side; each
 * recorded as it is answered. A process that dies leaves at most so many in doubt.
 */
export async function deliverSome(context: WorkerContext, resources: LinkResources, most: number): Promise<Delivered> {
  const { ledger, clock } = context;
  const due = await countDeliveriesDue(ledger, resources.link.name, clock(), most);
  if (due === 0) return "idle";
  let authorizations: WriteAuthorization[];
  try {
    authorizations = await Promise.all(Array.from({ length: due }, () => resources.cleo.authorizeWrite()));
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return renderAhead(context, resources, error);
  }
  context.reached?.("deliver.authorized");
  const own = new Set<string>();
  try {
    return await takeAndSend(context, resources, authorizations, own);
  } finally {
    for (const id of own) context.underWay?.delete(id);
  }
}

/** @param own gets the deliveries that are taken, before they are committed */
async function takeAndSend(
  context: WorkerContext,
  resources: LinkResources,
  authorizations: readonly WriteAuthorization[],
  own: Set<string>,
): Promise<Delivered> {
  const taken = await settlingWhatIsNotSent(context, async (transaction) => {
    const some: Taken[] = [];
    // The state that was just written keeps one from being taken twice, and a later revision of its document back.
    for (const authorization of authorizations) {
      const one = await take(transaction, context, resources, authorization);
      if (one === undefined) break;
      some.push(one);
      own.add(one.delivery.id);
      context.underWay?.add(one.delivery.id);
      context.reached?.("deliver.taking");
    }
    return some;
  });
  if (taken === "settled") return "done";
  if (taken.length === 0) return "idle";
  const sent = await Promise.allSettled(taken.map((one) => send(context, resources, one)));
  const fault = sent.find((each) => each.status === "rejected");
  if (fault) throw fault.reason;
  return sent.some((each) => each.status === "fulfilled" && each.value === "paused") ? "paused" : "done";
}

/** Nothing can be sent now: everything that is due is rendered, and put off until the connection may work again. */
async function renderAhead(
  context: WorkerContext,
  resources: LinkResources,
  error: ConnectorError,
): Promise<Delivered> {
  const { ledger, clock } = context;
  const { link } = resources;
  const report = error.report();
  const retry = retryOf(report, 1, clock(), context.chance(), error.retryAfter);
  // Whatever keeps the account out, a person mends it meanwhile: the deliveries themselves are in order.
  const until = retry.retry ? retry.at : new Date(clock().getTime() + pauseAfterRefusal);
  for (;;) {
    const rendered = await settlingWhatIsNotSent(context, async (transaction) => {
      const delivery = await nextDelivery(transaction, link.name, clock());
      if (delivery === undefined) return undefined;
      if (delivery.contentDigest !== null) await postponeDelivery(transaction, delivery.id, report, until);
      else {
        const { file } = await renderAndStore(transaction, context, resources, delivery);
        await keepRendered(transaction, delivery, file, report, until);
      }
      return delivery;
    });
    if (rendered === undefined) break;
  }
  await ledger.transaction().execute((transaction) => pauseLink(transaction, link.name, report, until, clock()));
  return "paused";
}

/** Puts off everything that the link has to send; the first who meets the trouble tells of it. */
async function pauseLink(
  transaction: LedgerTransaction,
  link: string,
  error: ErrorReport,
  until: Date,
  now: Date,
): Promise<void> {
  await postponeLink(transaction, link, error, until);
  const passes = error.retry === "transient" || error.retry === "throttled";
  await raiseAlert(transaction, {
    ...alertOf(error, { key: connectionAlert(link), link, now }),
    ...(passes && { tellAfter: 60_000 }),
  });
}

async function settlingWhatIsNotSent<Result>(
  context: WorkerContext,
  work: (transaction: LedgerTransaction) => Promise<Result>,
): Promise<Result | "settled"> {
  try {
    return await context.ledger.transaction().execute(work);
  } catch (error) {
    if (error instanceof CannotRender) await block(context, error.delivery, error.problems);
    else if (error instanceof Unneeded) await leaveOut(context, error.delivery, error.comparison);
    else throw error;
    return "settled";
  }
}

async function take(
  transaction: LedgerTransaction,
  context: WorkerContext,
  resources: LinkResources,
  authorization: WriteAuthorization,
): Promise<Taken | undefined> {
  const now = context.clock();
  const delivery = await nextDelivery(transaction, resources.link.name, now);
  if (delivery === undefined) return undefined;
  const stored = await storedFile(transaction, delivery);
  if (stored !== undefined) {
    const number = await beginAttempt(transaction, delivery, { worker: context.worker, now });
    return { delivery, number, authorization, ...stored };
  }
  const { bytes, file } = await renderAndStore(transaction, context, resources, delivery);
  const number = await beginAttempt(transaction, delivery, { worker: context.worker, now, file });
  const { folder, fileName, contentType } = file;
  return { delivery, number, authorization, bytes, folder, fileName, contentType };
}

/** Renders a delivery with control numbers of its own and keeps the bytes; throws {@link CannotRender}, {@link Unneeded}. */
async function renderAndStore(
  transaction: LedgerTransaction,
  { clock }: WorkerContext,
  resources: LinkResources,
  delivery: Delivery,
): Promise<{ bytes: Uint8Array; file: RenderedFile }> {
  const now = clock();
  const { rendering, comparison, sameContent } = await renderingOf(transaction, resources, delivery, now);
  // What a person asks for again is made again, whether it is news or not.
  const asked = delivery.replayOf !== null || delivery.replayJobId !== null;
  if (comparison && !asked && (sameContent || !isNews(rendering))) throw new Unneeded(delivery, comparison);
  const pair = numberedPair(rendering);
  const { subject } = rendering;
  const first = subject.type === "purchaseOrder" ? subject.partner?.firstControlNumbers : undefined;
  const numbers: ControlNumbers | undefined = pair && {
    ...pair,
    ...(await giveControlNumbers(transaction, pair, { deliveryId: delivery.id, now, first })),
    set: "0001",
  };
  const rendered = render(rendering, numbers);
  if (!rendered.ok) throw new CannotRender(delivery, rendered.problems);
  const { bytes, warnings, form, ...file } = rendered.file;
  const contentDigest = await storeContent(transaction, bytes, now);
  const terms = fileTerms(file.fileName, numbers ?? null);
  await recordTerms(
    transaction,
    terms.map((term) => ({ ...term, documentId: delivery.documentId })),
  );
  const { purpose } = rendering;
  return {
    bytes,
    file: {
      ...file,
      purpose,
      form,
      comparison: comparison ?? null,
      contentDigest,
      controlNumbers: numbers ?? null,
      warnings: [...warnings],
    },
  };
}

/** The file of a delivery as it was rendered, or `undefined` before that. */
export async function storedFile(ledger: Ledger, delivery: Delivery): Promise<Upload | undefined> {
  const { contentDigest, folder, fileName, contentType } = delivery;
  if (contentDigest === null || folder === null || fileName === null || contentType === null) return undefined;
  const bytes = await readContent(ledger, contentDigest);
  return bytes && { bytes, folder, fileName, contentType };
}

/** What a revision is rendered from, and how it differs from what the partner has. */
export async function renderingOf(
  transaction: Ledger,
  resources: Pick<LinkResources, "link" | "company">,
  delivery: Delivery,
  now: Date,
): Promise<{ rendering: Rendering; comparison?: Comparison; sameContent: boolean }> {
  const revision = await transaction
    .selectFrom("revision")
    .select(["canonical", "jobId", "contentHash"])
    .where("documentId", "=", delivery.documentId)
    .where("number", "=", delivery.revision)
    .executeTakeFirstOrThrow();
  const given = { revision: delivery.revision, jobId: revision.jobId, now };
  // Nothing can have been sent before the first revision of a document: it need not be looked for.
  const isFirst = delivery.revision === 1 && delivery.replayOf === null;
  const before: Purpose = !isFirst && (await wasSentBefore(transaction, delivery)) ? "replace" : "original";
  const copy = isFirst ? undefined : await partnerCopy(transaction, delivery);
  const compared = copy && {
    comparison: {
      revision: copy.revision,
      changes: changesSince(copy, delivery.type, revision.canonical as PurchaseOrder | Vendor),
    },
  };
  const sameContent = copy?.contentHash === revision.contentHash;
  if (delivery.type === "vendor") {
    const document = { key: delivery.key, type: "vendor", content: revision.canonical as Vendor } as const;
    return { rendering: renderingFor(resources, document, { ...given, purpose: before }), ...compared, sameContent };
  }
  const order = revision.canonical as PurchaseOrder;
  const had = copy && { content: copy.content as PurchaseOrder, changes: copy.changes };
  const canceled = order.status === "canceled";
  // GP leaves no quantities in a canceled order; what is canceled is what the partner has.
  const content: PurchaseOrder = canceled && had ? { ...had.content, status: "canceled" } : order;
  const document = { key: delivery.key, type: "purchaseOrder", content } as const;
  const rendering = renderingFor(resources, document, {
    ...given,
    purpose: canceled ? "cancellation" : before,
    ...(had && { before: had }),
  });
  return { rendering, ...compared, sameContent };
}

async function send(
  context: WorkerContext,
  resources: LinkResources,
  taken: Taken,
): Promise<Exclude<Delivered, "idle">> {
  const { delivery, folder, fileName, bytes, contentType, authorization } = taken;
  const file = { folder, fileName, bytes, contentType, requestId: `${delivery.id}-${taken.number}` };
  context.reached?.("deliver.taken");
  const uploaded = await resources.cleo.upload(file, authorization);
  context.reached?.("deliver.answered");
  const now = context.clock();
  const { outcome, paused } = judge(uploaded, delivery.attempts + 1, now, context.chance());
  await recordOutcome(context, async (transaction) => {
    const attempt = { deliveryId: delivery.id, number: taken.number, worker: context.worker, now };
    if ((await settleAttempt(transaction, attempt, outcome)) && outcome.state === "sent")
      await startAcknowledgementClock(transaction, resources.link, delivery, now);
    // The connection is down for every file of the link: the others are not worn out against it.
    if (paused && outcome.error && outcome.nextAttemptAt) {
      await pauseLink(transaction, delivery.link, outcome.error, outcome.nextAttemptAt, now);
    }
    await recordAudit(transaction, {
      at: now,
      actor: context.actor,
      action: `delivery.${outcome.state}`,
      jobId: delivery.replayJobId ?? delivery.jobId,
      link: delivery.link,
      subject: delivery.id,
      detail: {
        document: delivery.key,
        revision: delivery.revision,
        file: `${taken.folder}/${taken.fileName}`,
        attempt: taken.number,
        status: outcome.status,
        error: outcome.error?.code,
      },
    });
    context.reached?.("deliver.recording");
  });
  context.reached?.("deliver.recorded");
  context.progress({ kind: "delivery", jobId: delivery.jobId, key: delivery.key, state: outcome.state });
  return paused ? "paused" : "done";
}

type Uploaded = Awaited<ReturnType<LinkResources["cleo"]["upload"]>>;

/** What an answer of Cleo means for the delivery. */
function judge(
  uploaded: Uploaded,
  attempts: number,
  now: Date,
  chance: number,
): { outcome: AttemptOutcome; paused: boolean } {
  switch (uploaded.kind) {
    case "sent":
      return { outcome: { state: "sent", status: uploaded.status }, paused: false };
    case "inDoubt":
      return {
        outcome: { state: "inDoubt", error: uploaded.error.report() },
        paused: false,
      };
    case "notSent": {
      const error = uploaded.error.report();
      const retry = retryOf(error, attempts, now, chance, uploaded.error.retryAfter);
      if (!retry.retry) return { outcome: { state: "blocked", error }, paused: false };
      return { outcome: { state: "failed", error, nextAttemptAt: retry.at }, paused: true };
    }
    default:
      return uploaded satisfies never;
  }
}

async function block(context: WorkerContext, delivery: Delivery, problems: ErrorReport[]): Promise<void> {
  const [first, ...others] = problems;
  if (first === undefined) throw new Error("a document was refused without a reason");
  const now = context.clock();
  const error: ErrorReport = others.length > 0 ? { ...first, others } : first;
  await context.ledger.transaction().execute(async (transaction) => {
    await blockDelivery(transaction, delivery.id, error, now);
    await recordAudit(transaction, {
      at: now,
      actor: context.actor,
      action: "delivery.blocked",
      jobId: delivery.replayJobId ?? delivery.jobId,
      link: delivery.link,
      subject: delivery.id,
      detail: { document: delivery.key, revision: delivery.revision, error: first.code },
    });
  });
  context.progress({ kind: "delivery", jobId: delivery.jobId, key: delivery.key, state: "blocked" });
}

/** Nothing is sent, and that is told: the record that was read has its outcome (Invariant 11). */
async function leaveOut(context: WorkerContext, delivery: Delivery, comparison: Comparison): Promise<void> {
  const now = context.clock();
  await context.ledger.transaction().execute(async (transaction) => {
    await leaveOutDelivery(transaction, delivery.id, comparison, now);
    await recordAudit(transaction, {
      at: now,
      actor: context.actor,
      action: "delivery.unneeded",
      jobId: delivery.jobId,
      link: delivery.link,
      subject: delivery.id,
      detail: {
        document: delivery.key,
        revision: delivery.revision,
        partnerHas: comparison.revision,
        changes: comparison.changes.map(({ text }) => text),
      },
    });
  });
  context.progress({ kind: "delivery", jobId: delivery.jobId, key: delivery.key, state: "unneeded" });
}
