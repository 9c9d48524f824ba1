import { Command, CommanderError } from "commander";
import { limitHeapGrowth } from "../app/heapGrowth.ts";
import { version } from "../app/version.ts";
import { explainDatabaseError } from "../database/databaseError.ts";
import { ConnectorError, reportOf } from "../errors/connectorError.ts";
import { createRedactor } from "../secrets/redactor.ts";
import type { ExitCode, Program } from "./command.ts";
import { commands } from "./commands.ts";
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
  for (const name of wantedCommands(argv[0])) {
    const add = await commands[name]?.();
    add?.(root, program, end);
  }
  for (const command of root.commands) overrideExit(command);
  await root.parseAsync(argv, { from: "user" });
  return exitCode;
}

/** Help and what is misspelt need them all. */
function wantedCommands(first = ""): string[] {
  if (Object.hasOwn(commands, first)) return [first];
  return first === "-V" || first === "--version" ? [] : Object.keys(commands);
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
