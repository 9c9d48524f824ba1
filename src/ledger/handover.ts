/**
 * Hands this ledger over to another database: after it, no worker may start here, nothing is sent, and nothing that Cleo sends
 * is taken in. The tables of workers and of what came in are locked meanwhile. So a worker either registered before, and is
 * seen, or finds the ledger handed over; and a message was either on disk before, and moves with the ledger, or is refused.
 *
 * A worker whose session is broken at that moment is not seen, and goes on. So the links are held as well: what it begins is
 * either `sending` (a draft: `creating`) before, and in doubt where the ledger has moved to, or it finds nothing to begin.
 */
import { sql } from "kysely";
import { ConnectorError } from "../errors/connectorError.ts";
import type { Ledger, LedgerTransaction } from "./ledger.ts";
import { waitForLinks } from "./linkHold.ts";
import { liveWorkers } from "./workers.ts";

/** @throws {ConnectorError} LEDGER_IN_USE where a worker lives */
export async function handOver(
  transaction: LedgerTransaction,
  handover: { backupId: string; by: string; now: Date },
): Promise<void> {
  await waitForLinks(transaction);
  await sql`lock table worker, inbox_key in exclusive mode`.execute(transaction);
  const live = await liveWorkers(transaction);
  if (live.length > 0) throw new ConnectorError("LEDGER_IN_USE", `${live.length} workers run on this ledger`);
  await transaction
    .insertInto("handover")
    .values({ backupId: handover.backupId, handedOverAt: handover.now, handedOverBy: handover.by })
    .execute();
}

/** Looked at once the link is held, which a handover waits for. */
export const notHandedOver = sql<boolean>`not exists (select from handover)`;

/** @throws {ConnectorError} LEDGER_HANDED_OVER */
export async function refuseHandedOver(ledger: Ledger): Promise<void> {
  const row = await ledger
    .selectFrom("handover")
    .selectAll()
    .orderBy("handedOverAt", "desc")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return;
  throw new ConnectorError(
    "LEDGER_HANDED_OVER",
    `this ledger was handed over with the backup ${row.backupId} at ${row.handedOverAt.toISOString()}`,
  );
}
