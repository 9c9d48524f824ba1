import { join } from "node:path";
import type { Configuration } from "../configuration/configuration.ts";
import { usualRetention } from "../configuration/usualRetention.ts";
import { countMovable, moveContents } from "../ledger/archivedContents.ts";
import { writeArchive } from "../ledger/archiveFile.ts";
import { recordAudit } from "../ledger/audit.ts";
import { currentConfiguration } from "../ledger/configurations.ts";
import { newIdentifier } from "../ledger/identifier.ts";
import type { LedgerTransaction } from "../ledger/ledger.ts";
import { compactPages, countRetention, type RetentionCounts, removeMessages } from "../ledger/retention.ts";
import type { StepObserver } from "../sync/steps.ts";
import type { Application } from "./application.ts";

const dayLength = 86_400_000;
const batch = 200;

/** Contents have up to some megabytes each. */
const contentBatch = 20;

export interface RetentionPlan extends RetentionCounts {
  readingsBefore: Date;
  messagesBefore: Date;
  contentsBefore: Date;
  /** Contents that were sent or received, and their size as the ledger keeps it. */
  contents: number;
  contentBytes: number;
}

/** What would go now, by the configuration in force. Changes nothing. */
export async function planRetention({ ledger, clock }: Pick<Application, "ledger" | "clock">): Promise<RetentionPlan> {
  const { retention } = ((await currentConfiguration(ledger))?.document ?? {}) as Partial<Configuration>;
  const { readingDays, messageDays, contentDays } = { ...usualRetention, ...retention };
  const before = (days: number) => new Date(clock().getTime() - days * dayLength);
  const limits = { readingsBefore: before(readingDays), messagesBefore: before(messageDays) };
  const contentsBefore = before(contentDays);
  return {
    ...limits,
    contentsBefore,
    ...(await countRetention(ledger, limits)),
    ...(await countMovable(ledger, contentsBefore)),
  };
}

export interface AppliedRetention {
  /** Rows that went, each a line of the archive. */
  rows: number;
  /** The archive and its SHA-256; null where nothing went. */
  archive: { file: string; digest: string } | null;
}

/**
 * Lets go of what is older than the configuration keeps, after it was written to an archive of JSON lines.
 *
 * A batch is on the disk of the archive, and was read back, before the database forgets it: a process that dies in between has
 * archived some rows twice, and lost none; the archive that it leaves lacks only its `.sha256`. Any number may do this at once,
 * each into a file of its own.
 *
 * @param run.stopping asked between two batches; what is left goes next time
 * @throws {ConnectorError} ARCHIVE_UNWRITABLE
 */
export async function applyRetention(
  application: Pick<Application, "ledger" | "actor" | "clock">,
  folder: string,
  run: { jobId?: string; stopping?: () => boolean; reached?: StepObserver } = {},
): Promise<AppliedRetention> {
  const { ledger, actor, clock } = application;
  const plan = await planRetention(application);
  const day = clock().toISOString().slice(0, 10);
  const file = join(folder, `ml-connector-archive-${day}-${newIdentifier("arc", clock())}.jsonl`);
  const archive = writeArchive(file);
  const steps: ((transaction: LedgerTransaction) => Promise<number>)[] = [
    async (transaction) => {
      const gone = await compactPages(transaction, plan.readingsBefore, batch);
      return archive.add(gone).length;
    },
    async (transaction) => {
      const gone = await removeMessages(transaction, plan.messagesBefore, batch);
      return archive.add(gone).length;
    },
    (transaction) => moveContents(transaction, plan.contentsBefore, contentBatch, clock(), archive.add),
  ];
  let rows = 0;
  let digest: string | undefined;
  try {
    for (const step of steps) {
      while (run.stopping?.() !== true) {
        const gone = await ledger.transaction().execute(async (transaction) => {
          const archived = await step(transaction);
          if (archived > 0) run.reached?.("retention.archived");
          return archived;
        });
        if (gone === 0) break;
        rows += gone;
        run.reached?.("retention.removed");
      }
    }
    digest = await archive.complete();
  } finally {
    archive.close();
  }
  await ledger.transaction().execute((transaction) =>
    recordAudit(transaction, {
      at: clock(),
      actor,
      action: "retention.applied",
      ...(run.jobId && { jobId: run.jobId }),
      detail: { ...plan, rows, archive: digest === undefined ? null : { file, digest } },
    }),
  );
  run.reached?.("retention.finished");
  return { rows, archive: digest === undefined ? null : { file, digest } };
}
