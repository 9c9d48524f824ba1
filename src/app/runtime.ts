/** A worker in this process, with the bell and the links that it needs. */
import type { Configuration } from "../configuration/configuration.ts";
import { type Bell, openBell } from "../engine/bell.ts";
import { startWorker, type Worker } from "../engine/worker.ts";
import type { Progress } from "../sync/workerContext.ts";
import type { Application } from "./application.ts";
import { createLinkOpener, type LinkOpener } from "./linkOpener.ts";

export interface Runtime {
  bell: Bell;
  worker: Worker;
  links: LinkOpener;
  stop(): Promise<void>;
}

export interface RuntimeOptions {
  /** Also runs schedules and housekeeping: a long-lived process. */
  supervise: boolean;
  progress?: (progress: Progress) => void;
  onError: (error: unknown) => void;
}

export async function startRuntime(
  application: Application,
  configuration: Configuration,
  options: RuntimeOptions,
): Promise<Runtime> {
  const { poolConfig } = application.database;
  const bell = await openBell(poolConfig, { supervise: options.supervise, onError: options.onError });
  const links = createLinkOpener(application, configuration);
  const worker = await startWorker({
    ledger: application.ledger,
    bell,
    poolConfig,
    open: links.open,
    clock: application.clock,
    onError: options.onError,
    ...(options.progress && { progress: options.progress }),
  });
  await bell.listen(worker.wake);
  return {
    bell,
    worker,
    links,
    async stop() {
      await worker.stop();
      await bell.close();
      await links.close();
    },
  };
}
