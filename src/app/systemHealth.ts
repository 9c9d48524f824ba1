import type { CheckReport } from "../check/report.ts";
import type { Link } from "../configuration/configuration.ts";
import { type Alert, listAlerts } from "../ledger/alerts.ts";
import { listCheckReports } from "../ledger/checkReports.ts";
import { listJobs } from "../ledger/jobs.ts";
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
  const alerts = await listAlerts(ledger, { state: "open", limit: 1_000 });
  const used = links.filter(({ enabled }) => enabled);
  const health: SystemHealth[] = [];
  for (const [system, connections] of [["gp", gp] as const, ["cleo", cleo] as const]) {
    for (const { name, url } of connections) {
      const own = used.filter((link) => link[system] === name);
      const sightings: Sighting[] = [];
      for (const link of own) {
        sightings.push(...(system === "gp" ? await gpSightings(ledger, link) : await cleoSightings(ledger, link)));
        sightings.push(...alertSightings(alerts, system, link), ...(await checkSightings(ledger, system, link)));
      }
      health.push({ system, name, url, links: own.map((link) => link.name), ...healthOf(sightings) });
    }
  }
  return health;
}

async function gpSightings(ledger: Ledger, { name }: Link): Promise<Sighting[]> {
  const [poll] = await listJobs(ledger, { link: name, kind: "poll", state: "succeeded", limit: 1 });
  return poll?.finishedAt ? [{ at: poll.finishedAt, up: true, text: "answered a poll" }] : [];
}

async function cleoSightings(ledger: Ledger, { name }: Link): Promise<Sighting[]> {
  const [sent] = await lastSent(ledger, [name]);
  const [collected] = await listJobs(ledger, { link: name, kind: "collect", state: "succeeded", limit: 1 });
  return [
    ...(sent ? [{ at: sent.at, up: true, text: "accepted a file" }] : []),
    ...(collected?.finishedAt ? [{ at: collected.finishedAt, up: true, text: "let its folder be read" }] : []),
  ];
}

function alertSightings(alerts: readonly Alert[], system: "gp" | "cleo", { name }: Link): Sighting[] {
  const key = system === "gp" ? pollAlert(name) : connectionAlert(name);
  return alerts
    .filter((alert) => alert.key === key)
    .map(({ lastAt, message, code }) => ({ at: lastAt, up: false, text: message, code }));
}

/** Of the newest check only whether the system could be reached and signed in to. */
async function checkSightings(ledger: Ledger, system: "gp" | "cleo", { name }: Link): Promise<Sighting[]> {
  const [check] = await listCheckReports(ledger, { link: name, limit: 1 });
  if (check === undefined) return [];
  const lines = (check.report as CheckReport).lines.filter(
    (line) => line.system === system && (line.stage === "reach" || line.stage === "identity"),
  );
  const failed = lines.find(({ status }) => status === "fail");
  if (failed) return [{ at: check.finishedAt, up: false, text: failed.seen, code: failed.code }];
  const signedIn = lines.some(({ stage, status }) => stage === "identity" && status === "pass");
  return signedIn ? [{ at: check.finishedAt, up: true, text: "let a fit check sign in" }] : [];
}
