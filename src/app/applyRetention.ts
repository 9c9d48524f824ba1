import { join } from "node:path";
import type { Configuration } from "../configuration/configuration.ts";
import { programSchedules } from "../configuration/programSchedules.ts";
import { usualRetention } from "../configuration/usualRetention.ts";
import { clearAlert, type RaisedAlert, raiseAlert } from "../ledger/alerts.ts";
import { countMovable, moveContents, ownersOf } from "../ledger/archivedContents.ts";
import { writeArchive } from "../ledger/archiveFile.ts";
import { recordAudit } from "../ledger/audit.ts";
import { currentConfiguration } from "../ledger/configurations.ts";
import { newIdentifier } from "../ledger/identifier.ts";
import type { LedgerTransaction } from "../ledger/ledger.ts";
import {
  compactPages,
  countRetention,
  type RetentionCounts,
  removeMessages,
  retentionAlert,
} from "../ledger/retention.ts";
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
  /** Whose bytes are damaged, and stayed: IDs of deliveries and messages. */
  damaged: string[];
}

/**
 * Lets go of what is older than the configuration keeps, after it was written to an archive of JSON lines.
 *
 * A batch is on the disk of the archive, and was read back, before the database forgets it: a process that dies in between has
 * archived some rows twice, and lost none; the archive that it leaves lacks only its `.sha256`. Any number may do this at once,
 * each into a file of its own. Bytes that are damaged stay, keep nothing else from going, and are the alert {@link retentionAlert}.
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
  const digests = new Set<string>();
  const steps: ((transaction: LedgerTransaction) => Promise<number>)[] = [
    async (transaction) => {
      const gone = await compactPages(transaction, plan.readingsBefore, batch);
      return archive.add(gone).length;
    },
    async (transaction) => {
      const gone = await removeMessages(transaction, plan.messagesBefore, batch);
      return archive.add(gone).length;
    },
    (transaction) =>
      moveContents(transaction, plan.contentsBefore, contentBatch, clock(), { archive: archive.add, damaged: digests }),
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
  const applied = {
    rows,
    archive: digest === undefined ? null : { file, digest },
    damaged: await ownersOf(ledger, digests),
  };
  await ledger.transaction().execute(async (transaction) => {
    const now = clock();
    await recordAudit(transaction, {
      at: now,
      actor,
      action: "retention.applied",
      ...(run.jobId && { jobId: run.jobId }),
      detail: { ...plan, ...applied },
    });
    if (applied.damaged.length > 0) await raiseAlert(transaction, damageAlert(applied.damaged, run.jobId, now));
    else if (run.stopping?.() !== true) await clearAlert(transaction, retentionAlert, now);
  });
  run.reached?.("retention.finished");
  return applied;
}

function damageAlert(damaged: readonly string[], jobId: string | undefined, now: Date): RaisedAlert {
  const first = damaged.slice(0, 3).join(", ");
  const more = damaged.length > 3 ? ` and ${damaged.length - 3} more` : "";
  return {
    key: retentionAlert,
    code: "CONTENT_DAMAGED",
    link: programSchedules,
    subject: jobId ?? null,
    message: `retention leaves bytes in the ledger that are damaged, those of ${first}${more}`,
    now,
  };
}
