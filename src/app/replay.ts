/**
 * Replay: carrying out again what was carried out, or could not be, with its consequences shown before.
 *
 * *Resend* sends the bytes that are on record, under the same name and with the same control numbers; where none were ever
 * made, it makes them. *Re-render* makes the file anew with the configuration in force: new control numbers, a new name.
 * What Cleo has accepted is only sent again with a reason given.
 */
import { ConnectorError } from "../errors/connectorError.ts";
import { recordAudit } from "../ledger/audit.ts";
import { archiveOf } from "../ledger/contents.ts";
import {
  type Delivery,
  documentDeliveries,
  findDelivery,
  jobDeliveries,
  queueReplay,
  type ReplayMode,
} from "../ledger/deliveries.ts";
import { deliveryStates } from "../ledger/deliveryState.ts";
import { findDocuments } from "../ledger/documents.ts";
import { findJob, requestJob } from "../ledger/jobs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type ReplayFilter, replayCandidates } from "../ledger/replayCandidates.ts";
import type { DocumentType } from "../ledger/schema.ts";
import type { ReplayParameters } from "../sync/replay.ts";
import { refusalOf } from "../sync/replayRefusal.ts";
import type { Application } from "./application.ts";
import { linksInForce } from "./configure.ts";
import type { Runtime } from "./runtime.ts";

export interface PlannedReplay {
  delivery: string;
  document: string;
  type: DocumentType;
  revision: number;
  state: Delivery["state"];
  /** What will happen, in words. */
  consequence: string;
  /** Same bytes, name and control numbers as before. */
  sameBytes: boolean;
  file: string | null;
  /** Cleo has the document already: a reason is needed. */
  acceptedBefore: boolean;
  /** Not replayed, and why. */
  refused?: string;
}

export interface ReplayPlan {
  mode: ReplayMode;
  /** Of a filter that fits many, the first ones. */
  replays: PlannedReplay[];
  /** Of a filter: how much is replayed, how much is refused, and how much of the former Cleo has accepted. */
  filter?: { given: ReplayFilter; total: number; refused: number; accepted: number; links: string[] };
}

/** A plan by filter lists at most so many; all of them are counted, and all are replayed. */
const listed = 200;

/**
 * What a replay of everything that fits a filter would do. Changes nothing.
 *
 * @throws {ConnectorError} USAGE where the filter would mean everything
 */
export async function planReplayByFilter(ledger: Ledger, given: ReplayFilter, mode: ReplayMode): Promise<ReplayPlan> {
  if (given.state === undefined && given.code === undefined && given.from === undefined) {
    throw new ConnectorError("USAGE", "a filter needs a state, an error code or the beginning of a time", {
      at: { field: "--state" },
    });
  }
  const refusing = deliveryStates.filter((state) => refusalOf({ state }, mode) !== undefined);
  const inForce = await linksInForce(ledger);
  const { deliveries, ...counts } = await replayCandidates(ledger, given, { states: refusing, inForce }, listed);
  const replays: PlannedReplay[] = [];
  for (const { id } of deliveries) {
    const delivery = await findDelivery(ledger, id);
    if (delivery) replays.push(await plannedWithAnswers(ledger, delivery, mode, inForce));
  }
  return { mode, replays, filter: { given, ...counts } };
}

/** What a replay of these jobs, documents (by identifier or number) and deliveries would do. Changes nothing. */
export async function planReplay(ledger: Ledger, ids: readonly string[], mode: ReplayMode): Promise<ReplayPlan> {
  const deliveries = new Map<string, Delivery>();
  for (const id of ids) for (const delivery of await deliveriesOf(ledger, id)) deliveries.set(delivery.id, delivery);
  const replays: PlannedReplay[] = [];
  const inForce = await linksInForce(ledger);
  for (const delivery of deliveries.values()) replays.push(await plannedWithAnswers(ledger, delivery, mode, inForce));
  return { mode, replays };
}

export interface ReplayedJob {
  jobId: string;
  /** The job that it repeats; null where a filter took from many. */
  replayOf: string | null;
  link: string;
}

/**
 * Carries out a plan: one replay job per link, linked to where it came from.
 *
 * @throws {ConnectorError} REPLAY_NEEDS_REASON
 */
export async function startReplay(
  application: Pick<Application, "ledger" | "actor" | "clock">,
  runtime: Pick<Runtime, "bell">,
  plan: ReplayPlan,
  reason: string | undefined,
): Promise<ReplayedJob[]> {
  const { ledger, actor, clock } = application;
  if (plan.filter) return startByFilter(application, runtime, plan.mode, plan.filter, reason);
  const wanted = plan.replays.filter((replay) => replay.refused === undefined);
  const accepted = wanted.filter((replay) => replay.acceptedBefore);
  if (accepted.length > 0 && !reason?.trim()) {
    throw new ConnectorError(
      "REPLAY_NEEDS_REASON",
      `Cleo has ${accepted.length === 1 ? accepted[0]?.document : `${accepted.length} of these documents`} already; a second file may be processed a second time`,
      { at: { field: "--reason" } },
    );
  }
  return ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const jobs = new Map<string, ReplayedJob>();
    for (const replay of wanted) {
      const delivery = await findDelivery(transaction, replay.delivery);
      if (delivery === undefined) continue;
      let job = jobs.get(delivery.link);
      if (job === undefined) {
        const { id } = await requestJob(transaction, {
          kind: "replay",
          link: delivery.link,
          parameters: { mode: plan.mode, reason: reason ?? null, deliveries: wanted.length },
          requestedBy: actor,
          replayOf: delivery.jobId,
          now,
        });
        job = { jobId: id, replayOf: delivery.jobId, link: delivery.link };
        jobs.set(delivery.link, job);
      }
      const queued = await queueReplay(transaction, delivery, { mode: plan.mode, jobId: job.jobId, now });
      if (queued === undefined) continue;
      await recordAudit(transaction, {
        at: now,
        actor,
        action: "delivery.replayed",
        jobId: job.jobId,
        link: delivery.link,
        subject: queued,
        detail: {
          document: delivery.key,
          revision: delivery.revision,
          mode: plan.mode,
          reason: reason ?? null,
          origin: delivery.id,
          before: delivery.contentDigest,
        },
      });
    }
    if (jobs.size > 0) await runtime.bell.ring(transaction);
    return [...jobs.values()];
  });
}

/** One job per link; a worker puts the deliveries up, page by page, and the job can be canceled between two pages. */
async function startByFilter(
  { ledger, actor, clock }: Pick<Application, "ledger" | "actor" | "clock">,
  { bell }: Pick<Runtime, "bell">,
  mode: ReplayMode,
  { given, total, accepted, links }: NonNullable<ReplayPlan["filter"]>,
  reason: string | undefined,
): Promise<ReplayedJob[]> {
  if (accepted > 0 && !reason?.trim()) {
    throw new ConnectorError(
      "REPLAY_NEEDS_REASON",
      `Cleo has ${accepted} of these ${total} documents already; second files may be processed a second time`,
      { at: { field: "--reason" } },
    );
  }
  return ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const jobs: ReplayedJob[] = [];
    for (const link of links) {
      const parameters: ReplayParameters = {
        mode,
        reason: reason ?? null,
        filter: { ...given, link },
        deliveries: total,
      };
      const { id } = await requestJob(transaction, { kind: "replay", link, parameters, requestedBy: actor, now });
      await recordAudit(transaction, {
        at: now,
        actor,
        action: "replay.requested",
        jobId: id,
        link,
        detail: parameters,
      });
      jobs.push({ jobId: id, replayOf: null, link });
    }
    if (jobs.length > 0) await bell.ring(transaction);
    return jobs;
  });
}

async function deliveriesOf(ledger: Ledger, id: string): Promise<Delivery[]> {
  if (id.startsWith("dlv_")) {
    const delivery = await findDelivery(ledger, id);
    if (delivery !== undefined) return [delivery];
  }
  if (id.startsWith("job_") && (await findJob(ledger, id)) !== undefined)
    return newest(await jobDeliveries(ledger, id));
  const documents = await findDocuments(ledger, id);
  if (documents.length === 0) {
    throw new ConnectorError("JOB_UNKNOWN", `nothing is known by the identifier ${JSON.stringify(id.slice(0, 60))}`);
  }
  const found: Delivery[] = [];
  for (const document of documents) found.push(...(await documentDeliveries(ledger, document.id)).slice(-1));
  return found;
}

/** Of several deliveries of one document the last. */
function newest(deliveries: readonly Delivery[]): Delivery[] {
  return [...new Map(deliveries.map((delivery) => [delivery.documentId, delivery])).values()];
}

async function plannedWithAnswers(
  ledger: Ledger,
  delivery: Delivery,
  mode: ReplayMode,
  inForce: readonly string[] | undefined,
): Promise<PlannedReplay> {
  const replay = await withArchive(ledger, planned(delivery, mode), delivery);
  if (inForce?.includes(delivery.link) === false)
    return { ...replay, refused: `its link ${delivery.link} was removed` };
  const answers = await ledger
    .selectFrom("acknowledgement")
    .select(["kind", "state"])
    .where("deliveryId", "=", delivery.id)
    .where("state", "!=", "waiting")
    .orderBy("kind", "desc")
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

function planned(delivery: Delivery, mode: ReplayMode): PlannedReplay {
  const rendered = delivery.contentDigest !== null;
  const sameBytes = mode === "resend" && rendered;
  const replay: PlannedReplay = {
    delivery: delivery.id,
    document: delivery.key,
    type: delivery.type,
    revision: delivery.revision,
    state: delivery.state,
    sameBytes,
    file: sameBytes ? delivery.fileName : null,
    acceptedBefore: delivery.state === "sent",
    consequence: consequenceOf(delivery, sameBytes),
  };
  const refused = refusalOf(delivery, mode);
  return refused === undefined ? replay : { ...replay, refused };
}

function consequenceOf({ state, controlNumbers }: Delivery, sameBytes: boolean): string {
  const numbers = controlNumbers === null ? "" : ` and ISA13 ${String(controlNumbers.interchange).padStart(9, "0")}`;
  const bytes = sameBytes ? `the same bytes, name${numbers}` : "a file made anew, with new control numbers";
  if (state === "sent") return `${bytes}; Cleo has accepted it before`;
  if (state === "inDoubt") return `${bytes}; Cleo may have it already`;
  return bytes;
}
