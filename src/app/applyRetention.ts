import { createHash } from "node:crypto";
import { closeSync, createReadStream, fsyncSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Configuration } from "../configuration/configuration.ts";
import { recordAudit } from "../ledger/audit.ts";
import { currentConfiguration } from "../ledger/configurations.ts";
import type { LedgerTransaction } from "../ledger/ledger.ts";
import {
  type ArchivedRow,
  compactPages,
  countRetention,
  type RetentionCounts,
  type RetentionLimits,
  removeMessages,
} from "../ledger/retention.ts";
import type { Application } from "./application.ts";

const day = 86_400_000;
const batch = 200;

/** Days that details are kept where the configuration says nothing. */
export const usualRetention = { readingDays: 400, messageDays: 400 };

export interface RetentionPlan extends RetentionCounts {
  readingsBefore: Date;
  messagesBefore: Date;
}

/** What would go now, by the configuration in force. Changes nothing. */
export async function planRetention({ ledger, clock }: Pick<Application, "ledger" | "clock">): Promise<RetentionPlan> {
  const { retention } = ((await currentConfiguration(ledger))?.document ?? {}) as Partial<Configuration>;
  const { readingDays, messageDays } = { ...usualRetention, ...retention };
  const before = (days: number) => new Date(clock().getTime() - days * day);
  const limits: RetentionLimits = { readingsBefore: before(readingDays), messagesBefore: before(messageDays) };
  return { ...limits, ...(await countRetention(ledger, limits)) };
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
 * A batch is on the disk of the archive before the database forgets it: a process that dies in between has archived some rows
 * twice, and lost none.
 */
export async function applyRetention(
  application: Pick<Application, "ledger" | "actor" | "clock">,
  folder: string,
): Promise<AppliedRetention> {
  const { ledger, actor, clock } = application;
  const plan = await planRetention(application);
  const file = join(folder, `ml-connector-archive-${clock().toISOString().replace(/[:.]/g, "-")}.jsonl`);
  let handle: number | undefined;
  const archive = (rows: readonly ArchivedRow[]): void => {
    mkdirSync(folder, { recursive: true });
    handle ??= openSync(file, "wx", 0o600);
    writeSync(handle, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    fsyncSync(handle);
  };
  let rows = 0;
  try {
    for (const step of [
      (transaction: LedgerTransaction) => compactPages(transaction, plan.readingsBefore, batch),
      (transaction: LedgerTransaction) => removeMessages(transaction, plan.messagesBefore, batch),
    ]) {
      for (;;) {
        const gone = await ledger.transaction().execute(async (transaction) => {
          const removed = await step(transaction);
          if (removed.length > 0) archive(removed);
          return removed.length;
        });
        if (gone === 0) break;
        rows += gone;
      }
    }
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
  const digest = handle === undefined ? undefined : await digestOfFile(file);
  if (digest !== undefined)
    writeFileSync(`${file}.sha256`, `${digest}  ${file.split(/[\\/]/).at(-1)}\n`, { mode: 0o600 });
  await ledger.transaction().execute((transaction) =>
    recordAudit(transaction, {
      at: clock(),
      actor,
      action: "retention.applied",
      detail: { ...plan, rows, archive: digest === undefined ? null : { file, digest } },
    }),
  );
  return { rows, archive: digest === undefined ? null : { file, digest } };
}

async function digestOfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash.digest("hex");
}
