import type { GeneratedAlways } from "kysely";
import type { ErrorReport } from "../errors/connectorError.ts";
import type { DraftKind, GpDraft } from "../gp/index.ts";
import type { DraftState } from "./draftState.ts";
import type { Json, JsonOrNull } from "./schema.ts";

export type AnswerType = "855" | "856" | "810" | "997" | "TA1";

export interface AnswerTable {
  inboundId: string;
  orderId: string;
  link: string;
  type: AnswerType;
  partner: string;
  number: string;
  sequence: string;
  result: string;
  summary: string;
  detail: Json<object>;
  deliveryId: string | null;
  jobId: string;
  answeredAt: Date;
}

/** A line of the partner, by its place in their document, for which no line of the order could be told. */
export interface UnmatchedLine {
  index: number;
  text: string;
}

export interface DraftTable {
  id: string;
  position: GeneratedAlways<number>;
  link: string;
  inboundId: string;
  orderId: string | null;
  orderNumber: string | null;
  partner: string;
  kind: DraftKind;
  reference: string;
  number: string;
  content: Json<GpDraft>;
  state: DraftState;
  problems: Json<ErrorReport[]>;
  unmatched: Json<UnmatchedLine[]>;
  attempts: number;
  nextAttemptAt: Date | null;
  error: JsonOrNull<ErrorReport>;
  workerId: string | null;
  gpNumber: string | null;
  jobId: string;
  replayJobId: string | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  decision: string | null;
  createdAt: Date;
  settledAt: Date | null;
}

export interface DraftAttemptTable {
  id: GeneratedAlways<number>;
  draftId: string;
  number: number;
  jobId: string;
  workerId: string;
  startedAt: Date;
  finishedAt: Date | null;
  outcome: string | null;
  error: JsonOrNull<ErrorReport>;
}

export interface LineAssignmentTable {
  inboundId: string;
  lineIndex: number;
  ord: number | null;
  assignedBy: string;
  assignedAt: Date;
}

export type AcknowledgementKind = "997" | "855";
export type AcknowledgementState = "waiting" | "accepted" | "acceptedWithErrors" | "changed" | "rejected";

export interface AcknowledgementTable {
  deliveryId: string;
  kind: AcknowledgementKind;
  orderId: string;
  link: string;
  partner: string;
  state: AcknowledgementState;
  sentAt: Date;
  dueAt: Date | null;
  overdueAt: Date | null;
  inboundId: string | null;
  sequence: string | null;
  answeredAt: Date | null;
}

export interface AnswersSchema {
  answer: AnswerTable;
  draft: DraftTable;
  draftAttempt: DraftAttemptTable;
  lineAssignment: LineAssignmentTable;
  acknowledgement: AcknowledgementTable;
}
