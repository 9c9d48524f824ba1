import type { Link } from "../configuration/configuration.ts";
import type { DeliveryState } from "../ledger/deliveryState.ts";
import { currentJobs, lastJobs } from "../ledger/jobHistory.ts";
import type { Job } from "../ledger/jobs.ts";
import { lastSent, openDeliveries } from "../ledger/overview.ts";
import { listWatermarks, type NamedWatermark } from "../ledger/watermarks.ts";
import { type Entity, entities } from "../sync/pollRun.ts";
import type { Application } from "./application.ts";
import { configurationInForce } from "./configurationInForce.ts";

export interface LinkOverview {
  name: string;
  enabled: boolean;
  /** Its systems are simulated. */
  sandbox: boolean;
  gp: string;
  cleo: string;
  /** Of GP: SQL database name, and what it is called. */
  company: { database: string; name: string };
  timeZone: string;
  flows: {
    entity: Entity;
    folder: string;
    format: "x12" | "json";
    schedule: string;
    sweep: string;
    /** The last day of which everything is on record. */
    readThrough: string | null;
  }[];
  partners: string[];
  receives: boolean;
  /** The newest polls that ended, one of which may have failed; and what runs or waits now. */
  lastPoll: (Job & { clockSetBack: boolean }) | null;
  currentPoll: Job | null;
  lastSentAt: Date | null;
  open: Partial<Record<DeliveryState, number>>;
}

/** The links of the configuration in force, with how each stands. */
export async function readLinks(application: Pick<Application, "ledger">): Promise<LinkOverview[]> {
  const { ledger } = application;
  const { configuration } = await configurationInForce(ledger);
  const { gp, links } = configuration;
  const names = links.map(({ name }) => name);
  const open = await openDeliveries(ledger);
  const sent = await lastSent(ledger, names);
  const watermarks = await listWatermarks(ledger);
  const current = await currentJobs(ledger, "poll");
  const ended = await lastJobs(
    ledger,
    names.map((link) => ({ link, kind: "poll" })),
    "ended",
  );
  return links.map((link, place) => {
    const connection = gp.find(({ name }) => name === link.gp);
    const last = ended[place];
    return {
      name: link.name,
      enabled: link.enabled,
      sandbox: link.sandbox === true,
      gp: link.gp,
      cleo: link.cleo,
      company: {
        database: connection?.company.database ?? "",
        name: connection?.company.displayName ?? connection?.company.database ?? "",
      },
      timeZone: link.timeZone,
      flows: flowsOf(link, watermarks),
      partners: Object.keys(link.partners),
      receives: link.inbound !== undefined,
      lastPoll: last === undefined ? null : { ...last, clockSetBack: last.clockSetBackTo !== null },
      currentPoll: current.get(link.name) ?? null,
      lastSentAt: sent.get(link.name) ?? null,
      open: Object.fromEntries(
        open.filter((count) => count.link === link.name).map(({ state, deliveries }) => [state, deliveries]),
      ),
    };
  });
}

function flowsOf(link: Link, watermarks: readonly NamedWatermark[]): LinkOverview["flows"] {
  return entities.flatMap((entity) => {
    const flow = link[entity];
    if (flow === undefined) return [];
    const watermark = watermarks.find((each) => each.link === link.name && each.entity === entity);
    const { folder, format, schedule, sweep } = flow;
    const readThrough = watermark?.modifiedThrough ?? null;
    return [{ entity, folder, format, schedule: schedule.text, sweep: sweep.text, readThrough }];
  });
}
