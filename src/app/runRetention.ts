/** Retention as a schedule asks for it: a job of the program's own, which whichever worker is free carries out. */
import { resolve } from "node:path";
import type { Configuration } from "../configuration/configuration.ts";
import { programSchedules } from "../configuration/programSchedules.ts";
import type { Bell } from "../engine/bell.ts";
import { recordAudit } from "../ledger/audit.ts";
import { currentConfiguration } from "../ledger/configurations.ts";
import { type Job, requestJob } from "../ledger/jobs.ts";
import { JobHandedOver } from "../sync/jobInHand.ts";
import type { StepObserver } from "../sync/steps.ts";
import type { Application } from "./application.ts";
import { applyRetention } from "./applyRetention.ts";

/** Where archives are written now; see {@link archiveFolder}. */
export async function archiveFolderInForce(
  application: Pick<Application, "dataDirectory" | "ledger">,
): Promise<string> {
  const { retention } = ((await currentConfiguration(application.ledger))?.document ?? {}) as Partial<Configuration>;
  return archiveFolder(application, retention?.archive);
}

/** Where archives are written: what the configuration names, else `archive` in the data directory. */
function archiveFolder({ dataDirectory }: Pick<Application, "dataDirectory">, named = "archive"): string {
  return resolve(dataDirectory, named);
}

export async function requestRetention(
  { ledger, actor, clock }: Pick<Application, "ledger" | "actor" | "clock">,
  { bell }: { bell: Bell },
): Promise<{ id: string; joined: boolean }> {
  return ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const request = { kind: "retention", link: programSchedules, parameters: {}, requestedBy: actor, now } as const;
    const requested = await requestJob(transaction, request);
    await recordAudit(transaction, {
      at: now,
      actor,
      action: requested.joined ? "retention.joined" : "retention.requested",
      jobId: requested.id,
    });
    await bell.ring(transaction);
    return requested;
  });
}

/** @throws {JobHandedOver} where the process is about to end before everything went */
export async function runRetentionJob(
  application: Application,
  { retention }: Pick<Configuration, "retention">,
  job: Job,
  run: { stopping: () => boolean; reached?: StepObserver },
): Promise<void> {
  const { ledger, clock } = application;
  const folder = archiveFolder(application, retention?.archive);
  await applyRetention({ ledger, clock, actor: "worker" }, folder, { jobId: job.id, ...run });
  if (run.stopping()) throw new JobHandedOver(job.id);
}
