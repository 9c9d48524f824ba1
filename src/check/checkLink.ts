/**
 * The fit check of one link: does it connect, may it do what it has to, and what would it do with the real data. It writes
 * nothing, but for the one marked file of a probe that somebody asked for. What could not be looked at, because something
 * before it failed, or because looking would have changed something, is *unverified*, never good.
 */
import type { CleoConnection, GpConnection } from "../configuration/configuration.ts";
import { isConnectorError } from "../errors/connectorError.ts";
import { addDays, type BusinessDate, type GpClient, resolveProfile, type ServiceProfile } from "../gp/index.ts";
import type { LinkSettings } from "../sync/linkResources.ts";
import { type Entity, entities } from "../sync/pollRun.ts";
import { localTime } from "../sync/rendering.ts";
import { type CleoUnderCheck, checkFolders, contactCleo, foldersOf } from "./checkCleo.ts";
import { checkCompanyAndRights, contactGp, type GpUnderCheck, gpUseOf } from "./checkGp.ts";
import { judgeLoad } from "./judgeLoad.ts";
import { judgePartners } from "./judgePartners.ts";
import { fitOf, judgeData, judgeShape } from "./judgeSurvey.ts";
import { failed, found } from "./line.ts";
import {
  type CheckedSystem,
  type CheckFit,
  type CheckLine,
  type CheckReport,
  type CheckStage,
  checkStages,
  stageTitles,
} from "./report.ts";
import { samplesOf } from "./samples.ts";
import { stageOfError } from "./stageOfError.ts";
import { type Survey, surveyRecords } from "./survey.ts";
import { countsOf, verdictOf } from "./verdict.ts";

export interface CheckSubject {
  settings: LinkSettings;
  gp: GpConnection;
  cleo: CleoConnection;
  /** Throw a ConnectorError where the client cannot be made. */
  openGp: () => Promise<GpUnderCheck>;
  openCleo: () => Promise<CleoUnderCheck>;
}

export interface CheckOptions {
  jobId: string;
  /** Records of each kind to look at, at most; all if infinite, a usual number if not given. */
  limit?: number | undefined;
  /** Folder for one marked file. */
  probe?: string | undefined;
  clock: () => Date;
  signal?: AbortSignal | undefined;
  /** Takes each line as soon as its stage is known, in the order of the report. */
  onLine?: ((line: CheckLine) => void) | undefined;
  /** Takes what is being done now. */
  onProgress?: ((text: string) => void) | undefined;
}

export async function checkLink(subject: CheckSubject, options: CheckOptions): Promise<CheckReport> {
  const { settings, gp: gpConnection, cleo: cleoConnection } = subject;
  const { clock, onProgress = () => {} } = options;
  const { link, company } = settings;
  const startedAt = clock();
  const today = localTime(company.timeZone, startedAt).date as BusinessDate;
  const book = createBook(options.onLine);
  let gp: GpUnderCheck | undefined;
  let cleo: CleoUnderCheck | undefined;
  const fit: CheckFit = { samples: [] };
  let probe: CheckReport["probe"];
  try {
    onProgress("asking GP and Cleo for an answer");
    const [gpContact, cleoContact] = await Promise.all([
      contactGp(subject.openGp, gpConnection, { today, now: startedAt }),
      contactCleo(subject.openCleo, cleoConnection, startedAt),
    ]);
    gp = gpContact.gp;
    cleo = cleoContact.cleo;
    book.add(...gpContact.lines, ...cleoContact.lines);
    book.tellThrough("identity");

    onProgress("looking at company, rights and folders");
    const gpOpen = gp !== undefined && gpContact.endedAt === undefined;
    const rights = gpOpen && gp ? await checkCompanyAndRights(gp, gpUseOf(link), options.signal) : undefined;
    const cleoOpen = cleo !== undefined && cleoContact.endedAt === undefined;
    const folders =
      cleoOpen && cleo
        ? await checkFolders(
            cleo,
            foldersOf(link),
            options.probe === undefined ? undefined : { folder: options.probe, id: options.jobId },
          )
        : undefined;
    probe = folders?.probe;
    book.add(...(rights?.lines ?? []), ...(folders?.lines ?? []));
    if (!cleoOpen) book.notLookedAt("cleo", ["permission"], cleoContact.endedAt);
    const gpEnded = gpContact.endedAt ?? rights?.endedAt;
    if (!gpOpen || rights?.company === undefined) {
      book.notLookedAt("gp", ["permission", "company", "shape", "data", "partner", "load"], gpEnded);
      return finish();
    }
    book.tellThrough("company");

    const surveys: Partial<Record<Entity, Survey>> = {};
    for (const entity of entities.filter((each) => link[each] !== undefined)) {
      try {
        surveys[entity] = await surveyRecords(gp?.client as GpClient, settings, {
          entity,
          limit: options.limit ?? usualLimit(resolveProfile(gpConnection.profile), entity),
          today,
          now: startedAt,
          signal: options.signal,
          progress: (read) => onProgress(`reading ${words[entity]}: ${read}`),
        });
      } catch (error) {
        if (!isConnectorError(error)) throw error;
        book.addOnce(
          failed(error.report(), {
            // The server was there a moment ago: what breaks off a reading is told with it.
            stage: stageOfError(error.code) === "reach" ? "shape" : stageOfError(error.code),
            system: "gp",
            title: `Reading ${words[entity]}`,
          }),
        );
      }
    }
    const { vendors, purchaseOrders: orders } = surveys;
    book.add(...judgeShape(vendors, orders));
    if (gp) book.add(...(await dateFilterLines(gp.client, surveys)));
    book.add(...judgeData(vendors, orders));
    if (vendors === undefined && orders === undefined) book.notLookedAt("gp", ["shape", "data", "partner"], "company");
    if (orders) book.add(...judgePartners(link, orders.vendors));
    if (gp) {
      const profile = resolveProfile(gpConnection.profile);
      const callsPerRecord = profile.resources.purchaseOrders?.detail === true;
      book.add(...judgeLoad(link, gp.meter.times(), { vendors, orders, callsPerRecord }));
    }
    if (vendors) fit.vendors = fitOf(vendors);
    if (orders) {
      fit.purchaseOrders = fitOf(orders);
      fit.samples = samplesOf(orders.samples);
    }
    return finish();
  } finally {
    await Promise.allSettled([gp?.close(), cleo?.close()]);
  }

  function finish(): CheckReport {
    book.tellThrough("load");
    const lines = book.inOrder();
    return {
      jobId: options.jobId,
      link: link.name,
      gp: {
        connection: gpConnection.name,
        url: gpConnection.url,
        company: company.database,
        version: gpConnection.version,
      },
      cleo: { connection: cleoConnection.name, url: cleoConnection.url },
      startedAt: startedAt.toISOString(),
      finishedAt: clock().toISOString(),
      ...verdictOf(lines, fit),
      counts: countsOf(lines),
      lines,
      fit,
      calls: { gp: gp?.meter.times().calls ?? 0, cleo: cleo?.calls() ?? 0 },
      ...(probe && { probe }),
    };
  }
}

/** Records of each kind that a check looks at if nothing else is said: fewer where each costs a call of its own. */
export function usualLimit(profile: ServiceProfile, entity: Entity): number {
  return profile.resources[entity]?.detail === true ? 100 : 1_000;
}

const words = { vendors: "vendors", purchaseOrders: "purchase orders" } as const;

/** One call for what changed on a day that never comes shows whether the service selects by date. */
async function dateFilterLines(client: GpClient, surveys: Partial<Record<Entity, Survey>>): Promise<CheckLine[]> {
  const entity = surveys.purchaseOrders ? "purchaseOrders" : "vendors";
  const survey = surveys[entity];
  if (survey === undefined || survey.read === 0) return [];
  if (survey.dateFilterIgnored)
    return [found("CHECK_GP_DATE_FILTER_IGNORED", `${words[entity]} from outside of the dates asked for came back`)];
  if (client.selectsByRowTimestamp(entity)) return [];
  const query = { from: addDays("9999-12-29" as BusinessDate, -1), to: "9999-12-29" as BusinessDate };
  try {
    const pages = entity === "vendors" ? client.vendors(query) : client.purchaseOrders(query);
    for await (const page of pages) {
      return [
        found(
          "CHECK_GP_DATE_FILTER_IGNORED",
          `asked for changes of the year 9999, ${page.records.length} records came`,
        ),
      ];
    }
    return [found("CHECK_GP_DATE_FILTER", "asked for changes of the year 9999, none came")];
  } catch (error) {
    if (!isConnectorError(error)) throw error;
    return [found("CHECK_GP_DATE_FILTER_UNKNOWN", `asked for changes of the year 9999: ${error.message}`)];
  }
}

interface Book {
  add(...lines: CheckLine[]): void;
  /** Not where the same error stands there already. */
  addOnce(line: CheckLine): void;
  /** One line for each stage of a system that nothing was found about. */
  notLookedAt(system: CheckedSystem, stages: readonly CheckStage[], endedAt: CheckStage | undefined): void;
  /** Tells all lines of the stages up to this one that were not told yet. */
  tellThrough(stage: CheckStage): void;
  inOrder(): CheckLine[];
}

const placeOf = (stage: CheckStage): number => checkStages.indexOf(stage);

function createBook(tell: ((line: CheckLine) => void) | undefined): Book {
  const lines: CheckLine[] = [];
  const told = new Set<CheckLine>();
  const inOrder = (): CheckLine[] => lines.toSorted((left, right) => placeOf(left.stage) - placeOf(right.stage));
  return {
    add: (...more) => void lines.push(...more),
    addOnce(line) {
      if (!lines.some(({ code, seen }) => code === line.code && seen === line.seen)) lines.push(line);
    },
    notLookedAt(system, stages, endedAt) {
      const after = endedAt === undefined ? -1 : placeOf(endedAt);
      const name = system === "gp" ? "GP" : "Cleo";
      for (const stage of stages.filter((each) => placeOf(each) > after)) {
        const seen = `it needs ${name}, which came no further than ${endedAt === undefined ? "the stage before" : `“${stageTitles[endedAt]}”`}`;
        lines.push(found("CHECK_NOT_LOOKED_AT", seen, { stage, system }));
      }
    },
    tellThrough(stage) {
      for (const line of inOrder()) {
        if (placeOf(line.stage) > placeOf(stage) || told.has(line)) continue;
        told.add(line);
        tell?.(line);
      }
    },
    inOrder,
  };
}
