import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type pg from "pg";

export interface ChaosWorker {
  /** Resolves when it works. */
  up: Promise<void>;
  /** Resolves when it has ended, with the step that killed it, if one did. */
  ended: Promise<string | undefined>;
  kill(): void;
  stop(): Promise<void>;
}

/**
 * @param options.killAt a step, or `step:n`, that ends it
 * @param options.clockAhead milliseconds that its clock is ahead of the others'
 */
export function startChaosWorker(
  poolConfig: pg.PoolConfig,
  dataDirectory: string,
  { killAt, clockAhead = 0 }: { killAt?: string | undefined; clockAhead?: number } = {},
): ChaosWorker {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "workerProcess.ts"), JSON.stringify(poolConfig), dataDirectory, String(clockAhead)],
    { env: { ...process.env, ...(killAt !== undefined && { ML_CONNECTOR_KILL_AT: killAt }) } },
  );
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const exited = once(child, "close");
  const up = Promise.race([once(child.stdout, "data"), exited]).then(() => {});
  const ended = exited.then(([code]) => {
    if (code) throw new Error(`a worker failed: ${errors}`);
    if (process.env.ML_CONNECTOR_DEBUG) process.stderr.write(errors);
    return /^killed at (\S+)$/m.exec(errors)?.[1];
  });
  // Whoever waits for it later is told all the same.
  ended.catch(() => {});
  return {
    up,
    ended,
    kill: () => child.kill("SIGKILL"),
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
