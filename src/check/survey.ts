/**
 * Reads a site's records for a fit check and tries each of them, without the ledger and without a write. The newest are
 * read first, window by window, until all are read or the bound is met: a bound that is met leaves out old records.
 */
import {
  addDays,
  type BusinessDate,
  type DecodedRecord,
  type GpClient,
  type GpPurchaseOrder,
  type GpVendor,
  type ReadQuery,
} from "../gp/index.ts";
import type { LinkSettings } from "../sync/linkResources.ts";
import type { Entity } from "../sync/pollRun.ts";
import { type Trial, tryRecord } from "../sync/trial.ts";
import { type CauseBook, createCauseBook } from "./causes.ts";

export interface SurveyOptions {
  entity: Entity;
  /** Records to look at, at most. */
  limit: number;
  /** Calendar date at the site. */
  today: BusinessDate;
  now: Date;
  signal?: AbortSignal | undefined;
  /** Told after each page. */
  progress?: ((read: number) => void) | undefined;
}

export interface Survey {
  read: number;
  complete: boolean;
  total?: number;
  since?: BusinessDate;
  ready: number;
  blocked: number;
  skipped: Map<string, number>;
  causes: CauseBook;
  /** Records that could not be read as the profile says. */
  unreadable: number;
  withoutModifiedDate: number;
  /** Changed within the last 30 days. */
  recent: number;
  /** Rows of the fullest page, and pages read. */
  rowsPerPage: number;
  pages: number;
  /** The service gave records from outside of the dates that it was asked for. */
  dateFilterIgnored: boolean;
  /** Of orders. */
  lines: number;
  linesWithCostCenter: number;
  ordersWithLines: number;
  /** Vendors of the orders that this link sends, with how many each has. */
  vendors: Map<string, number>;
  /** Kinds of changes that were made to texts, with how many files have them. */
  adapted: Map<string, number>;
  /** Files of some orders, one a vendor first. */
  samples: Extract<Trial, { outcome: "ready" }>[];
}

/** Days back from today at which each window begins; the last one has no beginning. */
const windowsBack = [30, 120, 365, undefined] as const;
const samplesKept = 3;

export async function surveyRecords(
  client: GpClient,
  settings: Pick<LinkSettings, "link" | "company" | "rules">,
  options: SurveyOptions,
): Promise<Survey> {
  const survey = emptySurvey();
  const seen = new Set<string>();
  let rows = 0;
  let until: BusinessDate | undefined;
  for (const back of windowsBack) {
    const from = back === undefined ? undefined : addDays(options.today, -back);
    const query: ReadQuery = {
      ...(from && { from }),
      // Records dated in the future are somebody's mistake, and as much in need of a look.
      to: until ?? ("9999-12-29" as BusinessDate),
      ...(options.signal && { signal: options.signal }),
    };
    const pages = options.entity === "vendors" ? client.vendors(query) : client.purchaseOrders(query);
    for await (const page of pages) {
      survey.pages += 1;
      survey.rowsPerPage = Math.max(survey.rowsPerPage, page.records.length);
      for (const record of page.records as readonly DecodedRecord<GpVendor | GpPurchaseOrder>[]) {
        rows += 1;
        const modified = record.ok ? record.record.modifiedDate : undefined;
        if (modified !== undefined && ((from && modified < from) || (until && modified > until)))
          survey.dateFilterIgnored = true;
        const key = record.key ?? `row ${rows}`;
        if (seen.has(key)) continue;
        seen.add(key);
        note(survey, settings, options, record, modified);
      }
      if (page.total !== undefined && from === undefined && until === undefined) survey.total = page.total;
      options.progress?.(survey.read);
      if (rows >= options.limit) return survey;
    }
    // A service that pays no heed to dates has given everything by now.
    if (from === undefined || survey.dateFilterIgnored) return finish(survey);
    survey.since = from;
    until = addDays(from, -1);
  }
  return finish(survey);
}

function note(
  survey: Survey,
  settings: Pick<LinkSettings, "link" | "company" | "rules">,
  { entity, today, now }: SurveyOptions,
  record: DecodedRecord<GpVendor | GpPurchaseOrder>,
  modified: BusinessDate | undefined,
): void {
  survey.read += 1;
  if (record.ok) {
    if (modified === undefined) survey.withoutModifiedDate += 1;
    else if (modified >= addDays(today, -30)) survey.recent += 1;
    if ("lines" in record.record) {
      survey.lines += record.record.lines.length;
      survey.linesWithCostCenter += record.record.lines.filter((line) => line.costCenter !== undefined).length;
      if (record.record.lines.length > 0) survey.ordersWithLines += 1;
    }
  } else survey.unreadable += 1;
  const trial = tryRecord(settings, entity, record, { known: undefined, now });
  switch (trial.outcome) {
    case "ready":
      survey.ready += 1;
      for (const kind of kindsOf(trial.file.warnings)) raise(survey.adapted, kind);
      if (trial.candidate.type === "purchaseOrder") keepSample(survey, trial);
      break;
    case "blocked":
      survey.blocked += 1;
      survey.causes.add(record.key ?? "", trial.error);
      break;
    case "skipped":
      raise(survey.skipped, trial.rule.replace(/^dated \d{4}-\d{2}-\d{2}/, "dated"));
      break;
    case "unchanged":
      break;
  }
  if (record.ok && "vendorId" in record.record && (trial.outcome === "ready" || trial.outcome === "blocked"))
    raise(survey.vendors, record.record.vendorId);
}

/** Different vendors tell more than many orders of one. */
function keepSample({ samples }: Survey, trial: Extract<Trial, { outcome: "ready" }>): void {
  const vendorOf = ({ candidate }: typeof trial) => candidate.type === "purchaseOrder" && candidate.content.vendor.id;
  if (samples.length < samplesKept && !samples.some((each) => vendorOf(each) === vendorOf(trial))) samples.push(trial);
}

function kindsOf(warnings: readonly object[]): Set<string> {
  return new Set(warnings.flatMap((warning) => ("kind" in warning ? [String(warning.kind)] : [])));
}

function raise(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function finish(survey: Survey): Survey {
  const { since: _, ...rest } = survey;
  return { ...rest, complete: true, total: survey.read };
}

function emptySurvey(): Survey {
  return {
    read: 0,
    complete: false,
    ready: 0,
    blocked: 0,
    skipped: new Map(),
    causes: createCauseBook(),
    unreadable: 0,
    withoutModifiedDate: 0,
    recent: 0,
    rowsPerPage: 0,
    pages: 0,
    dateFilterIgnored: false,
    lines: 0,
    linesWithCostCenter: 0,
    ordersWithLines: 0,
    vendors: new Map(),
    adapted: new Map(),
    samples: [],
  };
}
