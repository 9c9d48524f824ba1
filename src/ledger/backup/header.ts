import { z } from "zod";

/** What stands at the head of a backup. */
export const backupHeader = z.strictObject({
  format: z.literal("ml-connector-backup"),
  version: z.literal(1),
  /** `bak_...` */
  id: z.string(),
  takenAt: z.iso.datetime(),
  takenBy: z.string(),
  program: z.string(),
  /** Migrations that the ledger had seen, in order. */
  migrations: z.array(z.string()).min(1),
  /** Whether the ledger was handed over: it does no work after this backup. */
  handover: z.boolean(),
  /** Identifier of the master key that seals the secrets in it; the key itself is never in a backup. */
  keyId: z.string().nullable(),
});

export type BackupHeader = z.infer<typeof backupHeader>;

export const tableFrame = z.strictObject({ table: z.string(), columns: z.array(z.string()).min(1) });
export const endFrame = z.strictObject({ table: z.string(), rows: z.int().min(0), bytes: z.int().min(0) });
