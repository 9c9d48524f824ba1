/**
 * The second half of a sweep. The first has read everything that GP lists; what the ledger knows beside that is asked for
 * by its key, because a list that changes while it is read proves nothing by silence.
 *
 * - What GP has after all is recorded like any other record.
 * - What it has not is gone: deleted, or moved to history. That is an event of the document, told once. Nothing is sent
 *   for it, since the two look alike from outside, and only one of them concerns the partner.
 */
import { recordAudit } from "../ledger/audit.ts";
import { recordDisappearances, type UnseenDocument, unseenDocuments } from "../ledger/disappearances.ts";
import { nextPageNumber } from "../ledger/readings.ts";
import { closeGap } from "../ledger/restoration.ts";
import { leaveOutUnsent } from "./leaveOutUnsent.ts";
import { type Entity, type PollRun, writeStep } from "./pollRun.ts";
import { type EntityRecord, recordRecords, typeOf } from "./recordRecords.ts";

/** Documents whose answers are written together. */
const batch = 100;

/** Questions that stand in line at once; how many of them GP gets at a time is for its load manners to say. */
const lanes = 10;

export async function askForUnseen(run: PollRun, entity: Entity, gapSince?: Date): Promise<void> {
  const { context, resources, job, checkpoint } = run;
  const { unseen } = checkpoint;
  if (unseen?.entity !== entity) throw new Error(`the sweep has not read ${entity} to their end`);
  const { ledger, clock, progress, actor } = context;
  const type = typeOf(entity);
  const about = { actor, jobId: job.id, link: resources.link.name };
  for (;;) {
    const search = { jobId: job.id, link: resources.link.name, type, after: unseen.after, limit: batch };
    const documents = await unseenDocuments(ledger, search);
    const last = documents.at(-1);
    if (last === undefined) break;
    const answers = await askForEach(run, entity, documents);
    const records = answers.flatMap((answer) => answer ?? []);
    const gone = documents.filter((_, index) => answers[index] === undefined);
    unseen.after = last.key;
    unseen.asked += documents.length;
    unseen.disappeared += gone.length;
    await writeStep(run, async (transaction) => {
      const now = clock();
      if (records.length > 0) {
        const number = await nextPageNumber(transaction, job.id, entity);
        const page = { jobId: job.id, entity, number, records, polls: unseen.polls, ...(gapSince && { gapSince }) };
        await recordRecords(transaction, context, resources, page);
      }
      await recordDisappearances(transaction, { jobId: job.id, now }, gone);
      const leftOut = new Map(gone.map(({ id, key }) => [id, { key, rule: "gone from GP" }]));
      await recordAudit(
        transaction,
        ...(await leaveOutUnsent(transaction, { ...about, at: now }, leftOut)),
        ...gone.map(({ id, key }) => ({
          ...about,
          at: now,
          action: "document.disappeared",
          subject: id,
          detail: { type, key },
        })),
      );
    });
    if (records.length > 0) progress({ kind: "page", jobId: job.id, entity, records: records.length });
  }
  delete checkpoint.unseen;
  checkpoint.finished.push(entity);
  const { asked, disappeared } = unseen;
  await writeStep(run, async (transaction) => {
    const now = clock();
    if (gapSince) await closeGap(transaction, { link: about.link, entity, jobId: job.id, now });
    await recordAudit(transaction, {
      ...about,
      at: now,
      action: "sweep.finished",
      detail: { entity, asked, disappeared },
    });
  });
}

/** The record of each document, in order; `undefined` where GP has none. */
async function askForEach(
  { resources: { gp } }: PollRun,
  entity: Entity,
  documents: readonly UnseenDocument[],
): Promise<(EntityRecord | undefined)[]> {
  const answers: (EntityRecord | undefined)[] = new Array(documents.length).fill(undefined);
  let taken = 0;
  let failed = false;
  const ask = async (): Promise<void> => {
    for (let index = taken++; index < documents.length && !failed; index = taken++) {
      const key = documents[index]?.key ?? "";
      try {
        answers[index] = entity === "vendors" ? await gp.vendor(key) : await gp.purchaseOrder(key);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const settled = await Promise.allSettled(Array.from({ length: lanes }, ask));
  const fault = settled.find((each) => each.status === "rejected");
  if (fault) throw fault.reason;
  return answers;
}
