import { createReadStream } from "node:fs";
import { nearest } from "../configuration/nearest.ts";
import { ConnectorError } from "../errors/connectorError.ts";
import { isSystemFault, systemFault } from "../errors/systemFault.ts";
import {
  actionsOfTrail,
  findTrailEntry,
  readTrail,
  type SealedEntry,
  sealAudit,
  type TrailFilter,
  trailPage,
} from "../ledger/audit.ts";
import { ChainWalk, exportEnd, exportLine, type TrailVerdict, verifyExport } from "../ledger/auditChain.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { csvLine } from "./csv.ts";
import { expectKnownLink } from "./knownLink.ts";
import { knownJob } from "./readJob.ts";

/**
 * The trail outlives links and jobs: only where it has nothing of a name is asked whether there is one.
 *
 * @throws {ConnectorError} LINK_UNKNOWN, JOB_UNKNOWN
 */
export async function listTrail(ledger: Ledger, filter: TrailFilter): Promise<SealedEntry[]> {
  await sealAudit(ledger);
  const entries: SealedEntry[] = [];
  for await (const entry of readTrail(ledger, filter)) entries.push(entry);
  if (entries.length > 0) return entries;
  await expectKnownLink(ledger, filter.link, entries);
  if (filter.jobId !== undefined) await knownJob(ledger, filter.jobId);
  return [];
}

/** What an action that the trail has no entry of may have been meant to be; `undefined` where it has one, or none that is near. */
export async function actionMeant(ledger: Ledger, action: string): Promise<string | undefined> {
  const known = await actionsOfTrail(ledger);
  return known.includes(action) ? undefined : nearest(action, known);
}

export interface TrailPage {
  /** The newest first. */
  entries: SealedEntry[];
  /** Entries before this position are on the next page. */
  next: number | null;
}

export async function pageOfTrail(
  ledger: Ledger,
  filter: Omit<TrailFilter, "last">,
  page: { before?: number; limit: number },
): Promise<TrailPage> {
  await sealAudit(ledger);
  const entries = await trailPage(ledger, filter, { ...page, limit: page.limit + 1 });
  const more = entries.length > page.limit;
  return { entries: entries.slice(0, page.limit), next: more ? (entries[page.limit - 1]?.position ?? null) : null };
}

/** @throws {ConnectorError} JOB_UNKNOWN */
export async function readTrailEntry(ledger: Ledger, position: number): Promise<SealedEntry> {
  const entry = await findTrailEntry(ledger, position);
  if (entry === undefined) throw new ConnectorError("JOB_UNKNOWN", `the audit trail has no entry ${position} yet`);
  return entry;
}

/** Entries as lines of CSV (RFC 4180) for a spreadsheet, the oldest first. Not a proof: that is {@link exportTrail}. */
export async function* exportTrailCsv(ledger: Ledger, filter: Omit<TrailFilter, "last">): AsyncGenerator<string> {
  await sealAudit(ledger, true);
  yield csvLine(["position", "at", "actor", "action", "job", "link", "subject", "detail", "hash"]);
  for await (const { position, at, actor, action, jobId, link, subject, detail, hash } of readTrail(ledger, filter)) {
    yield csvLine([String(position), at, actor, action, jobId, link, subject, JSON.stringify(detail), hash]);
  }
}

/** The whole trail as JSON Lines with a closing line, for {@link verifyTrailFile}. */
export async function* exportTrail(ledger: Ledger): AsyncGenerator<string> {
  await sealAudit(ledger, true);
  let entries = 0;
  let head: string | undefined;
  for await (const entry of readTrail(ledger)) {
    entries += 1;
    head = entry.hash;
    yield exportLine(entry);
  }
  yield exportEnd(entries, head ?? new ChainWalk().head);
}

/** Recomputes the chain of the trail in the database. */
export async function verifyTrail(ledger: Ledger): Promise<TrailVerdict> {
  await sealAudit(ledger, true);
  const walk = new ChainWalk();
  for await (const entry of readTrail(ledger)) {
    if (!walk.step(entry)) {
      return { ok: false, entries: walk.entries, head: walk.head, line: entry.position, reason: walk.fault ?? "" };
    }
  }
  return { ok: true, entries: walk.entries, head: walk.head };
}

/** Verifies an exported trail without any database. @throws {ConnectorError} FILE_UNREADABLE */
export async function verifyTrailFile(file: string): Promise<TrailVerdict> {
  try {
    return await verifyExport(linesOf(file));
  } catch (error) {
    if (!isSystemFault(error)) throw error;
    throw new ConnectorError("FILE_UNREADABLE", `${file} cannot be read: ${systemFault(error)}`, {
      at: { file },
      cause: error,
    });
  }
}

/** Lines with their line feeds, read as bytes: a byte that is no UTF-8 must show, not be mended. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    let from = 0;
    for (let end = rest.indexOf(10, from); end >= 0; end = rest.indexOf(10, from)) {
      yield decoder.decode(rest.subarray(from, end + 1));
      from = end + 1;
    }
    rest = rest.subarray(from);
  }
  if (rest.length > 0) yield decoder.decode(rest);
}
