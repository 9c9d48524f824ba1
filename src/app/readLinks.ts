import type { Link } from "../configuration/configuration.ts";
import type { DeliveryState } from "../ledger/deliveryState.ts";
import { lastJob } from "../ledger/jobHistory.ts";
import type { Job } from "../ledger/jobs.ts";
import { lastSent, openDeliveries } from "../ledger/overview.ts";
import { readWatermark } from "../ledger/watermarks.ts";
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
  const open = await openDeliveries(ledger);
  const sent = await lastSent(
    ledger,
    links.map(({ name }) => name),
  );
  return Promise.all(
    links.map(async (link) => {
      const connection = gp.find(({ name }) => name === link.gp);
      const polls = { link: link.name, kind: "poll" } as const;
      const last = await lastJob(ledger, { ...polls, ended: true });
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
        flows: await flowsOf(application, link),
        partners: Object.keys(link.partners),
        receives: link.inbound !== undefined,
        lastPoll: last === undefined ? null : { ...last, clockSetBack: last.clockSetBackTo !== null },
        currentPoll: (await lastJob(ledger, { ...polls, ended: false })) ?? null,
        lastSentAt: sent.find((each) => each.link === link.name)?.at ?? null,
        open: Object.fromEntries(
          open.filter((count) => count.link === link.name).map(({ state, deliveries }) => [state, deliveries]),
        ),
      };
    }),
  );
}

async function flowsOf({ ledger }: Pick<Application, "ledger">, link: Link): Promise<LinkOverview["flows"]> {
  const flows: LinkOverview["flows"] = [];
  for (const entity of entities) {
    const flow = link[entity];
    if (flow === undefined) continue;
    const watermark = await readWatermark(ledger, link.name, entity);
    flows.push({
      entity,
      folder: flow.folder,
      format: flow.format,
      schedule: flow.schedule.text,
      sweep: flow.sweep.text,
      readThrough: watermark?.modifiedThrough ?? null,
    });
  }
  return flows;
}
