/** What a page of records means for the ledger: outcomes, new revisions with their deliveries, audit, the bell. */
import { purchaseOrderTerms, vendorTerms } from "../documents/searchTerms.ts";
import type { DecodedRecord, GpPurchaseOrder, GpVendor } from "../gp/index.ts";
import { type AuditRecord, recordAudit } from "../ledger/audit.ts";
import { recordBlocked } from "../ledger/blockedRecords.ts";
import { digestOf } from "../ledger/contents.ts";
import { recordReturns } from "../ledger/disappearances.ts";
import { type KnownDocument, knownDocuments, type NewRevision, recordRevisions } from "../ledger/documents.ts";
import { wakeWaiting } from "../ledger/inboundDocuments.ts";
import type { LedgerTransaction } from "../ledger/ledger.ts";
import { type ReadingRecord, recordPage } from "../ledger/readings.ts";
import { doubtPlanned } from "../ledger/restoration.ts";
import type { DocumentType } from "../ledger/schema.ts";
import { candidateOf } from "./candidate.ts";
import { type Candidate, decide } from "./decide.ts";
import { waitsForOrder } from "./inbound/order.ts";
import { leaveOutUnsent } from "./leaveOutUnsent.ts";
import type { LinkResources } from "./linkResources.ts";
import type { Entity } from "./pollRun.ts";
import { isListed, type Window } from "./window.ts";
import type { WorkerContext } from "./workerContext.ts";

export type EntityRecord = DecodedRecord<GpVendor | GpPurchaseOrder>;

export const typeOf = (entity: Entity): DocumentType => (entity === "vendors" ? "vendor" : "purchaseOrder");

export interface RecordsRead {
  jobId: string;
  entity: Entity;
  /** Number of the page within the job. */
  number: number;
  records: readonly EntityRecord[];
  /** Of a sweep: what the polls would have read. A change outside of it is one that they missed. */
  polls?: Window;
  /** After a restore: when the backup was taken. What is found changed may have been sent since. */
  gapSince?: Date;
}

/** One transaction per page; the caller's. */
export async function recordRecords(
  transaction: LedgerTransaction,
  context: WorkerContext,
  resources: LinkResources,
  { jobId, entity, number, records, polls, gapSince }: RecordsRead,
): Promise<void> {
  const now = context.clock();
  const { link } = resources;
  const type = typeOf(entity);
  const readings: ReadingRecord[] = [];
  const unchanged: [string, number][] = [];
  const candidates: Candidate[] = [];
  const missed = new Map<string, string | undefined>();
  for (const record of records) {
    if (record.ok) {
      candidates.push(candidateOf(entity, record, link));
      if (polls && !isListed(polls, record.record)) missed.set(record.key, record.record.modifiedDate);
    } else {
      readings.push({ type, key: record.key ?? "", outcome: "blocked", cause: record.problem.report() });
    }
  }
  const about = { at: now, actor: context.actor, jobId, link: link.name };
  const audits: AuditRecord[] = [];
  const contents: { key: string; before: string | undefined; after: string }[] = [];
  let planned = 0;
  for (const wave of wavesOf(candidates)) {
    const keys = wave.map((candidate) => candidate.key);
    const known = await knownDocuments(transaction, link.name, type, keys);
    const revisions: NewRevision[] = [];
    const leftOut = new Map<string, { key: string; rule: string }>();
    for (const candidate of wave) {
      const document = known.get(candidate.key);
      const decision = decide(candidate, document, resources.rules);
      if (decision.outcome === "changed") {
        revisions.push(revisionOf(candidate, decision.hash, document));
        contents.push({ key: candidate.key, before: document?.hash, after: decision.hash });
      } else if (decision.outcome === "unchanged" && document) unchanged.push([document.id, document.revision]);
      else if (decision.outcome === "skipped") {
        readings.push({ type, key: candidate.key, outcome: "skipped", cause: { rule: decision.rule } });
        if (document && mayBeUnsent(document)) leftOut.set(document.id, { key: candidate.key, rule: decision.rule });
      } else if (decision.outcome === "blocked") {
        readings.push({ type, key: candidate.key, outcome: "blocked", cause: decision.error });
      }
    }
    audits.push(...(await leaveOutUnsent(transaction, about, leftOut)));
    const recorded = await recordRevisions(transaction, { link: link.name, jobId, now }, revisions);
    if (gapSince) {
      const deliveries = recorded.map(({ deliveryId }) => deliveryId);
      await doubtPlanned(transaction, deliveries, gapSince, now);
    }
    for (const { documentId, key, revision } of recorded) {
      const candidate = wave.find((each) => each.key === key);
      const before = known.get(key);
      const missedByPolls = missed.has(key) && candidate?.sourceDigest !== before?.sourceDigest;
      readings.push({ type, key, documentId, revision, outcome: "changed", missedByPolls });
      if (missedByPolls) {
        const detail = { type, key, revision, modifiedDate: missed.get(key) ?? null, polls };
        audits.push({ ...about, action: "document.missedByPolls", subject: documentId, detail });
      }
      if (before?.gpCreated && candidate?.gpCreated && before.gpCreated !== candidate.gpCreated) {
        const detail = { type, key, revision, created: candidate.gpCreated, createdBefore: before.gpCreated };
        audits.push({ ...about, action: "document.numberReused", subject: documentId, detail });
      }
    }
    planned += recorded.length;
    await wakeAnswers(transaction, link.name, recorded, now);
  }
  await recordPage(transaction, { jobId, entity, number, records: records.length, unchanged, readings, now });
  const present = records.flatMap(({ key }) => (key === undefined ? [] : [key]));
  const blocked = readings.flatMap(({ key, cause }) => (cause && "code" in cause ? [{ key, cause }] : []));
  await recordBlocked(transaction, { link: link.name, type, jobId, now }, blocked, present);
  for (const { id, key } of await recordReturns(transaction, { link: link.name, type, jobId, now }, present)) {
    audits.push({ ...about, action: "document.returned", subject: id, detail: { type, key } });
  }
  if (readings.length > 0) {
    const counts = { records: records.length, changed: planned, unchanged: unchanged.length };
    const before = digestOfContents(contents.map(({ key, before }) => [key, before]));
    const after = digestOfContents(contents.map(({ key, after }) => [key, after]));
    const detail = { entity, page: number, ...counts, before, after };
    audits.push({ ...about, action: "page.recorded", detail });
  }
  await recordAudit(transaction, ...audits);
  if (planned > 0) await context.ring(transaction);
}

/**
 * SHA-256 of one line for each document that has a content, its key and the content's hash, in the order in which they were read;
 * null where there is none. The hashes stand with the revisions, which can be held against it.
 */
function digestOfContents(contents: readonly (readonly [key: string, hash: string | undefined])[]): string | null {
  const lines = contents.flatMap(([key, hash]) => (hash === undefined ? [] : [`${key} ${hash}\n`]));
  return lines.length === 0 ? null : digestOf(lines.join(""));
}

/** Most of what is left out is an order that went long ago. */
const mayBeUnsent = ({ state }: KnownDocument): boolean => state !== "sent" && state !== "unneeded";

/** Answers that came before their order was known look again. */
async function wakeAnswers(
  transaction: LedgerTransaction,
  link: string,
  recorded: readonly { key: string; revision: number }[],
  now: Date,
): Promise<void> {
  const fresh = recorded.filter(({ revision }) => revision === 1).map(({ key }) => waitsForOrder(key));
  if (fresh.length > 0) await wakeWaiting(transaction, link, fresh, now);
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
    gpCreated: candidate.gpCreated,
    ...foundBy(candidate),
  };
}

function foundBy(candidate: Candidate): Pick<NewRevision, "vendor" | "terms"> {
  if (candidate.type === "vendor") {
    const { id, name } = candidate.content;
    return { vendor: { id, name }, terms: vendorTerms(candidate.content) };
  }
  const { id, name } = candidate.content.vendor;
  return { vendor: { id, name }, terms: purchaseOrderTerms(candidate.content) };
}
