/** A worker in this process, with the bell and the links that it needs. */
import { type Bell, openBell } from "../engine/bell.ts";
import { endEach } from "../engine/endEach.ts";
import { killPoint } from "../engine/killPoint.ts";
import { startWorker, type Worker } from "../engine/worker.ts";
import { refuseHandedOver } from "../ledger/handover.ts";
import type { Progress } from "../sync/workerContext.ts";
import type { Application } from "./application.ts";
import { createChannelOpener } from "./channelOpener.ts";
import { followLinks, type LinkFollower } from "./linkFollower.ts";
import { runCheckJob } from "./runCheck.ts";
import { runRetentionJob } from "./runRetention.ts";

export interface Runtime {
  bell: Bell;
  worker: Worker;
  links: LinkFollower;
  stop(): Promise<void>;
}

export interface RuntimeOptions {
  progress?: (progress: Progress) => void;
  onError: (error: unknown) => void;
}

/** @throws {ConnectorError} LEDGER_HANDED_OVER */
export async function startRuntime(application: Application, options: RuntimeOptions): Promise<Runtime> {
  const { backend, database } = application;
  const { poolConfig } = database;
  await refuseHandedOver(application.ledger);
  const reached = killPoint(process.env.ML_CONNECTOR_KILL_AT);
  const links = await followLinks(application);
  const bell = await openBell(poolConfig, { supervise: false, backend, onError: options.onError });
  const channels = createChannelOpener(application);
  const worker = await startWorker({
    ledger: application.ledger,
    bell,
    poolConfig,
    links,
    channels,
    async check(job) {
      await links.refresh();
      await runCheckJob(application, links.configuration(), job);
    },
    async retention(job, stopping) {
      await links.refresh();
      await runRetentionJob(application, links.configuration(), job, { stopping, ...(reached && { reached }) });
    },
    clock: application.clock,
    ...(application.databaseClock && { databaseClock: application.databaseClock }),
    onError: options.onError,
    ...(options.progress && { progress: options.progress }),
    ...(reached && { reached }),
  });
  await bell.listen(worker.wake);
  return {
    bell,
    worker,
    links,
    stop: () => endEach([worker.stop, bell.close, links.close, channels.close]),
  };
}
