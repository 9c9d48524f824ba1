import { spawn } from "node:child_process";
import { type FileHandle, open } from "node:fs/promises";
import { ConnectorError } from "../../errors/connectorError.ts";
import type { ServerUser } from "./serverUser.ts";

export interface CommandResult {
  /** Exit code; null when the command could not be started or was ended by a signal. */
  code: number | null;
  /** Standard output and error, the last 64 kB. */
  output: string;
}

export interface CommandOptions {
  as: ServerUser | undefined;
  /** A folder that exists and that the server's user can reach. */
  cwd: string;
  input?: string;
  /** Where output goes instead of into the result. A server that stays must not hold this process's pipes. */
  outputFile?: string;
  timeout: number;
}

const outputLimit = 65_536;

/** Only what the programs need: the environment may hold our own secrets. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = ["PATH", "TZ", "SystemRoot", "SystemDrive", "TEMP", "TMP", "TMPDIR", "COMSPEC", "USERPROFILE"];
  const environment: NodeJS.ProcessEnv = { LC_ALL: "C" };
  for (const name of kept) if (process.env[name] !== undefined) environment[name] = process.env[name];
  return environment;
}

/** Runs one of PostgreSQL's programs to its end. A program that cannot be started is a result, not an exception. */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  let file: FileHandle | undefined;
  try {
    file = options.outputFile ? await open(options.outputFile, "a", 0o600) : undefined;
    return await spawned(program, args, options, file);
  } finally {
    await file?.close();
  }
}

function spawned(
  program: string,
  args: readonly string[],
  { as, cwd, input, timeout }: CommandOptions,
  file: FileHandle | undefined,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: serverEnvironment(),
      stdio: [input === undefined ? "ignore" : "pipe", file?.fd ?? "pipe", file?.fd ?? "pipe"],
      windowsHide: true,
      timeout,
      ...(as && { uid: as.uid, gid: as.gid }),
    });
    let output = "";
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-outputLimit);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    // A program that dies before it has read its input breaks the pipe; its exit code tells the story.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
    child.on("error", (error) => resolve({ code: null, output: `${output}${error.message}` }));
    child.on(file ? "exit" : "close", (code) => resolve({ code, output }));
  });
}

/**
 * What went wrong, from what PostgreSQL's programs wrote.
 *
 * @param doing completes "PostgreSQL could not ...", for instance `make the database in /data`
 */
export function explainOutput(output: string, doing: string): ConnectorError {
  const lines = output
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/ \.\.\. (ok|\S+)$/.test(line));
  const message = `PostgreSQL could not ${doing}: ${lines.slice(-8).join(" | ").slice(-1500) || "no output"}`;
  if (/no space left on device|check free disk space|disk quota exceeded|file too large/i.test(output)) {
    return new ConnectorError("DATABASE_DISK_FULL", message);
  }
  if (/address already in use|could not bind|is another postmaster already running on port/i.test(output)) {
    return new ConnectorError("DATABASE_ADDRESS_TAKEN", message);
  }
  if (/database files are incompatible/i.test(output)) return new ConnectorError("DATABASE_VERSION_MISMATCH", message);
  if (/permission denied|read-only file system|operation not permitted|EACCES|EPERM|EROFS/i.test(output)) {
    return new ConnectorError("DATABASE_DIRECTORY_UNUSABLE", message);
  }
  return new ConnectorError("DATABASE_START_FAILED", message);
}
