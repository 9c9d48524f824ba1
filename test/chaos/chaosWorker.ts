import { spawn } from "node:child_process";
import { once } from "node:events";
import type pg from "pg";
import type { BuiltProgram } from "../builtProgram.ts";

/** How a worker is to live. */
export interface Orders {
  /** The steps that end it, as ML_CONNECTOR_KILL_AT has them. */
  killAt?: string | undefined;
  /** The database's, as in the product, or one of its own: milliseconds ahead of the right one. */
  clock: "database" | { ahead: number };
}

export interface ChaosWorker {
  /** Lets it begin; resolves when it works. */
  begin(orders: Orders): Promise<void>;
  /** Resolves when it has ended, with the step that killed it, if one did. */
  ended: Promise<string | undefined>;
  kill(): void;
  stop(): Promise<void>;
}

/** A worker that has its code loaded, or is about to, and waits: starting takes longer than living, so it is done ahead. */
export function prepareChaosWorker(
  { worker, environment }: BuiltProgram,
  poolConfig: pg.PoolConfig,
  dataDirectory: string,
): ChaosWorker {
  const child = spawn(process.execPath, [worker, JSON.stringify(poolConfig), dataDirectory], {
    env: { ...process.env, ...environment },
  });
  let output = "";
  let errors = "";
  const said = (word: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (output.includes(word)) resolve();
      };
      child.stdout.on("data", look);
      child.once("close", () => resolve());
      look();
    });
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  // One that is killed before it reads its orders is told of by its end.
  child.stdin.on("error", () => {});
  const exited = once(child, "close");
  const ended = exited.then(([code]) => {
    if (code) throw new Error(`a worker failed: ${errors}`);
    if (process.env.ML_CONNECTOR_DEBUG) process.stderr.write(errors);
    return /^killed at (\S+)$/m.exec(errors)?.[1];
  });
  // Whoever waits for it later is told all the same.
  ended.catch(() => {});
  return {
    async begin(orders) {
      await said("loaded");
      child.stdin.end(`${JSON.stringify(orders)}\n`);
      await said("up");
    },
    ended,
    kill: () => child.kill("SIGKILL"),
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
