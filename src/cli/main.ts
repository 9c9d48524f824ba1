import { Command, CommanderError } from "commander";
import { limitHeapGrowth } from "../app/heapGrowth.ts";
import { version } from "../app/version.ts";
import { explainDatabaseError } from "../database/databaseError.ts";
import { ConnectorError, reportOf } from "../errors/connectorError.ts";
import { createRedactor } from "../secrets/redactor.ts";
import type { ExitCode, Program } from "./command.ts";
import { alertsCommand } from "./commands/alerts.ts";
import { auditCommand } from "./commands/audit.ts";
import { backupCommand } from "./commands/backup.ts";
import { booksCommand } from "./commands/books.ts";
import { checkCommand } from "./commands/check.ts";
import { configCommand } from "./commands/config.ts";
import { controlNumbersCommand } from "./commands/controlNumbers.ts";
import { demoCommand } from "./commands/demo.ts";
import { documentsCommand } from "./commands/documents.ts";
import { draftsCommand } from "./commands/drafts.ts";
import { inboundCommand } from "./commands/inbound.ts";
import { jobsCommand } from "./commands/jobs.ts";
import { notificationsCommand } from "./commands/notifications.ts";
import { pollCommand } from "./commands/poll.ts";
import { replayCommand } from "./commands/replay.ts";
import { restoreCommand } from "./commands/restore.ts";
import { retentionCommand } from "./commands/retention.ts";
import { sandboxCommand } from "./commands/sandbox.ts";
import { schedulesCommand } from "./commands/schedules.ts";
import { secretsCommand } from "./commands/secrets.ts";
import { settleCommand } from "./commands/settle.ts";
import { startCommand } from "./commands/start.ts";
import { tokensCommand } from "./commands/tokens.ts";
import { usersCommand } from "./commands/users.ts";
import { webhookCommand } from "./commands/webhook.ts";
import { workerCommand } from "./commands/worker.ts";
import { x12Command } from "./commands/x12.ts";
import { exitCodeOf } from "./exitCode.ts";
import { errorText } from "./output/error.ts";
import { keepLostOutput } from "./output/lostOutput.ts";
import { openTerminal } from "./output/terminal.ts";

/**
 * Runs one command line.
 *
 * @param argv the words after the program's name
 * @returns the exit code of the contract: 0 done; 1 some documents failed; 2 usage; 3 a system refused; 4 internal
 */
export async function main(argv: string[]): Promise<number> {
  limitHeapGrowth();
  const stopping = new AbortController();
  const program: Program = {
    streams: { stdout: process.stdout, stderr: process.stderr, environment: process.env },
    environment: process.env,
    stop: stopping.signal,
  };
  // The first signal asks for an orderly end, the second one takes the default way out.
  const stop = (): void => stopping.abort();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const json = argv.includes("--json");
  const lostOutput = keepLostOutput(process.stdout, process.stderr);
  try {
    const exitCode = await run(argv, program);
    const lost = lostOutput();
    return exitCode === 0 && lost !== undefined ? tell(lost, program, false) : exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return exitCodeOf(error);
    return tell(error, program, json);
  } finally {
    process.removeListener("SIGINT", stop);
    process.removeListener("SIGTERM", stop);
  }
}

async function run(argv: string[], program: Program): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const end = (code: ExitCode): void => {
    exitCode = code;
  };
  const root = new Command("ml-connector")
    .description("Connects Microsoft Dynamics GP with Cleo: purchase orders out, answers back, nothing lost.")
    .version(version, "-V, --version")
    .showSuggestionAfterError()
    .showHelpAfterError("(`ml-connector help` lists the commands)")
    .exitOverride();
  for (const command of [
    demoCommand,
    sandboxCommand,
    startCommand,
    workerCommand,
    configCommand,
    checkCommand,
    pollCommand,
    jobsCommand,
    documentsCommand,
    inboundCommand,
    webhookCommand,
    draftsCommand,
    replayCommand,
    settleCommand,
    schedulesCommand,
    booksCommand,
    alertsCommand,
    notificationsCommand,
    auditCommand,
    usersCommand,
    tokensCommand,
    controlNumbersCommand,
    backupCommand,
    restoreCommand,
    retentionCommand,
    secretsCommand,
    x12Command,
  ]) {
    command(root, program, end);
  }
  for (const command of root.commands) overrideExit(command);
  await root.parseAsync(argv, { from: "user" });
  return exitCode;
}

function overrideExit(command: Command): void {
  command.exitOverride().showSuggestionAfterError();
  for (const sub of command.commands) overrideExit(sub);
}

function tell(failure: unknown, { streams }: Program, json: boolean): number {
  const error = explainDatabaseError(failure, "behind the ledger");
  const terminal = openTerminal(streams, json);
  const report = createRedactor().value(reportOf(error)) as ReturnType<typeof reportOf>;
  terminal.printJson({ error: report });
  terminal.clear();
  streams.stderr.write(`${errorText(report, { colors: terminal.errorColors })}\n`);
  if (!(error instanceof ConnectorError) && error instanceof Error && process.env.ML_CONNECTOR_DEBUG) {
    streams.stderr.write(`${createRedactor().text(error.stack ?? "")}\n`);
  }
  return exitCodeOf(error);
}
