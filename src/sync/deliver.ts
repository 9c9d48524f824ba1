/**
 * Carries out deliveries: authorize, render, store, send, record.
 *
 * The order of the steps is the promise of the product:
 * 1. Cleo's authorization for each write is got, while nothing is at stake.
 * 2. One transaction takes the deliveries, allocates control numbers, stores the bytes and enters `sending`.
 *    Dying before its commit leaves planned deliveries and no numbers; dying after it leaves doubts, never a repeat. Where the
 *    database breaks off at the commit, giveBack.ts tells that nothing was sent.
 * 3. The files are sent, always with the stored bytes under the stored name (Invariant 3).
 * 4. A second transaction records what came of it. Dying before it leaves `sending`, which settlement turns into a doubt.
 */
import type { WriteAuthorization } from "../cleo/client.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { beginAttempts, type UnsentAttempt } from "../ledger/attempts.ts";
import { attemptsInPlace } from "../ledger/deliveryPause.ts";
import { countDeliveriesDue, takeDeliveriesDue } from "../ledger/dueDeliveries.ts";
import { giveBack } from "./giveBack.ts";
import type { LinkResources } from "./linkResources.ts";
import { lookThroughMeanwhile, putOff } from "./putOff.ts";
import { type Answered, type AnswerRecorder, createAnswerRecorder, type Pause } from "./recordAnswers.ts";
import { type FileToSend, renderDue, tellEnded } from "./renderDue.ts";
import { retryOf } from "./retry.ts";
import { countUnreached, noteReached, wasUnreached } from "./unreached.ts";
import type { WorkerContext } from "./workerContext.ts";

/** `paused`: the connection cannot be used now, so the next delivery would fare no better. */
export type Delivered = "idle" | "done" | "paused";

/** After so many uploads in a row without a certain answer the others wait. */
const unclearInARow = 3;

/** How often in a row Cleo took no file of the link: those that went side by side count once. */
interface Refusals {
  some(): boolean;
  /** With this one. */
  count(): number;
  end(): void;
}

interface Taken {
  sent: FileToSend;
  /** Of the attempt. */
  number: number;
}

/**
 * Carries out up to `most` deliveries of the link that are due, the oldest first: taken in one transaction, because a commit
 * costs more than all that is written in it, and because the next ones wait for the control numbers until then; sent side by
 * side; recorded as they are answered. A process that dies leaves at most so many in doubt.
 *
 * @param record shared by all who carry out deliveries of the link at the same time
 */
export async function deliverSome(
  context: WorkerContext,
  resources: LinkResources,
  most: number,
  record: AnswerRecorder = createAnswerRecorder(context, resources),
): Promise<Delivered> {
  const due = await countDeliveriesDue(context.ledger, resources.link.name, context.clock(), most);
  if (due === 0) return (await lookThroughMeanwhile(context, resources)) ? "paused" : "idle";
  let authorizations: WriteAuthorization[];
  try {
    authorizations = await Promise.all(Array.from({ length: due }, () => resources.cleo.authorizeWrite()));
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    await putOff(context, resources, error);
    return "paused";
  }
  noteReached(context, "cleo", resources.link.name);
  context.reached?.("deliver.authorized");
  const own = new Set<string>();
  try {
    return await takeAndSend(context, resources, authorizations, record, own);
  } finally {
    for (const id of own) context.underWay?.delete(id);
  }
}

/** @param own gets the deliveries that are taken, before they are committed */
async function takeAndSend(
  context: WorkerContext,
  resources: LinkResources,
  authorizations: readonly WriteAuthorization[],
  record: AnswerRecorder,
  own: Set<string>,
): Promise<Delivered> {
  const { ledger, worker, clock } = context;
  let begun: UnsentAttempt[] = [];
  const taking = ledger.transaction().execute(async (transaction) => {
    begun = [];
    // A transaction that is done again may meet others: what it did not get is not its own.
    for (const id of own) context.underWay?.delete(id);
    own.clear();
    const now = clock();
    const due = await takeDeliveriesDue(transaction, resources.link.name, now, authorizations.length);
    const { files, ended, writes } = await renderDue(transaction, context, resources, due);
    for (const { delivery } of files) {
      own.add(delivery.id);
      context.underWay?.add(delivery.id);
    }
    const numbers = await beginAttempts(transaction, files, writes, { worker, now });
    if (files.length > 0) context.reached?.("deliver.taking");
    const taken = files.map((sent, index): Taken => ({ sent, number: numbers[index] ?? 1 }));
    begun = taken.map(({ sent: { delivery }, number }) => ({ delivery, number, startedAt: now }));
    return { taken, ended };
  });
  const { taken, ended } = await taking.catch(async (error) => {
    // While the database is waited for, others of this process may take them.
    for (const id of own) context.underWay?.delete(id);
    own.clear();
    await giveBack(context, begun, error);
    throw error;
  });
  tellEnded(context, ended);
  if (taken.length === 0) return ended.length > 0 ? "done" : "idle";
  const refusals = refusalsOf(context, resources.link.name);
  let unanswered = taken.length;
  const sent = await Promise.allSettled(
    taken.map(async (one, index) => {
      const answer = await send(context, resources, one, authorizations[index], refusals).finally(() => {
        unanswered -= 1;
      });
      await record({ ...answer, last: unanswered === 0 });
      return answer.pause ? "paused" : "done";
    }),
  );
  const fault = sent.find((each) => each.status === "rejected");
  if (fault) throw fault.reason;
  return sent.some((each) => each.status === "fulfilled" && each.value === "paused") ? "paused" : "done";
}

async function send(
  context: WorkerContext,
  resources: LinkResources,
  { sent, number }: Taken,
  authorization: WriteAuthorization | undefined,
  refusals: Refusals,
): Promise<Omit<Answered, "last">> {
  const { delivery, folder, fileName, bytes, contentType } = sent;
  const file = { folder, fileName, bytes, contentType, requestId: `${delivery.id}-${number}` };
  context.reached?.("deliver.taken");
  const uploaded = await resources.cleo.upload(file, authorization);
  context.reached?.("deliver.answered");
  const at = context.clock();
  const unclear = countUnclear(context, delivery.link, uploaded);
  if (uploaded.kind === "sent") refusals.end();
  const { outcome, pause } = judge(uploaded, {
    attempts: number,
    unclear,
    refusals,
    now: at,
    chance: context.chance(),
  });
  const contentDigest = sent.file?.contentDigest ?? delivery.contentDigest;
  return { sent, deliveryId: delivery.id, number, contentDigest, at, outcome, pause };
}

type Uploaded = Awaited<ReturnType<LinkResources["cleo"]["upload"]>>;

/** @returns how many uploads of the link in a row got no certain answer, this one included */
function countUnclear(context: WorkerContext, link: string, uploaded: Uploaded): number {
  if (uploaded.kind === "inDoubt") return countUnreached(context, "uploads", link);
  noteReached(context, "uploads", link);
  return 0;
}

function refusalsOf(context: WorkerContext, link: string): Refusals {
  let times: number | undefined;
  return {
    some: () => wasUnreached(context, "files", link),
    count() {
      times ??= countUnreached(context, "files", link);
      return times;
    },
    end() {
      times = undefined;
      noteReached(context, "files", link);
    },
  };
}

interface Circumstances {
  attempts: number;
  unclear: number;
  refusals: Refusals;
  now: Date;
  chance: number;
}

type Judged = Pick<Answered, "outcome" | "pause">;

/** What an answer of Cleo means for the delivery, and for those behind it. */
function judge(uploaded: Uploaded, circumstances: Circumstances): Judged {
  switch (uploaded.kind) {
    case "sent":
      return { outcome: { state: "sent", status: uploaded.status } };
    case "inDoubt":
      return {
        outcome: { state: "inDoubt", error: uploaded.error.report() },
        pause: pauseOf(uploaded.error, circumstances),
      };
    case "notSent":
      return judgeRefusal(uploaded.error, circumstances);
    default:
      return uploaded satisfies never;
  }
}

/** Of a file that Cleo does not take for the moment nobody knows yet whether it would take another one. */
function judgeRefusal(refusal: ConnectorError, { attempts, refusals, now, chance }: Circumstances): Judged {
  const error = refusal.report();
  const own = retryOf(error, attempts, now, chance, refusal.retryAfter);
  if (!own.retry) return { outcome: { state: "blocked", error } };
  const setAside = attempts > attemptsInPlace;
  // What was set aside says nothing of the connection where all others were taken since.
  const alone = setAside && !refusals.some();
  const link = alone
    ? retryOf({ retry: "transient" }, 1, now, chance, refusal.retryAfter)
    : retryOf(error, refusals.count(), now, chance, refusal.retryAfter);
  const until = link.retry ? link.at : own.at;
  return {
    outcome: { state: "failed", error, ...(setAside && { nextAttemptAt: alone ? own.at : until }) },
    pause: { error, until },
  };
}

/** One doubt is bad luck. Where every upload ends in one, each that is tried is one more that a person has to look for. */
function pauseOf(doubt: ConnectorError, { unclear, now, chance }: Circumstances): Pause | undefined {
  if (unclear < unclearInARow) return undefined;
  const { connection } = doubt.at;
  const error = new ConnectorError(
    "CLEO_UPLOADS_UNCLEAR",
    `of the last ${unclear} files or more Cleo did not say whether it took them: ${doubt.message}`,
    { at: { connection } },
  ).report();
  const retry = retryOf(error, unclear, now, chance, doubt.retryAfter);
  return retry.retry ? { error, until: retry.at } : undefined;
}
