/** Everything below `/api`, one file per resource, named as its path. */
import type { ApiRoutes } from "../route.ts";
import { alertRoutes } from "./alerts.ts";
import { auditRoutes } from "./audit.ts";
import { backupRoutes } from "./backups.ts";
import { bookRoutes } from "./books.ts";
import { checkRoutes } from "./checks.ts";
import { configurationRoutes } from "./configuration.ts";
import { controlNumberRoutes } from "./controlNumbers.ts";
import { deliveryRoutes } from "./deliveries.ts";
import { documentRoutes } from "./documents.ts";
import { draftRoutes } from "./drafts.ts";
import { eventRoutes } from "./events.ts";
import { explanationRoutes } from "./explanation.ts";
import { homeRoutes } from "./home.ts";
import { inboxRoutes } from "./inbox.ts";
import { jobRoutes } from "./jobs.ts";
import { linkRoutes } from "./links.ts";
import { notificationRoutes } from "./notifications.ts";
import { partnerRoutes } from "./partners.ts";
import { pingRoutes } from "./pings.ts";
import { replayRoutes } from "./replays.ts";
import { retentionRoutes } from "./retention.ts";
import { sandboxRoutes } from "./sandbox.ts";
import { scheduleRoutes } from "./schedules.ts";
import { secretRoutes } from "./secrets.ts";
import { sessionRoutes } from "./session.ts";
import { setupRoutes } from "./setup.ts";
import { systemRoutes } from "./system.ts";
import { tokenRoutes } from "./tokens.ts";
import { userRoutes } from "./users.ts";
import { webhookSheetRoutes } from "./webhookSheets.ts";

export const apiRoutes: readonly ApiRoutes[] = [
  setupRoutes,
  sessionRoutes,
  userRoutes,
  tokenRoutes,
  configurationRoutes,
  jobRoutes,
  documentRoutes,
  deliveryRoutes,
  replayRoutes,
  explanationRoutes,
  checkRoutes,
  pingRoutes,
  homeRoutes,
  linkRoutes,
  alertRoutes,
  notificationRoutes,
  auditRoutes,
  systemRoutes,
  eventRoutes,
  scheduleRoutes,
  bookRoutes,
  sandboxRoutes,
  inboxRoutes,
  draftRoutes,
  partnerRoutes,
  webhookSheetRoutes,
  controlNumberRoutes,
  retentionRoutes,
  backupRoutes,
  secretRoutes,
];
