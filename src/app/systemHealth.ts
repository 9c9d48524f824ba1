import type { CheckReport } from "../check/report.ts";
import type { Link } from "../configuration/configuration.ts";
import { type Alert, listAlerts } from "../ledger/alerts.ts";
import { lastCheckReports } from "../ledger/checkReports.ts";
import { lastJobs } from "../ledger/jobHistory.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { lastSent } from "../ledger/overview.ts";
import { connectionAlert, pollAlert } from "../sync/watch.ts";
import { configurationInForce } from "./configurationInForce.ts";

/** Something seen of a system: that it did its part, or that it did not. */
export interface Sighting {
  at: Date;
  up: boolean;
  /** What was seen, in a few words. */
  text: string;
  /** Of a failure: its code in the error registry, or of a check's line. */
  code?: string;
}

export interface SystemHealth {
  system: "gp" | "cleo";
  /** Of the connection, in the configuration. */
  name: string;
  url: string;
  links: string[];
  /** `unknown`: nothing was asked of it yet. */
  state: "up" | "down" | "unknown";
  /** What the state rests on. */
  seen: Omit<Sighting, "up"> | null;
}

/** The newest sighting tells the state; of two at the same moment the failure. Pure. */
export function healthOf(sightings: readonly Sighting[]): Pick<SystemHealth, "state" | "seen"> {
  const [newest] = sightings.toSorted((a, b) => b.at.getTime() - a.at.getTime() || Number(a.up) - Number(b.up));
  if (newest === undefined) return { state: "unknown", seen: null };
  const { up, ...seen } = newest;
  return { state: up ? "up" : "down", seen };
}

/** How each connection in force stands, by what polls, files, folders and checks have met of it. No call is made. */
export async function systemHealth(ledger: Ledger): Promise<SystemHealth[]> {
  const { configuration } = await configurationInForce(ledger);
  const { gp, cleo, links } = configuration;
  const used = links.filter(({ enabled }) => enabled);
  const sightingsOf = await readSightings(ledger, used);
  return [["gp", gp] as const, ["cleo", cleo] as const].flatMap(([system, connections]) =>
    connections.map(({ name, url }) => {
      const own = used.filter((link) => link[system] === name);
      const sightings = own.flatMap((link) => sightingsOf(system, link));
      return { system, name, url, links: own.map((link) => link.name), ...healthOf(sightings) };
    }),
  );
}

async function readSightings(
  ledger: Ledger,
  links: readonly Link[],
): Promise<(system: "gp" | "cleo", link: Link) => Sighting[]> {
  const names = links.map(({ name }) => name);
  const alerts = await listAlerts(ledger, { state: "open", limit: 1_000 });
  const polled = await lastSucceeded(ledger, names, "poll");
  const collected = await lastSucceeded(ledger, names, "collect");
  const sent = await lastSent(ledger, names);
  const checks = await lastCheckReports(ledger, names);
  const worked = (at: Date | undefined, text: string): Sighting[] => (at ? [{ at, up: true, text }] : []);
  return (system, { name }) => {
    const check = checks.get(name);
    return [
      ...(system === "gp"
        ? worked(polled.get(name), "answered a poll")
        : [...worked(sent.get(name), "accepted a file"), ...worked(collected.get(name), "let its folder be read")]),
      ...alertSightings(alerts, system, name),
      ...(check ? checkSightings(check.report as CheckReport, check.finishedAt, system) : []),
    ];
  };
}

/** When it ended, by link. */
async function lastSucceeded(
  ledger: Ledger,
  links: readonly string[],
  kind: "poll" | "collect",
): Promise<Map<string, Date>> {
  const jobs = await lastJobs(
    ledger,
    links.map((link) => ({ link, kind })),
    "succeeded",
  );
  return new Map(jobs.flatMap((job) => (job?.finishedAt ? [[job.link, job.finishedAt]] : [])));
}

function alertSightings(alerts: readonly Alert[], system: "gp" | "cleo", link: string): Sighting[] {
  const key = system === "gp" ? pollAlert(link) : connectionAlert(link);
  return alerts
    .filter((alert) => alert.key === key)
    .map(({ lastAt, message, code }) => ({ at: lastAt, up: false, text: message, code }));
}

/** Of the newest check only whether the system could be reached and signed in to. */
function checkSightings(report: CheckReport, at: Date, system: "gp" | "cleo"): Sighting[] {
  const lines = report.lines.filter(
    (line) => line.system === system && (line.stage === "reach" || line.stage === "identity"),
  );
  const failed = lines.find(({ status }) => status === "fail");
  if (failed) return [{ at, up: false, text: failed.seen, code: failed.code }];
  const signedIn = lines.some(({ stage, status }) => stage === "identity" && status === "pass");
  return signedIn ? [{ at, up: true, text: "let a fit check sign in" }] : [];
}
