import { accessErrors } from "./access.ts";
import { answerErrors } from "./answers.ts";
import { cleoErrors } from "./cleo.ts";
import { configurationErrors } from "./configuration.ts";
import { databaseErrors } from "./database.ts";
import { documentErrors } from "./documents.ts";
import type { ErrorEntry, Owner, RetryClass } from "./entry.ts";
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

const areas: readonly { title: string; entries: Readonly<Record<string, ErrorEntry>> }[] = [
  { title: "Dynamics GP", entries: gpErrors },
  { title: "Cleo", entries: cleoErrors },
  { title: "Documents and replay", entries: documentErrors },
  { title: "What comes in", entries: inboundErrors },
  { title: "Answers and drafts", entries: answerErrors },
  { title: "X12 tools", entries: x12Errors },
  { title: "Configuration", entries: configurationErrors },
  { title: "Database", entries: databaseErrors },
  { title: "Ledger", entries: ledgerErrors },
  { title: "Files", entries: fileErrors },
  { title: "Schedules", entries: scheduleErrors },
  { title: "Secrets", entries: secretErrors },
  { title: "Notifications", entries: notificationErrors },
  { title: "Sandbox", entries: sandboxErrors },
  { title: "Users and the HTTP API", entries: accessErrors },
  { title: "Program", entries: internalErrors },
];

/** Whose job it is, in words. */
export const ownerNames: Readonly<Record<Owner, string>> = {
  "gp-admin": "the GP administrator",
  "cleo-admin": "the Cleo administrator",
  buyer: "the buyer",
  partner: "the trading partner",
  operator: "whoever operates ml-connector",
  "ml-connector": "the makers of ml-connector",
};

const retryNames: Readonly<Record<RetryClass, string>> = {
  transient: "tried again by itself",
  throttled: "tried again by itself, after the time that the other side named",
  credential: "not tried again until a person has changed a credential",
  permanent: "will fail again until data or set-up is changed",
  inDoubt: "may have had its effect; never repeated blindly",
};

/** The reference page of every error code, as `docs/errors.md` holds it. */
export function errorReference(): string {
  const parts = [
    "# Errors",
    "",
    "Every error says what happened, where, how to put it right, and whose job that is. Its code is stable: search for it here.",
    "A command that ends on one exits with the code shown (see [commands](commands.md)). This page is written from the",
    "registry in `src/errors/` by `node scripts/writeErrorReference.ts`.",
  ];
  for (const { title, entries } of areas) {
    parts.push("", `## ${title}`);
    for (const [code, entry] of Object.entries(entries)) {
      parts.push(
        "",
        `### ${code}`,
        "",
        entry.meaning,
        "",
        `- **Fix:** ${entry.fix}`,
        `- **Whose job:** ${ownerNames[entry.owner]}`,
        `- **Retry:** ${retryNames[entry.retry]}`,
        `- **Exit code:** ${entry.exit}`,
      );
    }
  }
  return `${parts.join("\n")}\n`;
}
