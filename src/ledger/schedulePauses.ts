import type { Ledger, LedgerTransaction } from "./ledger.ts";

export interface SchedulePause {
  link: string;
  entity: string;
  pausedAt: Date;
  pausedBy: string;
  reason: string | null;
}

/** @returns whether it was not paused before */
export async function pauseSchedule(transaction: LedgerTransaction, pause: SchedulePause): Promise<boolean> {
  const paused = await transaction
    .insertInto("schedulePause")
    .values(pause)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return paused.numInsertedOrUpdatedRows === 1n;
}

/** @returns whether it was paused */
export async function resumeSchedule(transaction: LedgerTransaction, link: string, entity: string): Promise<boolean> {
  const resumed = await transaction
    .deleteFrom("schedulePause")
    .where("link", "=", link)
    .where("entity", "=", entity)
    .executeTakeFirst();
  return resumed.numDeletedRows === 1n;
}

export async function listSchedulePauses(ledger: Ledger): Promise<SchedulePause[]> {
  return ledger.selectFrom("schedulePause").selectAll().orderBy("link").orderBy("entity").execute();
}

export async function isSchedulePaused(ledger: Ledger, link: string, entity: string): Promise<boolean> {
  const row = await ledger
    .selectFrom("schedulePause")
    .select("link")
    .where("link", "=", link)
    .where("entity", "=", entity)
    .executeTakeFirst();
  return row !== undefined;
}
