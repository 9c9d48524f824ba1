/**
 * Makes the files of deliveries that were taken together, with control numbers of their own, and keeps the bytes. What cannot be
 * written, and what would tell the partner nothing, gets no number and holds up no other.
 */
import { isNews } from "../documents/news.ts";
import { numberedPair, type Rendering, type RenderResult, render, trialNumbers } from "../documents/render.ts";
import { fileTerms } from "../documents/searchTerms.ts";
import type { GivenNumbers } from "../documents/toX12/interchange.ts";
import type { ErrorReport } from "../errors/connectorError.ts";
import type { RenderedFile } from "../ledger/attempts.ts";
import { recordAudit } from "../ledger/audit.ts";
import { contentWrites, requireContent } from "../ledger/contents.ts";
import { openSeries } from "../ledger/controlNumbers.ts";
import { blockDelivery, leaveOutDelivery } from "../ledger/deliveries.ts";
import { termWrites } from "../ledger/documentTerms.ts";
import type { DueDelivery } from "../ledger/dueDeliveries.ts";
import type { LedgerTransaction } from "../ledger/ledger.ts";
import type { Write } from "../ledger/oneStatement.ts";
import type { Comparison, ControlNumbers } from "../ledger/schema.ts";
import { type DeliveryRendering, renderingOf } from "./deliveryRendering.ts";
import { faultOf, faultWithin } from "./fault.ts";
import type { LinkResources } from "./linkResources.ts";
import type { WorkerContext } from "./workerContext.ts";

/** A delivery whose bytes are on disk, or will be with the transaction; `file` where they were made now. */
export interface FileToSend {
  delivery: DueDelivery;
  bytes: Uint8Array;
  folder: string;
  fileName: string;
  contentType: string;
  file?: RenderedFile;
}

/** A delivery that ends without a file. */
export interface Ended {
  delivery: DueDelivery;
  state: "blocked" | "unneeded";
}

export interface Rendered {
  /** In the order of the deliveries. */
  files: FileToSend[];
  /** Recorded, with its cause. */
  ended: Ended[];
  /** What has to be written with the files: their bytes, their numbers, and what they are found by. */
  writes: Write[];
}

/** Nothing of a file is written yet but in `writes`. */
export async function renderDue(
  transaction: LedgerTransaction,
  context: WorkerContext,
  resources: LinkResources,
  due: readonly DueDelivery[],
): Promise<Rendered> {
  const now = context.clock();
  const { files, ended, toRender, blocked } = await sortOut(transaction, context, resources, due, now);
  const pairs = toRender.flatMap(({ rendering, pair }) => {
    const { subject } = rendering;
    const first = subject.type !== "vendor" ? subject.partner?.firstControlNumbers : undefined;
    return pair ? [{ pair, first }] : [];
  });
  const series = await openSeries(transaction, pairs);
  const rendered: { delivery: DueDelivery; bytes: Uint8Array; file: Omit<RenderedFile, "contentDigest"> }[] = [];
  for (const { delivery, rendering, comparison, pair } of toRender) {
    const numbers: ControlNumbers | undefined = pair && { ...pair, ...series.next(pair), set: "0001" };
    const result = tryToRender(context, rendering, numbers);
    if (!result.ok) {
      await blocked(delivery, result.problems);
      continue;
    }
    if (pair) series.give(pair, delivery.id);
    const { bytes, warnings, ...file } = result.file;
    const made = { purpose: rendering.purpose, comparison: comparison ?? null, controlNumbers: numbers ?? null };
    rendered.push({ delivery, bytes, file: { ...file, ...made, warnings: [...warnings] } });
  }
  const numbers = await series.close(now);
  const contents = contentWrites(
    rendered.map(({ bytes }) => bytes),
    now,
  );
  const terms = rendered.flatMap(({ delivery: { documentId }, file: { fileName, controlNumbers } }) =>
    fileTerms(fileName, controlNumbers).map((term) => ({ ...term, documentId })),
  );
  for (const [index, { delivery, bytes, file }] of rendered.entries()) {
    const { folder, fileName, contentType } = file;
    const contentDigest = contents.digests[index] ?? "";
    files.set(delivery, { delivery, bytes, folder, fileName, contentType, file: { ...file, contentDigest } });
  }
  return {
    files: due.flatMap((delivery) => files.get(delivery) ?? []),
    ended,
    writes: [...numbers, ...contents.writes, ...termWrites(terms)],
  };
}

/**
 * The same for deliveries that cannot be sent now: what cannot be written, and what would tell the partner nothing, ends. Of the others
 * nothing is kept, least of all a number: a later revision may come before the connection works again, and the partner would miss it.
 */
export async function tryDue(
  transaction: LedgerTransaction,
  context: WorkerContext,
  resources: LinkResources,
  due: readonly DueDelivery[],
): Promise<{ fit: DueDelivery[]; ended: Ended[] }> {
  const { files, ended, toRender, blocked } = await sortOut(transaction, context, resources, due, context.clock());
  const fit = [...files.keys()];
  for (const { delivery, rendering, pair } of toRender) {
    const result = tryToRender(context, rendering, pair && trialNumbers);
    if (result.ok) fit.push(delivery);
    else await blocked(delivery, result.problems);
  }
  return { fit, ended };
}

export function tellEnded(context: WorkerContext, ended: readonly Ended[]): void {
  for (const { delivery, state } of ended)
    context.progress({ kind: "delivery", jobId: delivery.jobId, key: delivery.key, state });
}

interface ToRender extends DeliveryRendering {
  delivery: DueDelivery;
  pair: ReturnType<typeof numberedPair>;
}

interface SortedOut {
  /** Of those that have a file already. */
  files: Map<DueDelivery, FileToSend>;
  ended: Ended[];
  toRender: ToRender[];
  /** Ends one that cannot be written. */
  blocked: (delivery: DueDelivery, problems: readonly ErrorReport[]) => Promise<void>;
}

async function sortOut(
  transaction: LedgerTransaction,
  context: WorkerContext,
  resources: LinkResources,
  due: readonly DueDelivery[],
  now: Date,
): Promise<SortedOut> {
  const files = new Map<DueDelivery, FileToSend>();
  const ended: Ended[] = [];
  const toRender: ToRender[] = [];
  const blocked = async (delivery: DueDelivery, problems: readonly ErrorReport[]): Promise<void> => {
    await block(transaction, context, delivery, problems, now);
    ended.push({ delivery, state: "blocked" });
  };
  for (const delivery of due) {
    try {
      const stored = await storedFile(transaction, delivery);
      if (stored) {
        files.set(delivery, stored);
        continue;
      }
      const found = await renderingOf(transaction, resources, delivery, delivery.told, now);
      // What a person asks for again is made again, whether it is news or not.
      const asked = delivery.replayOf !== null || delivery.replayJobId !== null;
      if (found.comparison && !asked && (found.sameContent || !isNews(found.rendering))) {
        await leaveOut(transaction, context, delivery, found.comparison, now);
        ended.push({ delivery, state: "unneeded" });
      } else toRender.push({ delivery, ...found, pair: numberedPair(found.rendering) });
    } catch (error) {
      await blocked(delivery, [faultWithin(context, error)]);
    }
  }
  return { files, ended, toRender, blocked };
}

/** A retry sends the same bytes under the same name (Invariant 3). `undefined` where none were made yet. */
async function storedFile(transaction: LedgerTransaction, delivery: DueDelivery): Promise<FileToSend | undefined> {
  const { contentDigest, folder, fileName, contentType } = delivery;
  if (contentDigest === null || folder === null || fileName === null || contentType === null) return undefined;
  return { delivery, bytes: await requireContent(transaction, contentDigest), folder, fileName, contentType };
}

function tryToRender(context: WorkerContext, rendering: Rendering, numbers: GivenNumbers | undefined): RenderResult {
  try {
    return render(rendering, numbers);
  } catch (error) {
    return { ok: false, problems: [faultOf(context, error)] };
  }
}

async function block(
  transaction: LedgerTransaction,
  context: WorkerContext,
  delivery: DueDelivery,
  problems: readonly ErrorReport[],
  now: Date,
): Promise<void> {
  const [first, ...others] = problems;
  if (first === undefined) throw new Error("a document was refused without a reason");
  await blockDelivery(transaction, delivery.id, others.length > 0 ? { ...first, others } : first, now);
  await recordAudit(transaction, {
    at: now,
    actor: context.actor,
    action: "delivery.blocked",
    jobId: delivery.replayJobId ?? delivery.jobId,
    link: delivery.link,
    subject: delivery.id,
    detail: { document: delivery.key, revision: delivery.revision, error: first.code },
  });
}

/** Nothing is sent, and that is told: the record that was read has its outcome (Invariant 11). */
async function leaveOut(
  transaction: LedgerTransaction,
  context: WorkerContext,
  delivery: DueDelivery,
  comparison: Comparison,
  now: Date,
): Promise<void> {
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
}
