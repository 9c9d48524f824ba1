import type { ErrorCode } from "../errors/registry.ts";
import { errorRegistry } from "../errors/registry.ts";

const own: Partial<Record<ErrorCode, number>> = {
  NOT_SIGNED_IN: 401,
  SIGN_IN_REFUSED: 401,
  RIGHT_MISSING: 403,
  PASSWORD_TEMPORARY: 403,
  REQUEST_FOREIGN: 403,
  SETUP_CODE_WRONG: 403,
  JOB_UNKNOWN: 404,
  LINK_UNKNOWN: 404,
  USER_UNKNOWN: 404,
  BACKUP_UNKNOWN: 404,
  TOKEN_UNKNOWN: 404,
  ROUTE_UNKNOWN: 404,
  INBOUND_UNKNOWN: 404,
  DRAFT_UNKNOWN: 404,
  SETUP_DONE: 409,
  USER_NAME_TAKEN: 409,
  USER_LAST_ADMINISTRATOR: 409,
  DELIVERY_NOT_BLOCKED: 409,
  DELIVERY_NOT_IN_DOUBT: 409,
  JOB_NOT_CANCELABLE: 409,
  CONFIGURATION_ABSENT: 409,
  CONFIGURATION_CHANGED: 409,
  CONFIGURATION_IN_USE: 409,
  LINK_UNDER_WAY: 409,
  LINK_WORK_WAITING: 409,
  CONFIGURATION_ENTRY_UNKNOWN: 404,
  DRAFT_NOT_DECIDABLE: 409,
  DRAFT_LINES_OPEN: 409,
  CONTROL_NUMBER_BELOW_GIVEN: 409,
  CONTROL_NUMBER_SERIES_UNKNOWN: 404,
  FOLDERS_NOT_POLLED: 409,
  WEBHOOK_UNKNOWN: 404,
  REQUEST_TOO_LARGE: 413,
  REPLAY_NEEDS_REASON: 422,
  DRAFT_NEEDS_REASON: 422,
  DRAFT_LINE_UNKNOWN: 422,
  INBOUND_NEEDS_REASON: 422,
  SIGN_IN_DELAYED: 429,
  REQUEST_TOO_MANY: 429,
};

/** The HTTP status of an error. What has none of its own follows from who was at fault. */
export function errorStatus(code: ErrorCode): number {
  const status = own[code];
  if (status !== undefined) return status;
  if (code.startsWith("DATABASE_")) return 503;
  if (code.startsWith("CONFIGURATION_")) return 422;
  switch (errorRegistry[code].exit) {
    case 1:
      return 409;
    case 2:
      return 400;
    // GP or Cleo could not be reached, or refused us.
    case 3:
      return 502;
    case 4:
      return 500;
  }
}
