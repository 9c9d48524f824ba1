import type { ColumnType, GeneratedAlways, JSONColumnType } from "kysely";
import type { Change } from "../documents/change/change.ts";
import type { ErrorReport } from "../errors/connectorError.ts";
import type { AccessSchema } from "./accessSchema.ts";
import type { AnswersSchema } from "./answersSchema.ts";
import type { BlockedRecordsSchema } from "./blockedRecordsSchema.ts";
import type { ChecksSchema } from "./checksSchema.ts";
import type { ClockSchema } from "./clockSchema.ts";
import type { DeliveryPauseSchema } from "./deliveryPause.ts";
import type { DeliveryState } from "./deliveryState.ts";
import type { GpLoadSchema } from "./gpLoadSchema.ts";
import type { InboxSchema } from "./inboxSchema.ts";
import type { LinkHoldSchema } from "./linkHold.ts";
import type { OperationsSchema } from "./operationsSchema.ts";
import type { ScaleSchema } from "./scaleSchema.ts";
import type { SearchSchema } from "./searchSchema.ts";

/** A jsonb column: read as a value, written as JSON text so that an array is not taken for a PostgreSQL array. */
export type Json<Value extends object> = JSONColumnType<Value, string, string>;
export type JsonOrNull<Value extends object> = ColumnType<Value | null, string | null, string | null>;

export const documentTypes = ["vendor", "purchaseOrder", "functionalAcknowledgment"] as const;
export type DocumentType = (typeof documentTypes)[number];
export type Purpose = "original" | "replace" | "cancellation";
export type JobKind = "poll" | "replay" | "receive" | "check" | "collect" | "retention";
export type JobState = "queued" | "running" | "succeeded" | "failed";

export interface ConfigurationTable {
  version: number;
  document: Json<object>;
  digest: string;
  appliedBy: string;
  appliedAt: Date;
  /** See {@link JobTable.clockSetBackTo}. */
  clockSetBackTo: Date | null;
}

export interface SecretTable {
  name: string;
  sealed: string;
  updatedAt: Date;
}

export interface WorkerTable {
  id: string;
  host: string;
  pid: number;
  backendPid: number;
  backendStart: Date;
  startedAt: Date;
  heartbeatAt: Date;
}

export interface JobTable {
  id: string;
  kind: JobKind;
  link: string;
  state: JobState;
  parameters: Json<object>;
  requestedBy: string;
  requestedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  workerId: string | null;
  /** A running job without a worker rests until then. */
  notBefore: Date | null;
  replayOf: string | null;
  checkpoint: JsonOrNull<object>;
  error: JsonOrNull<ErrorReport>;
  /** The earliest time that the clock was set back to since, where the job was asked for or ended after it. */
  clockSetBackTo: Date | null;
}

export interface DocumentTable {
  id: string;
  link: string;
  type: DocumentType;
  key: string;
  firstSeenAt: Date;
  latestRevision: number;
  latestHash: string;
  /** When a sweep found it gone from GP; null while it is there. */
  disappearedAt: Date | null;
  /** A vendor's own, or that of an order's latest revision. */
  vendorId: string | null;
  vendorName: string | null;
}

/** From the sweep that did not find a document in GP to the read that found it again. */
export interface DisappearanceTable {
  documentId: string;
  foundAt: Date;
  jobId: string;
  returnedAt: Date | null;
  returnedJobId: string | null;
}

export interface RevisionTable {
  documentId: string;
  number: number;
  contentHash: string;
  canonical: Json<object>;
  sourceDigest: string;
  /** GP's CREATDDT, a calendar date: with the number it tells apart a number that was used again. */
  gpCreated: string | null;
  jobId: string;
  createdAt: Date;
}

export interface PageTable {
  jobId: string;
  entity: string;
  number: number;
  records: number;
  /** `[document id, revision]` of each record that was unchanged. */
  unchanged: Json<[string, number][]>;
  readAt: Date;
  /** Counts of what retention has let go. */
  compacted: JsonOrNull<{ unchanged: number; skipped: number; blocked: number }>;
}

export interface ReadingTable {
  id: GeneratedAlways<number>;
  jobId: string;
  /** Number of the page, within the job and the type. */
  page: number | null;
  type: DocumentType;
  key: string;
  documentId: string | null;
  revision: number | null;
  outcome: "changed" | "skipped" | "blocked";
  cause: JsonOrNull<object>;
  /** Found changed by a sweep, where no poll would have looked. */
  missedByPolls: boolean;
}

export interface ContentTable {
  digest: string;
  /** Compressed; null once they are in an archive. */
  bytes: Buffer | null;
  /** When they were stored or were last needed: what their term counts from. */
  createdAt: Date;
  archiveFile: string | null;
  archiveOffset: number | null;
  archiveLength: number | null;
  archivedAt: Date | null;
}

/** X12 control numbers of one interchange, as written: ISA13, GS06, ST02. */
export interface ControlNumbers {
  sender: string;
  receiver: string;
  usage: string;
  interchange: number;
  group: number;
  set: string;
}

/** What the file is: an X12 set, or JSON. */
export type DeliveryForm = "850" | "860" | "997" | "json";

/** How a revision differs from the one that the partner has. */
export interface Comparison {
  /** The revision that the partner has. */
  revision: number;
  /** In words, with the place and the values apart (see documents/change). */
  changes: Change[];
}

export interface DeliveryTable {
  id: string;
  position: GeneratedAlways<number>;
  documentId: string;
  revision: number;
  link: string;
  type: DocumentType;
  key: string;
  state: DeliveryState;
  jobId: string;
  replayOf: string | null;
  /** The replay under which it is tried now, where a person asked for it again. */
  replayJobId: string | null;
  /** What the rendered file says it is; decided when it is rendered, from what was sent before. */
  purpose: Purpose | null;
  form: DeliveryForm | null;
  comparison: JsonOrNull<Comparison>;
  folder: string | null;
  fileName: string | null;
  contentType: string | null;
  contentDigest: string | null;
  controlNumbers: JsonOrNull<ControlNumbers>;
  warnings: JsonOrNull<object[]>;
  attempts: number;
  nextAttemptAt: Date | null;
  error: JsonOrNull<ErrorReport>;
  workerId: string | null;
  createdAt: Date;
  settledAt: Date | null;
  /** When a person had told the partner what no file could. */
  toldAt: Date | null;
}

export interface AttemptTable {
  id: GeneratedAlways<number>;
  deliveryId: string;
  number: number;
  jobId: string;
  workerId: string;
  startedAt: Date;
  finishedAt: Date | null;
  outcome: string | null;
  status: number | null;
  detail: JsonOrNull<object>;
}

export interface ControlNumberSeriesTable {
  sender: string;
  receiver: string;
  usage: string;
  kind: "interchange" | "group";
  last: number;
}

export interface ControlNumberTable {
  sender: string;
  receiver: string;
  usage: string;
  kind: "interchange" | "group";
  number: number;
  deliveryId: string;
  givenAt: Date;
}

export interface WatermarkTable {
  link: string;
  entity: string;
  /** Calendar date `YYYY-MM-DD` in the site's own time. */
  modifiedThrough: string | null;
  /** The largest DEX_ROW_TS read, of a site that selects by it. */
  stampedThrough: Date | null;
  jobId: string;
}

export interface AuditEntryTable {
  id: GeneratedAlways<number>;
  at: Date;
  actor: string;
  action: string;
  jobId: string | null;
  link: string | null;
  subject: string | null;
  detail: Json<object>;
}

export interface AuditSealTable {
  position: number;
  entryId: number;
  previousHash: string;
  hash: string;
}

export interface LedgerSchema
  extends AccessSchema,
    AnswersSchema,
    BlockedRecordsSchema,
    ChecksSchema,
    GpLoadSchema,
    ClockSchema,
    DeliveryPauseSchema,
    LinkHoldSchema,
    InboxSchema,
    OperationsSchema,
    ScaleSchema,
    SearchSchema {
  configuration: ConfigurationTable;
  secret: SecretTable;
  worker: WorkerTable;
  job: JobTable;
  document: DocumentTable;
  disappearance: DisappearanceTable;
  revision: RevisionTable;
  page: PageTable;
  reading: ReadingTable;
  content: ContentTable;
  delivery: DeliveryTable;
  attempt: AttemptTable;
  controlNumberSeries: ControlNumberSeriesTable;
  controlNumber: ControlNumberTable;
  watermark: WatermarkTable;
  auditEntry: AuditEntryTable;
  auditSeal: AuditSealTable;
}
