/** Up to where a system was good, by the error that ended the way. */
import type { ErrorCode } from "../errors/registry.ts";
import type { CheckStage } from "./report.ts";

const stages: Partial<Record<ErrorCode, CheckStage>> = {
  SECRETS_MISSING: "identity",
  GP_LOGON_REFUSED: "identity",
  GP_SCHEME_NOT_OFFERED: "identity",
  GP_CHANNEL_BINDING: "identity",
  GP_AUTHENTICATION_FAILED: "identity",
  GP_KERBEROS: "identity",
  GP_CREDENTIALS_UNAVAILABLE: "identity",
  GP_ACCESS_DENIED: "permission",
  GP_TENANT_NOT_FOUND: "company",
  GP_SERVICE_NOT_FOUND: "company",
  GP_COMPANY_MISMATCH: "company",
  GP_VERSION_UNSUPPORTED: "company",
  GP_RESOURCE_NOT_OFFERED: "company",
  GP_ANSWER_UNREADABLE: "shape",
  GP_ANSWER_TOO_LARGE: "shape",
  GP_RECORD_UNREADABLE: "shape",
  GP_PAGING_STUCK: "shape",
  GP_PAGING_UNSTABLE: "shape",
  CLEO_LOGIN_REFUSED: "identity",
  CLEO_LOGIN_PAUSED: "identity",
  CLEO_ACCESS_REVOKED: "permission",
  CLEO_FOLDER_FORBIDDEN: "permission",
  CLEO_FOLDER_NOT_FOUND: "permission",
  CLEO_FILE_REFUSED: "permission",
};

/** Whatever is not listed ends the way at its beginning. */
export function stageOfError(code: ErrorCode): CheckStage {
  return stages[code] ?? (code.startsWith("SECRETS_") ? "identity" : "reach");
}
