import { accessErrors } from "./access.ts";
import { answerErrors } from "./answers.ts";
import { cleoErrors } from "./cleo.ts";
import { configurationErrors } from "./configuration.ts";
import { databaseErrors } from "./database.ts";
import { documentErrors } from "./documents.ts";
import type { ErrorEntry } from "./entry.ts";
import { fileErrors } from "./files.ts";
import { gpErrors } from "./gp.ts";
import { inboundErrors } from "./inbound.ts";
import { internalErrors } from "./internal.ts";
import { ledgerErrors } from "./ledger.ts";
import { notificationErrors } from "./notifications.ts";
import { sandboxErrors } from "./sandbox.ts";
import { scheduleErrors } from "./schedules.ts";
import { secretErrors } from "./secrets.ts";
import { x12Errors } from "./x12.ts";

export type { ErrorEntry, Owner, RetryClass } from "./entry.ts";

/** Every error code of the product. `docs/errors.md` is written from it, and a test keeps the two in step. */
const registry = {
  ...gpErrors,
  ...cleoErrors,
  ...documentErrors,
  ...inboundErrors,
  ...answerErrors,
  ...x12Errors,
  ...configurationErrors,
  ...databaseErrors,
  ...scheduleErrors,
  ...secretErrors,
  ...notificationErrors,
  ...ledgerErrors,
  ...fileErrors,
  ...sandboxErrors,
  ...accessErrors,
  ...internalErrors,
};

export type ErrorCode = keyof typeof registry;

export const errorRegistry: Readonly<Record<ErrorCode, ErrorEntry>> = registry;
