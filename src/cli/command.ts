import { userInfo } from "node:os";
import type { Command } from "commander";
import type { Application } from "../app/application.ts";
import { openTerminal, type Streams, type Terminal } from "./output/terminal.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What every command gets from the program around it. */
export interface Program {
  streams: Streams;
  environment: Environment;
  /** Aborted by the first SIGINT or SIGTERM; a command that stays up ends then. */
  stop: AbortSignal;
}

/** 0 done; 1 done, but some documents failed or are blocked; 2 usage or configuration; 3 a system refused; 4 internal. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

export interface CommonOptions {
  data: string;
  json: boolean;
}

/** Adds the options that every command takes. */
export function withCommonOptions(command: Command): Command {
  return command
    .option("--data <dir>", "embedded database and key file", "./ml-connector-data")
    .option("--json", "one JSON document on stdout; text and progress on stderr", false);
}

export function terminalOf(program: Program, options: Pick<CommonOptions, "json">): Terminal {
  return openTerminal(program.streams, options.json);
}

/** Opens the application for the length of one command. */
export async function withApplication<Result>(
  program: Program,
  options: CommonOptions,
  use: (application: Application, terminal: Terminal) => Promise<Result>,
): Promise<Result> {
  const terminal = terminalOf(program, options);
  // Not every command has one, and it is most of what is loaded.
  const { openApplication } = await import("../app/application.ts");
  const application = await openApplication({
    dataDirectory: options.data,
    environment: program.environment,
    actor: actorOf(),
    notice: (line) => program.streams.stderr.write(`${line}\n`),
  });
  try {
    return await use(application, terminal);
  } finally {
    await application.close();
  }
}

/** Who runs the command, for the audit trail. */
export function actorOf(): string {
  return `cli:${userName()}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return "unknown";
  }
}
