import type { ErrorReport } from "../errors/connectorError.ts";
import { type ErrorCode, errorRegistry, type Owner } from "../errors/registry.ts";
import { type Alert, listAlerts } from "../ledger/alerts.ts";
import {
  type CauseCount,
  deliveryCauses,
  inboundCauses,
  sentVolume,
  unreadableCauses,
  type VolumePoint,
} from "../ledger/overview.ts";
import { liveWorkers } from "../ledger/workers.ts";
import type { Application } from "./application.ts";
import { type LinkOverview, readLinks } from "./readLinks.ts";
import { type SystemHealth, systemHealth } from "./systemHealth.ts";

/** Something that a person has to do, once for everything that shares the cause. */
export interface Need {
  code: string;
  owner: Owner;
  /** What the code means, in general. */
  meaning: string;
  fix: string;
  link: string;
  /** What it is about. */
  about: CauseCount["type"] | "poll";
  state: string;
  count: number;
  /** One of the documents, and what its error says. */
  example: { key: string; message: string | null };
  since: Date;
}

export interface Home {
  /** By whose job it is, and of these the most first. */
  needs: Need[];
  alerts: Alert[];
  links: LinkOverview[];
  systems: SystemHealth[];
  /** Processes that carry out work. */
  workers: number;
  volume: { hours: VolumePoint[]; days: VolumePoint[] };
  configured: boolean;
}

const hour = 3_600_000;

/** What needs a person now, how the links stand, and how much was sent lately. */
export async function readHome(application: Pick<Application, "ledger" | "clock">): Promise<Home> {
  const { ledger } = application;
  const now = application.clock();
  const links = await readLinks(application);
  const lastPolls = links.flatMap(({ lastPoll }) => (lastPoll === null ? [] : [lastPoll]));
  const causes = [
    ...(await deliveryCauses(ledger)),
    ...(await inboundCauses(ledger)),
    ...(await unreadableCauses(
      ledger,
      lastPolls.map(({ id }) => id),
    )),
  ];
  // What a link left undone when it was removed stays in the books, and asks for nobody.
  const inForce = new Set(links.map(({ name }) => name));
  const failedPolls = lastPolls.flatMap(({ link, error, finishedAt, requestedAt }) =>
    error === null || error.code === "JOB_CANCELED" ? [] : [needOfPoll(link, error, finishedAt ?? requestedAt)],
  );
  return {
    needs: [...failedPolls, ...causes.filter(({ link }) => inForce.has(link)).map(needOf)].sort(byOwnerAndWeight),
    alerts: await listAlerts(ledger, { state: "open", limit: 100 }),
    links,
    systems: await systemHealth(ledger),
    workers: (await liveWorkers(ledger)).length,
    volume: {
      hours: await sentVolume(ledger, new Date(now.getTime() - 24 * hour), "hour"),
      days: await sentVolume(ledger, new Date(now.getTime() - 30 * 24 * hour), "day"),
    },
    configured: links.length > 0,
  };
}

function needOf(cause: CauseCount): Need {
  const code = cause.code ?? (cause.state === "review" ? "REVIEW" : "INTERNAL");
  const entry = Object.hasOwn(errorRegistry, code) ? errorRegistry[code as ErrorCode] : undefined;
  return {
    code,
    owner: entry?.owner ?? "operator",
    meaning: entry?.meaning ?? "A document from a partner waits for a person to look at it.",
    fix: entry?.fix ?? "Open it in the inbox, and approve or reject it.",
    link: cause.link,
    about: cause.type,
    state: cause.state,
    count: cause.documents,
    example: { key: cause.exampleKey, message: cause.exampleMessage },
    since: cause.since,
  };
}

function needOfPoll(link: string, error: ErrorReport, since: Date): Need {
  const { meaning } = errorRegistry[error.code];
  return {
    code: error.code,
    owner: error.owner,
    meaning,
    fix: error.fix,
    link,
    about: "poll",
    state: "failed",
    count: 1,
    example: { key: link, message: error.message },
    since,
  };
}

function byOwnerAndWeight(one: Need, other: Need): number {
  return one.owner.localeCompare(other.owner) || other.count - one.count || one.code.localeCompare(other.code);
}
