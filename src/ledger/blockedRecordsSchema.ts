import type { ErrorReport } from "../errors/connectorError.ts";
import type { DocumentType, Json } from "./schema.ts";

export interface BlockedRecordTable {
  link: string;
  type: DocumentType;
  key: string;
  cause: Json<ErrorReport>;
  jobId: string;
  since: Date;
}

export interface BlockedRecordsSchema {
  blockedRecord: BlockedRecordTable;
}
