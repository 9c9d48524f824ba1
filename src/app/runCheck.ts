/** The fit check as every face runs it: on a link of the configuration in force, kept with its job. */
import { checkLink } from "../check/checkLink.ts";
import type { CheckLine, CheckReport } from "../check/report.ts";
import type { Configuration, Link } from "../configuration/configuration.ts";
import type { Bell } from "../engine/bell.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { clearAlert, raiseAlert } from "../ledger/alerts.ts";
import { recordAudit } from "../ledger/audit.ts";
import { recordFinishedCheck, storeCheckReport } from "../ledger/checkReports.ts";
import { newIdentifier } from "../ledger/identifier.ts";
import { type Job, requestJob } from "../ledger/jobs.ts";
import type { LedgerTransaction } from "../ledger/ledger.ts";
import { createRedactor } from "../secrets/redactor.ts";
import { accountWorks } from "./accountWorks.ts";
import type { Application } from "./application.ts";
import { chosenLinks, loadConfiguration } from "./configure.ts";
import { linkSettings, partsOf, storedCleoSecrets, storedSecret } from "./linkOpener.ts";
import { cleoUnderCheck, gpUnderCheck } from "./openUnderCheck.ts";

export interface CheckRequest {
  /** Name of a link; the only enabled one if not given. */
  link?: string;
  /** Writes one marked file and removes it: in this folder, or if `true` in the link's probe folder or else in `test`. */
  probeUpload?: string | true | undefined;
  /** Records of each kind to look at, at most; `Infinity` for all, a usual number if not given. */
  limit?: number;
  signal?: AbortSignal;
  /** Takes each line as soon as its stage is known. */
  onLine?: (line: CheckLine) => void;
  onProgress?: (text: string) => void;
}

/**
 * @throws {ConnectorError} `CONFIGURATION_ABSENT`, `LINK_UNKNOWN`: what is wrong with a system is in the report instead
 */
export async function runCheck(application: Application, request: CheckRequest = {}): Promise<CheckReport> {
  const configuration = await loadConfiguration(application);
  const [link, ...others] = chosenLinks(configuration, request.link);
  if (link === undefined || others.length > 0) {
    throw new ConnectorError(
      "LINK_UNKNOWN",
      link === undefined ? "there is no enabled link" : "there are several links",
      {
        fix: "Name one of the links of the configuration.",
      },
    );
  }
  const jobId = newIdentifier("job", application.clock());
  const folder = probeFolderOf(link, request.probeUpload);
  if (folder !== undefined) await recordProbe(application, link, jobId, folder);
  const report = await look(application, configuration, link, jobId, folder, { ...request, askedFor: true });
  const { finishedAt } = report;
  await application.ledger.transaction().execute(async (transaction) => {
    await recordFinishedCheck(transaction, {
      jobId,
      link: link.name,
      verdict: report.verdict,
      startedAt: new Date(report.startedAt),
      finishedAt: new Date(finishedAt),
      requestedBy: application.actor,
      parameters: parametersOf(request),
      report,
    });
    await recordAudit(transaction, { ...auditOf(report), at: new Date(finishedAt), actor: application.actor });
    // Whoever asked sees what failed; only what a schedule found is raised.
    if (report.verdict !== "notYet") await tellVerdict(transaction, report);
  });
  return report;
}

/** A check that a schedule asked for, under the job that a worker has taken. */
export async function runCheckJob(
  application: Application,
  configuration: Configuration,
  job: Job,
): Promise<CheckReport> {
  const [link] = chosenLinks(configuration, job.link);
  if (link === undefined) throw new ConnectorError("LINK_UNKNOWN", `there is no link "${job.link}"`);
  const report = await look(application, configuration, link, job.id, undefined, { askedFor: false });
  await application.ledger.transaction().execute(async (transaction) => {
    const { verdict, finishedAt } = report;
    await storeCheckReport(transaction, {
      jobId: job.id,
      link: link.name,
      verdict,
      finishedAt: new Date(finishedAt),
      report,
    });
    await recordAudit(transaction, { ...auditOf(report), at: new Date(finishedAt), actor: "worker" });
    await tellVerdict(transaction, report);
  });
  return report;
}

/** Records that a check is wanted; a worker carries it out. */
export async function requestCheck(
  { ledger, actor, clock }: Pick<Application, "ledger" | "actor" | "clock">,
  { bell }: { bell: Bell },
  link: string,
): Promise<{ id: string; joined: boolean }> {
  return ledger.transaction().execute(async (transaction) => {
    const now = clock();
    const request = { kind: "check", link, parameters: {}, requestedBy: actor, now } as const;
    const requested = await requestJob(transaction, request);
    await recordAudit(transaction, {
      at: now,
      actor,
      action: requested.joined ? "check.joined" : "check.requested",
      jobId: requested.id,
      link,
    });
    await bell.ring(transaction);
    return requested;
  });
}

async function tellVerdict(
  transaction: LedgerTransaction,
  { jobId, link, verdict, lines, finishedAt }: CheckReport,
): Promise<void> {
  const key = `check/${link}`;
  const now = new Date(finishedAt);
  const failure = lines.find(({ status }) => status === "fail");
  if (verdict !== "notYet" || failure === undefined) {
    await clearAlert(transaction, key, now);
    return;
  }
  const { title, seen, fix } = failure;
  await raiseAlert(transaction, {
    key,
    code: "CHECK_NOT_YET",
    link,
    subject: jobId,
    message: `the fit check found: ${title}: ${seen} (${failure.code})`,
    ...(fix && { fix }),
    now,
  });
}

async function look(
  application: Application,
  configuration: Configuration,
  link: Link,
  jobId: string,
  probe: string | undefined,
  request: Pick<CheckRequest, "limit" | "signal" | "onLine" | "onProgress"> & { askedFor: boolean },
): Promise<CheckReport> {
  const { gp, cleo } = partsOf(configuration, link.name);
  const { clock, logonGuard } = application;
  const redactor = createRedactor();
  const { onLine } = request;
  const report = await checkLink(
    {
      settings: linkSettings(link, gp),
      gp,
      cleo,
      openGp: async () =>
        gpUnderCheck(gp, await storedSecret(application, gp.auth.password), {
          clock,
          logonGuard,
          askedFor: request.askedFor,
          accepted: () => accountWorks(application, "gp", gp),
        }),
      openCleo: async () =>
        cleoUnderCheck(cleo, await storedCleoSecrets(application, cleo), {
          clock,
          accepted: () => accountWorks(application, "cleo", cleo),
        }),
    },
    {
      jobId,
      limit: request.limit,
      probe,
      clock,
      signal: request.signal,
      onLine: onLine && ((line) => onLine(redactor.value(line) as CheckLine)),
      onProgress: request.onProgress,
    },
  );
  // Other systems' messages are in it, and one of these may quote what it was sent (Invariant 7).
  return redactor.value(report) as CheckReport;
}

/** The folder that docs/cleo.md asks the Cleo administrator for. A live folder is taken only where somebody names it. */
const usualProbeFolder = "test";

function probeFolderOf(link: Link, wanted: CheckRequest["probeUpload"]): string | undefined {
  return wanted === true ? (link.check?.probeFolder ?? usualProbeFolder) : wanted;
}

/** On disk before the file is written (Invariant 2): should the program die in between, the trail tells of the file. */
async function recordProbe(application: Application, link: Link, jobId: string, folder: string): Promise<void> {
  await application.ledger.transaction().execute(async (transaction) => {
    await recordAudit(transaction, {
      at: application.clock(),
      actor: application.actor,
      action: "check.probing",
      link: link.name,
      subject: jobId,
      detail: { folder },
    });
  });
}

function auditOf({ jobId, link, verdict, counts, probe }: CheckReport) {
  return {
    action: "check.reported",
    jobId,
    link,
    detail: { verdict, counts, ...(probe && { probe }) },
  };
}

function parametersOf({ probeUpload, limit }: CheckRequest): object {
  return {
    ...(limit !== undefined && { limit: Number.isFinite(limit) ? limit : "all" }),
    ...(probeUpload !== undefined && { probeUpload }),
  };
}
