import type { Ledger, LedgerTransaction } from "./ledger.ts";

export interface SchedulePause {
  link: string;
  entity: string;
  pausedAt: Date;
  pausedBy: string;
  reason: string | null;
  /** `null` while it lasts. Of a schedule's pauses the last one is kept. */
  resumedAt: Date | null;
}

/** @returns whether it was not paused before */
export async function pauseSchedule(
  transaction: LedgerTransaction,
  pause: Omit<SchedulePause, "resumedAt">,
): Promise<boolean> {
  const { pausedAt, pausedBy, reason } = pause;
  const paused = await transaction
    .insertInto("schedulePause")
    .values(pause)
    .onConflict((conflict) =>
      conflict
        .columns(["link", "entity"])
        .doUpdateSet({ pausedAt, pausedBy, reason, resumedAt: null })
        .where("schedulePause.resumedAt", "is not", null),
    )
    .executeTakeFirst();
  return paused.numInsertedOrUpdatedRows === 1n;
}

/** @returns whether it was paused */
export async function resumeSchedule(
  transaction: LedgerTransaction,
  { link, entity, now }: { link: string; entity: string; now: Date },
): Promise<boolean> {
  const resumed = await transaction
    .updateTable("schedulePause")
    .set({ resumedAt: now })
    .where("link", "=", link)
    .where("entity", "=", entity)
    .where("resumedAt", "is", null)
    .executeTakeFirst();
  return resumed.numUpdatedRows === 1n;
}

/** The last pause of each schedule that was ever paused, those that are over among them. */
export async function listSchedulePauses(ledger: Ledger): Promise<SchedulePause[]> {
  return ledger.selectFrom("schedulePause").selectAll().orderBy("link").orderBy("entity").execute();
}

export async function isSchedulePaused(ledger: Ledger, link: string, entity: string): Promise<boolean> {
  const row = await ledger
    .selectFrom("schedulePause")
    .select("link")
    .where("link", "=", link)
    .where("entity", "=", entity)
    .where("resumedAt", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}
