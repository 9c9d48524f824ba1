/**
 * Replay: carrying out again what was carried out, or could not be, with its consequences shown before.
 *
 * *Resend* sends the bytes that are on record, under the same name and with the same control numbers; where none were ever
 * made, it makes them. *Re-render* makes the file anew with the configuration in force: new control numbers, a new name.
 * What Cleo has, or may have, is only sent again with a reason given.
 */
import { nearest } from "../configuration/nearest.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { errorRegistry } from "../errors/registry.ts";
import { recordAudit } from "../ledger/audit.ts";
import { archiveOf } from "../ledger/contents.ts";
import { type Delivery, jobDeliveries, type ReplayMode } from "../ledger/deliveries.ts";
import { endDeliveryPause } from "../ledger/deliveryPause.ts";
import { deliveryStates } from "../ledger/deliveryState.ts";
import { findJob, requestJob, saveCheckpoint } from "../ledger/jobs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { ReceiveParameters } from "../ledger/receiveJobs.ts";
import { holdReplayable, type ReplayableDelivery, readReplayable } from "../ledger/replayable.ts";
import { type ReplayFilter, replayCandidates } from "../ledger/replayCandidates.ts";
import type { DocumentType } from "../ledger/schema.ts";
import { putUpAgain } from "../sync/putUpAgain.ts";
import { counted, type ReplayParameters, type ReplayResult } from "../sync/replay.ts";
import { refusalOf } from "../sync/replayRefusal.ts";
import type { Application } from "./application.ts";
import { linksInForce } from "./configure.ts";
import { expectKnownLink } from "./knownLink.ts";
import { namedDeliveries } from "./namedDeliveries.ts";
import type { Runtime } from "./runtime.ts";

export interface PlannedReplay {
  delivery: string;
  link: string;
  document: string;
  type: DocumentType;
  revision: number;
  state: Delivery["state"];
  /** What will happen, in words. */
  consequence: string;
  /** Same bytes, name and control numbers as before. */
  sameBytes: boolean;
  file: string | null;
  /** Cleo has the revision already, or may have it, by this delivery or another one: a reason is needed. */
  acceptedBefore: boolean;
  /** Of what Cleo has or may have: that it has it is not certain. */
  doubtful: boolean;
  /** Not replayed, and why. */
  refused?: string;
}

export interface ReplayPlan {
  mode: ReplayMode;
  /** Of a filter that fits many, the first ones. */
  replays: PlannedReplay[];
  /** Of a filter: how much is replayed and how much refused; of the former, what Cleo has or may have, and of this what it may have. */
  filter?: {
    given: ReplayFilter;
    total: number;
    refused: number;
    accepted: number;
    doubtful: number;
    links: string[];
  };
}

/** A plan by filter lists at most so many; all of them are counted, and all are replayed. */
const listed = 200;

/**
 * What a replay of everything that fits a filter would do. Changes nothing.
 *
 * @throws {ConnectorError} USAGE where the filter would mean everything, or an error that there is not; LINK_UNKNOWN
 */
export async function planReplayByFilter(ledger: Ledger, given: ReplayFilter, mode: ReplayMode): Promise<ReplayPlan> {
  if ([given.job, given.state, given.code, given.from].every((each) => each === undefined)) {
    throw new ConnectorError("USAGE", "a filter needs a job, a state, an error code or the beginning of a time", {
      at: { field: "--state" },
    });
  }
  const refusing = deliveryStates.filter(
    (state) => refusalOf({ state, replaced: false, toldAt: null }, mode) !== undefined,
  );
  const inForce = await linksInForce(ledger);
  const { deliveries, ...counts } = await replayCandidates(ledger, given, { states: refusing, inForce }, listed);
  await expectKnownLink(ledger, given.link, deliveries);
  if (deliveries.length === 0 && given.code !== undefined) expectKnownCode(given.code);
  const ids = deliveries.map(({ id }) => id);
  return { mode, replays: await plannedAll(ledger, ids, mode, inForce), filter: { given, ...counts } };
}

/** Codes of an earlier release are on record as well: only where nothing fits is asked whether there is such a code. */
function expectKnownCode(code: string): void {
  if (Object.hasOwn(errorRegistry, code)) return;
  const meant = nearest(code, Object.keys(errorRegistry));
  throw new ConnectorError("USAGE", `there is no error code ${JSON.stringify(code.slice(0, 60))}`, {
    at: { field: "--code" },
    fix: meant
      ? `Did you mean ${meant}?`
      : "docs/errors.md lists all codes; `documents list` shows those that documents have.",
  });
}

/**
 * What a replay of these jobs, documents (by identifier or number) and deliveries would do. Changes nothing.
 *
 * @throws {ConnectorError} USAGE where a job is neither a poll nor a replay
 */
export async function planReplay(ledger: Ledger, ids: readonly string[], mode: ReplayMode): Promise<ReplayPlan> {
  const [only] = ids;
  // A job may have delivered more than is planned one by one and put up at once.
  if (ids.length === 1 && only !== undefined && (await isJob(ledger, only)))
    return planReplayByFilter(ledger, { job: only }, mode);
  const deliveries = new Set<string>();
  for (const id of ids) for (const delivery of await deliveriesOf(ledger, id)) deliveries.add(delivery);
  return { mode, replays: await plannedAll(ledger, [...deliveries], mode, await linksInForce(ledger)) };
}

export interface ReplayedJob {
  jobId: string;
  /** The job that it repeats; null where it takes from several. */
  replayOf: string | null;
  link: string;
}

export interface StartedReplay {
  /** As it was carried out: what cannot be replayed any more since it was made is refused. */
  plan: ReplayPlan;
  jobs: ReplayedJob[];
}

/**
 * Carries out a plan: one replay job per link, linked to where it came from. Each delivery is judged again as it is now.
 *
 * @throws {ConnectorError} REPLAY_NEEDS_REASON, also where Cleo has accepted something since the plan was made
 */
export async function startReplay(
  application: Pick<Application, "ledger" | "actor" | "clock">,
  runtime: Pick<Runtime, "bell">,
  plan: ReplayPlan,
  reason: string | undefined,
): Promise<StartedReplay> {
  const { ledger, actor, clock } = application;
  const { mode } = plan;
  const why = reason?.trim() || null;
  if (plan.filter) return { plan, jobs: await startByFilter(application, runtime, mode, plan.filter, why) };
  const wanted = plan.replays.filter((replay) => replay.refused === undefined);
  return ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const held = await holdReplayable(
      transaction,
      wanted.map(({ delivery }) => delivery),
    );
    if (why === null) refuseAccepted(held, plan);
    const jobs: ReplayedJob[] = [];
    const refusals = new Map<string, string | undefined>();
    for (const [link, deliveries] of Map.groupBy(held, (delivery) => delivery.link)) {
      const first = deliveries.find((delivery) => refusalOf(delivery, mode) === undefined);
      if (first === undefined) {
        // No job for a link that has nothing left to replay.
        for (const delivery of deliveries) refusals.set(delivery.id, refusalOf(delivery, mode));
        continue;
      }
      const parameters: ReplayParameters = { mode, reason: why, deliveries: deliveries.length };
      // What comes from several jobs is linked delivery by delivery, in the trail.
      const replayOf = deliveries.every(({ jobId }) => jobId === first.jobId) ? first.jobId : null;
      const request = { kind: "replay", link, parameters, requestedBy: actor, replayOf, now } as const;
      const { id: jobId } = await requestJob(transaction, request);
      let result: ReplayResult = { queued: 0, refused: 0 };
      for (const delivery of deliveries) {
        const refused = await putUpAgain(transaction, delivery, { mode, reason: why, jobId, actor, now });
        refusals.set(delivery.id, refused);
        result = counted(result, refused);
      }
      await saveCheckpoint(transaction, jobId, result);
      await endDeliveryPause(transaction, link, now);
      jobs.push({ jobId, replayOf, link });
    }
    if (jobs.length > 0) await runtime.bell.ring(transaction);
    const replays = plan.replays.map((replay) => {
      const refused = refusals.get(replay.delivery);
      return refused === undefined ? replay : { ...replay, refused };
    });
    return { plan: { ...plan, replays }, jobs };
  });
}

/** What Cleo has is not sent again without a reason, whether the plan knew of it or not. */
function refuseAccepted(held: readonly ReplayableDelivery[], { mode, replays }: ReplayPlan): void {
  const accepted = held.filter((delivery) => delivery.accepted && refusalOf(delivery, mode) === undefined);
  if (accepted.length === 0) return;
  const what = accepted.length === 1 ? accepted[0]?.key : `${accepted.length} of these documents`;
  const planned = new Set(replays.filter((replay) => replay.acceptedBefore).map(({ delivery }) => delivery));
  const certain = accepted.some(({ doubtful }) => !doubtful);
  const isNew = accepted.every(({ id }) => !planned.has(id));
  const has = !certain
    ? `may have ${what} already`
    : isNew
      ? `has accepted ${what} since the plan was made`
      : `has ${what} already`;
  throw new ConnectorError("REPLAY_NEEDS_REASON", `Cleo ${has}; a second file may be processed a second time`, {
    at: { field: "--reason" },
  });
}

/** One job per link; a worker puts the deliveries up, page by page, and the job can be canceled between two pages. */
async function startByFilter(
  { ledger, actor, clock }: Pick<Application, "ledger" | "actor" | "clock">,
  { bell }: Pick<Runtime, "bell">,
  mode: ReplayMode,
  { given, total, accepted, doubtful, links }: NonNullable<ReplayPlan["filter"]>,
  reason: string | null,
): Promise<ReplayedJob[]> {
  if (accepted > 0 && reason === null) {
    const certain = accepted - doubtful;
    const has = [certain > 0 && `has ${certain}`, doubtful > 0 && `may have ${doubtful}`].filter(Boolean).join(" and ");
    throw new ConnectorError(
      "REPLAY_NEEDS_REASON",
      `Of ${total} ${total === 1 ? "document" : "documents"} Cleo ${has} already; second files may be processed a second time`,
      { at: { field: "--reason" } },
    );
  }
  return ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const jobs: ReplayedJob[] = [];
    for (const link of links) {
      const parameters: ReplayParameters = {
        mode,
        reason,
        filter: { ...given, link },
        deliveries: total,
      };
      const replayOf = given.job ?? null;
      const request = { kind: "replay", link, parameters, requestedBy: actor, replayOf, now } as const;
      const { id } = await requestJob(transaction, request);
      await endDeliveryPause(transaction, link, now);
      await recordAudit(transaction, {
        at: now,
        actor,
        action: "replay.requested",
        jobId: id,
        link,
        detail: parameters,
      });
      jobs.push({ jobId: id, replayOf, link });
    }
    if (jobs.length > 0) await bell.ring(transaction);
    return jobs;
  });
}

/** The deliveries that an identifier means, by theirs: of each document the last one that no later revision replaced. */
async function deliveriesOf(ledger: Ledger, id: string): Promise<string[]> {
  if (await isJob(ledger, id)) return newest(await jobDeliveries(ledger, id));
  const found: string[] = [];
  for (const [, named] of Map.groupBy(await namedDeliveries(ledger, id), ({ documentId }) => documentId)) {
    const deliveries = await readReplayable(
      ledger,
      named.map((delivery) => delivery.id),
    );
    const last = deliveries.findLast(({ replaced }) => !replaced) ?? deliveries.at(-1);
    if (last !== undefined) found.push(last.id);
  }
  return found;
}

/** Whether it is a job; one of a kind that delivers nothing is refused, with what would carry it out again. */
async function isJob(ledger: Ledger, id: string): Promise<boolean> {
  const job = id.startsWith("job_") ? await findJob(ledger, id) : undefined;
  if (job === undefined) return false;
  if (job.kind === "poll" || job.kind === "replay") return true;
  const instead = {
    receive: `replay ${(job.parameters as ReceiveParameters).message}, the message that it read`,
    collect: `run "inbound collect --link ${job.link}"`,
    check: `run "check"`,
    retention: `run "retention --apply"`,
  }[job.kind];
  throw new ConnectorError("USAGE", `${id} is a ${job.kind} job, which delivered nothing to Cleo; instead, ${instead}`);
}

/** Of several deliveries of one document the last. */
function newest(deliveries: readonly Delivery[]): string[] {
  return [...new Map(deliveries.map(({ documentId, id }) => [documentId, id])).values()];
}

async function plannedAll(
  ledger: Ledger,
  ids: readonly string[],
  mode: ReplayMode,
  inForce: readonly string[] | undefined,
): Promise<PlannedReplay[]> {
  const replays: PlannedReplay[] = [];
  for (const delivery of await readReplayable(ledger, ids))
    replays.push(await plannedWithAnswers(ledger, delivery, mode, inForce));
  return replays;
}

async function plannedWithAnswers(
  ledger: Ledger,
  delivery: ReplayableDelivery,
  mode: ReplayMode,
  inForce: readonly string[] | undefined,
): Promise<PlannedReplay> {
  const replay = await withArchive(ledger, planned(delivery, mode), delivery);
  if (inForce?.includes(delivery.link) === false)
    return { ...replay, refused: `its link ${delivery.link} was removed` };
  const answers = await ledger
    .selectFrom("acknowledgement")
    .innerJoin("delivery", "delivery.id", "acknowledgement.deliveryId")
    .select(["acknowledgement.kind", "acknowledgement.state"])
    .distinct()
    .where("delivery.documentId", "=", delivery.documentId)
    .where("delivery.revision", "=", delivery.revision)
    .where("acknowledgement.state", "!=", "waiting")
    .orderBy("acknowledgement.kind", "desc")
    .execute();
  if (answers.length === 0) return replay;
  const told = answers.map(({ kind, state }) => `${kind} ${state}`).join(", ");
  return { ...replay, consequence: `${replay.consequence}; the partner has answered it: ${told}` };
}

/** Bytes that lie in an archive are sent again from there, if it is at hand. */
async function withArchive(ledger: Ledger, replay: PlannedReplay, { contentDigest }: Delivery): Promise<PlannedReplay> {
  const archive = replay.sameBytes && contentDigest !== null ? await archiveOf(ledger, contentDigest) : undefined;
  if (archive === undefined) return replay;
  if (archive.atHand)
    return { ...replay, consequence: `${replay.consequence}; read back from the archive ${archive.file}` };
  return { ...replay, refused: replay.refused ?? `its bytes are in the archive ${archive.file}, which is not at hand` };
}

function planned(delivery: ReplayableDelivery, mode: ReplayMode): PlannedReplay {
  const rendered = delivery.contentDigest !== null;
  const sameBytes = mode === "resend" && rendered;
  const replay: PlannedReplay = {
    delivery: delivery.id,
    link: delivery.link,
    document: delivery.key,
    type: delivery.type,
    revision: delivery.revision,
    state: delivery.state,
    sameBytes,
    file: sameBytes ? delivery.fileName : null,
    acceptedBefore: delivery.accepted,
    doubtful: delivery.doubtful,
    consequence: consequenceOf(delivery, sameBytes),
  };
  const refused = refusalOf(delivery, mode);
  return refused === undefined ? replay : { ...replay, refused };
}

function consequenceOf({ state, accepted, doubtful, controlNumbers }: ReplayableDelivery, sameBytes: boolean): string {
  const numbers = controlNumbers === null ? "" : ` and ISA13 ${String(controlNumbers.interchange).padStart(9, "0")}`;
  // JSON has none; of a file that was never made it is not known yet.
  const anew = controlNumbers === null ? "a file made anew" : "a file made anew, with new control numbers";
  const bytes = sameBytes ? `the same bytes${numbers === "" ? " and name" : `, name${numbers}`}` : anew;
  if (state === "sent") return `${bytes}; Cleo has accepted it before`;
  if (accepted) return `${bytes}; Cleo ${doubtful ? "may have" : "has"} it already`;
  return bytes;
}
