/**
 * A poll reads one link's vendors and purchase orders from GP and records what changed.
 *
 * - One transaction per page holds everything the page brought: outcomes, new revisions, planned deliveries, the audit
 *   entry and the bell that wakes the workers. A crash leaves whole pages or none.
 * - The watermark moves in the transaction that ends an entity, after every page of it is on disk (Invariant 1), to the
 *   largest ModifiedDate seen and not to today.
 * - A poll that died is taken up by the next living worker under the same job and goes on behind its last recorded page.
 *   The reader checks that the row it stopped at is still there, and starts over where rows have moved meanwhile; the
 *   content hash makes reading twice free of effects.
 */
import {
  addDays,
  type BusinessDate,
  type DecodedRecord,
  dateIn,
  type GpPurchaseOrder,
  type GpVendor,
  type PageCursor,
  type ReadQuery,
} from "../gp/index.ts";
import { recordAudit } from "../ledger/audit.ts";
import { type KnownDocument, knownDocuments, type NewRevision, recordRevisions } from "../ledger/documents.ts";
import { type Job, ownsJob, saveCheckpoint } from "../ledger/jobs.ts";
import type { LedgerTransaction } from "../ledger/ledger.ts";
import { nextPageNumber, type ReadingRecord, recordPage } from "../ledger/readings.ts";
import { advanceWatermark, readWatermark } from "../ledger/watermarks.ts";
import { candidateOf } from "./candidate.ts";
import { type Candidate, decide } from "./decide.ts";
import type { LinkResources } from "./linkResources.ts";
import type { WorkerContext } from "./workerContext.ts";

export const entities = ["vendors", "purchaseOrders"] as const;
export type Entity = (typeof entities)[number];

export interface PollParameters {
  entities: Entity[];
  /** Reads everything, whatever the watermark says. */
  full: boolean;
}

interface PollCheckpoint {
  finished: Entity[];
  /** The entity that is being read: the window asked for, and where to go on. */
  reading?: { entity: Entity; query: { from?: string; to: string }; next: PageCursor; largest?: string };
}

/** Another worker took the job over because this one seemed dead: nothing more may be written for it. */
export class JobLost extends Error {
  constructor(jobId: string) {
    super(`job ${jobId} was taken over by another worker`);
    this.name = "JobLost";
  }
}

export async function poll(context: WorkerContext, resources: LinkResources, job: Job): Promise<void> {
  const parameters = job.parameters as PollParameters;
  const checkpoint: PollCheckpoint = (job.checkpoint as PollCheckpoint | null) ?? { finished: [] };
  await resources.gp.checkCompany();
  for (const entity of entities) {
    if (!parameters.entities.includes(entity) || checkpoint.finished.includes(entity)) continue;
    await readEntity(context, resources, job, entity, parameters.full, checkpoint);
  }
}

async function readEntity(
  context: WorkerContext,
  resources: LinkResources,
  job: Job,
  entity: Entity,
  full: boolean,
  checkpoint: PollCheckpoint,
): Promise<void> {
  const { ledger, clock, progress } = context;
  const { link, gp, company } = resources;
  const begun = checkpoint.reading?.entity === entity ? checkpoint.reading : undefined;
  const query = begun?.query ?? (await windowOf(context, resources, entity, full));
  let largest = begun?.largest;
  let number = await nextPageNumber(ledger, job.id, entity);
  const reading = { ...(query as ReadQuery), ...(begun && { resume: begun.next }) };
  const pages = entity === "vendors" ? gp.vendors(reading) : gp.purchaseOrders(reading);
  for await (const page of pages) {
    const records: readonly DecodedRecord<GpVendor | GpPurchaseOrder>[] = page.records;
    largest = latest(largest, records, dateIn(company.timeZone, clock()));
    await ledger.transaction().execute(async (transaction) => {
      if (!(await ownsJob(transaction, job.id, context.worker))) throw new JobLost(job.id);
      await recordRecords(transaction, context, resources, job, entity, number, records);
      checkpoint.reading = { entity, query, next: page.next, ...(largest !== undefined && { largest }) };
      await saveCheckpoint(transaction, job.id, checkpoint);
    });
    number += 1;
    progress({ kind: "page", jobId: job.id, entity, records: records.length });
  }
  await ledger.transaction().execute(async (transaction) => {
    if (!(await ownsJob(transaction, job.id, context.worker))) throw new JobLost(job.id);
    if (largest !== undefined) {
      await advanceWatermark(transaction, { link: link.name, entity, modifiedThrough: largest, jobId: job.id });
    }
    checkpoint.finished.push(entity);
    delete checkpoint.reading;
    await saveCheckpoint(transaction, job.id, checkpoint);
  });
}

/**
 * From the watermark, less the overlap, to today at the site. The first poll and a full one have no beginning: a record
 * that was last changed long ago is as new to the partner as any other.
 */
async function windowOf(
  { ledger, clock }: WorkerContext,
  { link, company, overlapDays }: LinkResources,
  entity: Entity,
  full: boolean,
): Promise<{ from?: string; to: string }> {
  const watermark = full ? undefined : await readWatermark(ledger, link.name, entity);
  const to = dateIn(company.timeZone, clock());
  return { ...(watermark !== undefined && { from: addDays(watermark as BusinessDate, -overlapDays) }), to };
}

/** The largest ModifiedDate so far. One in the future is somebody's mistake: following it would skip the days until then. */
function latest(
  before: string | undefined,
  records: readonly DecodedRecord<GpVendor | GpPurchaseOrder>[],
  today: string,
): string | undefined {
  let largest = before;
  for (const record of records) {
    const modified = record.ok ? record.record.modifiedDate : undefined;
    if (modified !== undefined && modified <= today && (largest === undefined || modified > largest))
      largest = modified;
  }
  return largest;
}

async function recordRecords(
  transaction: LedgerTransaction,
  context: WorkerContext,
  resources: LinkResources,
  job: Job,
  entity: Entity,
  number: number,
  records: readonly DecodedRecord<GpVendor | GpPurchaseOrder>[],
): Promise<void> {
  const now = context.clock();
  const { link } = resources;
  const type = entity === "vendors" ? "vendor" : "purchaseOrder";
  const readings: ReadingRecord[] = [];
  const unchanged: [string, number][] = [];
  const candidates: Candidate[] = [];
  for (const record of records) {
    if (record.ok) candidates.push(candidateOf(entity, record, resources.link));
    else {
      readings.push({ type, key: record.key ?? "", outcome: "blocked", cause: record.problem.report() });
    }
  }
  let planned = 0;
  for (const wave of wavesOf(candidates)) {
    const keys = wave.map((candidate) => candidate.key);
    const known = await knownDocuments(transaction, link.name, type, keys);
    const revisions: NewRevision[] = [];
    for (const candidate of wave) {
      const document = known.get(candidate.key);
      const decision = decide(candidate, document, resources.rules);
      if (decision.outcome === "changed") revisions.push(revisionOf(candidate, decision.hash, document));
      else if (decision.outcome === "unchanged" && document) unchanged.push([document.id, document.revision]);
      else if (decision.outcome === "skipped") {
        readings.push({ type, key: candidate.key, outcome: "skipped", cause: { rule: decision.rule } });
      } else if (decision.outcome === "blocked") {
        readings.push({ type, key: candidate.key, outcome: "blocked", cause: decision.error });
      }
    }
    const recorded = await recordRevisions(transaction, { link: link.name, jobId: job.id, now }, revisions);
    for (const { documentId, key, revision } of recorded) {
      readings.push({ type, key, documentId, revision, outcome: "changed" });
    }
    planned += recorded.length;
  }
  await recordPage(transaction, { jobId: job.id, entity, number, records: records.length, unchanged, readings, now });
  if (readings.length === 0) return;
  await recordAudit(transaction, {
    at: now,
    actor: context.actor,
    action: "page.recorded",
    jobId: job.id,
    link: link.name,
    detail: { entity, page: number, records: records.length, changed: planned, unchanged: unchanged.length },
  });
  if (planned > 0) await context.ring(transaction);
}

/** A page that holds a key twice is taken in rounds, so that the second occurrence is compared with the first. */
function* wavesOf(candidates: readonly Candidate[]): Generator<Candidate[]> {
  let rest = candidates;
  while (rest.length > 0) {
    const seen = new Set<string>();
    const wave: Candidate[] = [];
    const later: Candidate[] = [];
    for (const candidate of rest) {
      if (seen.has(candidate.key)) later.push(candidate);
      else {
        seen.add(candidate.key);
        wave.push(candidate);
      }
    }
    yield wave;
    rest = later;
  }
}

function revisionOf(candidate: Candidate, contentHash: string, known: KnownDocument | undefined): NewRevision {
  return {
    type: candidate.type,
    key: candidate.key,
    ...(known && { known: { id: known.id, revision: known.revision } }),
    contentHash,
    canonical: candidate.content,
    sourceDigest: candidate.sourceDigest,
  };
}
