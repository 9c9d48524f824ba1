import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { builtProgram } from "./builtProgram.ts";
import { type RunOptions, sandboxSecrets } from "./commandLine.ts";

/** A command that stays up, such as `start` or `worker`, in a process of its own. */
export interface RunningCommand<Told> {
  pid: number;
  /** What it printed when it was up. */
  told: Told;
  /** Asks it to end in order, and gives its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Resolves when it has ended, by itself or not: null where a signal ended it. */
  ended: Promise<number | null>;
  /** What it has written on stderr. */
  errors(): string;
}

/** Starts a command with `--json` and waits until it is up. */
export async function startCommand<Told>(
  directory: string,
  words: readonly string[],
  options: RunOptions = {},
): Promise<RunningCommand<Told>> {
  const { program, environment } = await builtProgram();
  const child = spawn(process.execPath, [program, ...words, "--data", join(directory, "data"), "--json"], {
    env: { ...process.env, ...environment, ...sandboxSecrets, ...options.environment },
  });
  let output = "";
  let errors = "";
  const ended = once(child, "exit").then(([exitCode]) => exitCode as number | null);
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const up = new Promise<Told>((resolve, reject) => {
    child.on("error", reject);
    child.stdout.on("data", (chunk) => {
      output += chunk;
      if (output.trimEnd().endsWith("\n}")) resolve(JSON.parse(output) as Told);
    });
    void ended.then(() => reject(new Error(`${words.join(" ")} ended before it was up: ${errors}${output}`)));
  });
  return {
    pid: child.pid ?? 0,
    told: await up,
    ended,
    errors: () => errors,
    stop() {
      child.kill("SIGTERM");
      return ended;
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
