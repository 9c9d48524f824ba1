import type { ColumnType, JSONColumnType } from "kysely";
import type { ErrorReport } from "../errors/connectorError.ts";
import type { ErrorCode, Owner } from "../errors/registry.ts";

export interface AlertTable {
  id: string;
  /** Names the cause, such as `cleo-connection/two-to-cleo`. */
  key: string;
  code: ErrorCode;
  link: string | null;
  subject: string | null;
  message: string;
  fix: string;
  owner: Owner;
  count: number;
  firstAt: Date;
  lastAt: Date;
  clearedAt: Date | null;
  told: "raised" | "cleared" | null;
  toldAt: Date | null;
  tellAt: Date | null;
}

export interface NotificationTable {
  id: string;
  event: string;
  channel: string;
  link: string | null;
  subject: string | null;
  title: string;
  text: string;
  /** Names and values, in the order in which they are shown. */
  facts: JSONColumnType<[string, string][], string, string>;
  state: "waiting" | "sending" | "sent" | "failed";
  attempts: number;
  nextAttemptAt: Date | null;
  error: ColumnType<ErrorReport | null, string | null, string | null>;
  workerId: string | null;
  createdAt: Date;
  settledAt: Date | null;
}

export interface SchedulePauseTable {
  link: string;
  entity: string;
  pausedAt: Date;
  pausedBy: string;
  reason: string | null;
  /** The pause is over. */
  resumedAt: Date | null;
}

export interface UpkeepTable {
  name: string;
  dueAt: Date;
}

export interface OperationsSchema {
  alert: AlertTable;
  notification: NotificationTable;
  schedulePause: SchedulePauseTable;
  upkeep: UpkeepTable;
}
