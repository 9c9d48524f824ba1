import type { Generated, GeneratedAlways } from "kysely";

export interface ControlNumberLeapTable {
  id: GeneratedAlways<number>;
  sender: string;
  receiver: string;
  usage: string;
  kind: "interchange" | "group";
  /** The first and the last number that were left out. */
  fromNumber: number;
  toNumber: number;
  reason: string;
  actor: string;
  at: Date;
}

export interface RestorationTable {
  id: string;
  backupId: string;
  backupTakenAt: Date;
  restoredAt: Date;
  restoredBy: string;
  /** Whether the ledger that the backup was taken of may have gone on working afterwards. */
  mayHaveGoneOn: boolean;
  /** Numbers that a series leaves out which was unknown then. */
  newSeriesLeap: Generated<number>;
}

export interface RestorationGapTable {
  restorationId: string;
  link: string;
  entity: string;
  closedAt: Date | null;
  closedJobId: string | null;
}

export interface HandoverTable {
  backupId: string;
  handedOverAt: Date;
  handedOverBy: string;
}

export interface ScaleSchema {
  controlNumberLeap: ControlNumberLeapTable;
  restoration: RestorationTable;
  restorationGap: RestorationGapTable;
  handover: HandoverTable;
}
