import type { Command } from "commander";
import type { ExitCode, Program } from "./command.ts";

/** Adds a command to the program; `end` takes its exit code. */
export type AddCommand = (root: Command, program: Program, end: (code: ExitCode) => void) => void;

/** The commands by their names, in the order of `help`. One is loaded when it is asked for: a start is mostly loading. */
export const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  demo: async () => (await import("./commands/demo.ts")).demoCommand,
  sandbox: async () => (await import("./commands/sandbox.ts")).sandboxCommand,
  start: async () => (await import("./commands/start.ts")).startCommand,
  worker: async () => (await import("./commands/worker.ts")).workerCommand,
  config: async () => (await import("./commands/config.ts")).configCommand,
  check: async () => (await import("./commands/check.ts")).checkCommand,
  poll: async () => (await import("./commands/poll.ts")).pollCommand,
  jobs: async () => (await import("./commands/jobs.ts")).jobsCommand,
  documents: async () => (await import("./commands/documents.ts")).documentsCommand,
  inbound: async () => (await import("./commands/inbound.ts")).inboundCommand,
  webhook: async () => (await import("./commands/webhook.ts")).webhookCommand,
  drafts: async () => (await import("./commands/drafts.ts")).draftsCommand,
  replay: async () => (await import("./commands/replay.ts")).replayCommand,
  settle: async () => (await import("./commands/settle.ts")).settleCommand,
  schedules: async () => (await import("./commands/schedules.ts")).schedulesCommand,
  books: async () => (await import("./commands/books.ts")).booksCommand,
  alerts: async () => (await import("./commands/alerts.ts")).alertsCommand,
  notifications: async () => (await import("./commands/notifications.ts")).notificationsCommand,
  audit: async () => (await import("./commands/audit.ts")).auditCommand,
  users: async () => (await import("./commands/users.ts")).usersCommand,
  tokens: async () => (await import("./commands/tokens.ts")).tokensCommand,
  "control-numbers": async () => (await import("./commands/controlNumbers.ts")).controlNumbersCommand,
  backup: async () => (await import("./commands/backup.ts")).backupCommand,
  restore: async () => (await import("./commands/restore.ts")).restoreCommand,
  retention: async () => (await import("./commands/retention.ts")).retentionCommand,
  secrets: async () => (await import("./commands/secrets.ts")).secretsCommand,
  x12: async () => (await import("./commands/x12.ts")).x12Command,
};
