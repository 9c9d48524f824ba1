/**
 * Records what Cleo answered. Answers are recorded together, because a commit costs more than all that is written in it: those
 * of files that went side by side, where they come within a few milliseconds, and what is answered while a recording is under
 * way. Nobody is told that a file is recorded before it is; dying meanwhile leaves a doubt for each of them, as many at most as
 * were sent side by side.
 */
import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import type { PurchaseOrder } from "../documents/canonical/purchaseOrder.ts";
import { expectationWrites } from "../ledger/acknowledgements.ts";
import { alertOf, raiseAlert } from "../ledger/alerts.ts";
import { type SettledAttempt, settleAttempts } from "../ledger/attempts.ts";
import { auditWrite } from "../ledger/audit.ts";
import { sentDigests } from "../ledger/deliveries.ts";
import { type DeliveryPause, pauseDeliveries } from "../ledger/deliveryPause.ts";
import { holdDocuments } from "../ledger/documents.ts";
import type { Ledger, LedgerTransaction } from "../ledger/ledger.ts";
import { holdLink } from "../ledger/linkHold.ts";
import { owedAcknowledgements } from "./acknowledgementClock.ts";
import type { LinkResources } from "./linkResources.ts";
import { recordOutcome, recordOutcomeInOneStatement } from "./recordOutcome.ts";
import type { FileToSend } from "./renderDue.ts";
import { connectionAlert } from "./watch.ts";
import type { WorkerContext } from "./workerContext.ts";

export type Pause = Pick<DeliveryPause, "error" | "until">;

export interface Answered extends SettledAttempt {
  sent: FileToSend;
  /** All files that went with this one are answered. */
  last: boolean;
  /** The connection is down for every file of the link: the others are not worn out against it. */
  pause?: Pause | undefined;
}

/** Milliseconds for which nothing needs to be looked through. */
const shortPause = 10 * 60_000;

/** Milliseconds for which an answer waits for those of the files that went with it: about as long as a commit takes. */
const gathering = 10;

/** Resolves when the answer is on disk. */
export type AnswerRecorder = (answered: Answered) => Promise<void>;

/** @param patience ends when an answer has waited long enough for those of the files that went with it */
export function createAnswerRecorder(
  context: WorkerContext,
  { link }: Pick<LinkResources, "link">,
  patience: () => Promise<void> = () => wait(gathering),
): AnswerRecorder {
  let waiting: { answered: Answered; recorded: PromiseWithResolvers<void> }[] = [];
  let busy = false;
  let lastOfSome = Promise.withResolvers<void>();

  async function run(): Promise<void> {
    busy = true;
    while (waiting.length > 0) {
      await Promise.race([lastOfSome.promise, patience()]);
      // What came with the same read of the network is part of it.
      await turn();
      lastOfSome = Promise.withResolvers<void>();
      const group = waiting;
      waiting = [];
      try {
        await record(group.map(({ answered }) => answered));
        for (const { recorded } of group) recorded.resolve();
      } catch {
        // One that cannot be written down must not take the others with it.
        for (const { answered, recorded } of group) await record([answered]).then(recorded.resolve, recorded.reject);
      }
    }
    busy = false;
  }

  async function record(group: readonly Answered[]): Promise<void> {
    const owed = group.flatMap(({ outcome, sent: { delivery }, at }) =>
      outcome.state === "sent" && delivery.type === "purchaseOrder"
        ? owedAcknowledgements(link, delivery, delivery.told.content as PurchaseOrder, at)
        : [],
    );
    const settle = async (ledger: Ledger) => {
      const before = await sentDigests(ledger, group.flatMap(partnersRevision));
      const entries = group.map((answered) => entryOf(context.actor, answered, before));
      context.reached?.("deliver.recording");
      return settleAttempts(ledger, context.worker, group, ({ taken, known, arrived, superseded }) => [
        ...expectationWrites(owed, arrived),
        auditWrite(
          entries,
          sql`case
            when subject not in (${taken}) then 'delivery.answeredLate'
            when action = 'delivery.blocked' and subject in (${superseded}) then 'delivery.superseded'
            else action end`,
          sql`subject not in (${known})`,
        ),
      ]);
    };
    const refused = group.filter(({ outcome }) => outcome.state === "blocked");
    const settled = await (refused.length > 0 || group.some(({ pause }) => pause)
      ? recordOutcome(context, async (transaction) => {
          // Whether a later revision is there must not change meanwhile.
          await holdDocuments(
            transaction,
            refused.map(({ sent: { delivery } }) => delivery.documentId),
          );
          const states = await settle(transaction);
          const pause = longestPause(group);
          if (pause) await pauseLink(transaction, link.name, pause, pause.at);
          return states;
        })
      : recordOutcomeInOneStatement(context, settle));
    context.reached?.("deliver.recorded");
    for (const { sent, outcome } of group) {
      const { id, jobId, key } = sent.delivery;
      context.progress({ kind: "delivery", jobId, key, state: settled.get(id) ?? outcome.state });
    }
  }

  return (answered) => {
    const recorded = Promise.withResolvers<void>();
    waiting.push({ answered, recorded });
    if (answered.last) lastOfSome.resolve();
    if (!busy) void run();
    return recorded.promise;
  };
}

/** Of several files that met the same trouble, one says how long the link waits. */
function longestPause(group: readonly Answered[]): (DeliveryPause & { at: Date }) | undefined {
  const pauses = group.flatMap(({ pause, at }) => {
    if (pause === undefined) return [];
    // Soon over: what nobody looked at yet can wait until then.
    const fresh = pause.until.getTime() - at.getTime() < shortPause;
    return [{ ...pause, at, fresh }];
  });
  return pauses.toSorted((one, other) => other.until.getTime() - one.until.getTime())[0];
}

/** What the partner had of the document; nothing of most. */
function partnersRevision({ sent: { delivery, file } }: Answered): { documentId: string; revision: number }[] {
  const comparison = file ? file.comparison : delivery.comparison;
  return comparison === null ? [] : [{ documentId: delivery.documentId, revision: comparison.revision }];
}

/** With digests: of the bytes that went, and of the file that the partner had of the document. */
function entryOf(actor: string, answered: Answered, digests: ReadonlyMap<string, string>) {
  const { sent, number, contentDigest, at, outcome } = answered;
  const { delivery, folder, fileName } = sent;
  const [had] = partnersRevision(answered);
  return {
    at,
    actor,
    action: `delivery.${outcome.state}`,
    jobId: delivery.replayJobId ?? delivery.jobId,
    link: delivery.link,
    subject: delivery.id,
    detail: {
      document: delivery.key,
      revision: delivery.revision,
      file: `${folder}/${fileName}`,
      attempt: number,
      status: outcome.status,
      error: outcome.error?.code,
      before: (had && digests.get(`${had.documentId}/${had.revision}`)) ?? null,
      after: contentDigest,
    },
  };
}

/** Puts off everything that the link has to send, unless it was removed; the first who meets the trouble tells of it. */
export async function pauseLink(
  transaction: LedgerTransaction,
  link: string,
  pause: DeliveryPause,
  now: Date,
): Promise<void> {
  if (!(await holdLink(transaction, link))) return;
  await pauseDeliveries(transaction, link, pause);
  const { error } = pause;
  const passes = error.retry === "transient" || error.retry === "throttled";
  await raiseAlert(transaction, {
    ...alertOf(error, { key: connectionAlert(link), link, now }),
    ...(passes && { tellAfter: 60_000 }),
  });
}
