/** The GP runtime processes behind the service: the first call starts one, and only so many run at a time. */
export interface Runtimes {
  /** Resolves with a function to be called when the call has ended. */
  enter(): Promise<() => void>;
}

export interface RuntimeOptions {
  coldStartMs: number;
  latencyMs: number;
  /** 0 is no limit. */
  runtimes: number;
}

export function createRuntimes(options: RuntimeOptions, pause: (ms: number) => Promise<void>): Runtimes {
  let started: Promise<void> | undefined;
  let running = 0;
  const waiting: (() => void)[] = [];
  const leave = () => {
    running -= 1;
    waiting.shift()?.();
  };
  return {
    async enter() {
      while (options.runtimes > 0 && running >= options.runtimes) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      running += 1;
      started ??= pause(options.coldStartMs);
      await started;
      if (options.latencyMs > 0) await pause(options.latencyMs);
      let left = false;
      return () => {
        if (!left) leave();
        left = true;
      };
    },
  };
}
