/**
 * A poll reads one link's vendors and purchase orders from GP and records what changed.
 *
 * - One transaction per page holds everything the page brought: outcomes, new revisions, planned deliveries, the audit
 *   entry and the bell that wakes the workers. A crash leaves whole pages or none.
 * - The watermark moves in the transaction that ends the reading of an entity, after every page of it is on disk
 *   (Invariant 1), to the largest marker seen and not to the present.
 * - A poll that died is taken up by the next living worker under the same job and goes on behind its last recorded page.
 *   The reader checks that the row it stopped at is still there, and starts over where rows have moved meanwhile; the
 *   content hash makes reading twice free of effects.
 * - After a restore from a backup everything is read once, and what is found changed is in doubt (ledger/restoration.ts).
 * - A sweep reads everything, and once an entity was read to its end, asks for what it did not meet (see sweep.ts).
 */
import { dateIn } from "../gp/index.ts";
import { forgetUnmet } from "../ledger/blockedRecords.ts";
import type { Job } from "../ledger/jobs.ts";
import { nextPageNumber } from "../ledger/readings.ts";
import { closeGap, openGap } from "../ledger/restoration.ts";
import { advanceWatermark, readWatermark } from "../ledger/watermarks.ts";
import type { LinkResources } from "./linkResources.ts";
import { type Entity, entities, type PollCheckpoint, type PollParameters, type PollRun, writeStep } from "./pollRun.ts";
import { type EntityRecord, recordRecords, typeOf } from "./recordRecords.ts";
import { askForUnseen } from "./sweep.ts";
import { type Largest, largestOf, pollWindow, queryOf, type Window } from "./window.ts";
import type { WorkerContext } from "./workerContext.ts";

export async function poll(context: WorkerContext, resources: LinkResources, job: Job): Promise<void> {
  const parameters = job.parameters as PollParameters;
  const checkpoint: PollCheckpoint = (job.checkpoint as PollCheckpoint | null) ?? { finished: [] };
  const run: PollRun = { context, resources, job, checkpoint };
  context.reached?.("poll.claimed");
  await resources.gp.checkCompany();
  for (const entity of entities) {
    if (!parameters.entities.includes(entity) || checkpoint.finished.includes(entity)) continue;
    const gapSince = await openGap(context.ledger, resources.link.name, entity);
    if (checkpoint.unseen?.entity !== entity) await readEntity(run, entity, parameters, gapSince);
    if (parameters.sweep) await askForUnseen(run, entity, gapSince);
  }
  context.reached?.("poll.finished");
}

async function readEntity(
  run: PollRun,
  entity: Entity,
  parameters: PollParameters,
  gapSince: Date | undefined,
): Promise<void> {
  const { context, resources, job, checkpoint } = run;
  const { link, gp, company } = resources;
  const { ledger, clock, progress } = context;
  const begun = checkpoint.reading?.entity === entity ? checkpoint.reading : undefined;
  const { window, polls } =
    begun ?? (await windowsOf(run, entity, { ...parameters, full: parameters.full || gapSince !== undefined }));
  let largest: Largest = begun?.largest ?? {};
  let number = await nextPageNumber(ledger, job.id, entity);
  const query = { ...queryOf(window), ...(begun && { resume: begun.next }) };
  const pages = entity === "vendors" ? gp.vendors(query) : gp.purchaseOrders(query);
  for await (const page of pages) {
    context.reached?.("poll.pageRead");
    const records: readonly EntityRecord[] = page.records;
    const now = clock();
    largest = largestOf(largest, records, { today: dateIn(company.timeZone, now), now });
    checkpoint.reading = { entity, window, next: page.next, largest, ...(polls && { polls }) };
    await writeStep(run, (transaction) =>
      recordRecords(transaction, context, resources, {
        jobId: job.id,
        entity,
        number,
        records,
        ...(polls && { polls }),
        ...(gapSince && { gapSince }),
      }),
    );
    number += 1;
    progress({ kind: "page", jobId: job.id, entity, records: records.length });
  }
  delete checkpoint.reading;
  if (polls) checkpoint.unseen = { entity, after: "", asked: 0, disappeared: 0, polls };
  else checkpoint.finished.push(entity);
  await writeStep(
    run,
    async (transaction) => {
      // A sweep closes the gap when it has also asked for what the list did not show.
      if (gapSince && !polls) await closeGap(transaction, { link: link.name, entity, jobId: job.id, now: clock() });
      if (isEverything(window))
        await forgetUnmet(transaction, { link: link.name, type: typeOf(entity), jobId: job.id });
      const { modified } = largest;
      // A reading limited by date has not met every row behind the largest stamp that it saw.
      const stamped = window.from === undefined ? largest.stamped : undefined;
      if (modified === undefined && stamped === undefined) return;
      await advanceWatermark(transaction, {
        link: link.name,
        entity,
        ...(modified !== undefined && { modifiedThrough: modified }),
        ...(stamped !== undefined && { stampedThrough: new Date(stamped) }),
        jobId: job.id,
      });
    },
    "entity",
  );
}

const isEverything = (window: Window): boolean => Object.values(window).every((bound) => bound === undefined);

/** What is read, and for a sweep what a poll would have read in its place. */
async function windowsOf(
  { context, resources }: PollRun,
  entity: Entity,
  { full, sweep }: PollParameters,
): Promise<{ window: Window; polls?: Window }> {
  const { link, gp, overlapDays } = resources;
  const rules = { overlapDays, byRowTimestamp: gp.selectsByRowTimestamp(entity) };
  const polls = pollWindow(await readWatermark(context.ledger, link.name, entity), rules);
  if (sweep) return { window: {}, polls };
  return { window: full ? {} : polls };
}
