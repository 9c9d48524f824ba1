import { createHash } from "node:crypto";
import { ConnectorError } from "../../errors/connectorError.ts";
import type { BusinessDate, Instant } from "../businessDate.ts";
import type { CallContext, GpCaller } from "../call/caller.ts";
import { type DecodedRecord, decodeRecord, type EntityKinds, keyOf } from "../decode/decodeRecord.ts";
import { findList } from "../decode/envelope.ts";
import type { JsonValue } from "../decode/json.ts";
import type { Decoding } from "../decode/record.ts";
import type { ResourceProfile } from "../profile/schema.ts";
import { cursorOf, judgePage, type PageAsked, type PageCursor, startPaging } from "./paging.ts";

/** Which records; dates are inclusive and are the site's calendar dates. */
export interface ReadQuery {
  from?: BusinessDate;
  to?: BusinessDate;
  /** For a site whose service filters by DEX_ROW_TS (`query.changedSince` of the profile). */
  changedSince?: Instant;
  /** Rows per request instead of the profile's. */
  take?: number;
  /** Rows to leave out at the start. */
  skip?: number;
  /** Where an interrupted reading goes on: `next` of the last page that was dealt with. Goes before `skip`. */
  resume?: PageCursor;
  signal?: AbortSignal;
}

export interface GpPage<Entity> {
  records: DecodedRecord<Entity>[];
  /** The request that brought the page. */
  request: { path: string; skip: number };
  /** Bytes of the answer. */
  rawSize: number;
  /** Rows of all pages, where the service says it. */
  total?: number;
  /** Store it with the page's outcomes to go on from here after a restart. */
  next: PageCursor;
}

export interface Reading<Resource extends keyof EntityKinds> {
  resource: Resource;
  described: ResourceProfile;
  caller: GpCaller;
  decoding: Decoding;
  company: string;
  /** Checks rows and envelope for another company; throws. */
  guard: (objects: Iterable<JsonValue | undefined>) => void;
  /** Reads one record in full, where the list holds summaries. */
  detail: (key: string) => Promise<DecodedRecord<EntityKinds[Resource]>>;
}

interface Answered {
  rows: readonly JsonValue[];
  total?: number;
  path: string;
  bytes: number;
}

/** Pages of a list, one request at a time, each decoded; ends where the list ends. */
export async function* readPages<Resource extends keyof EntityKinds>(
  reading: Reading<Resource>,
  query: ReadQuery,
): AsyncGenerator<GpPage<EntityKinds[Resource]>, void, undefined> {
  const { described, caller } = reading;
  const { style, maxPages, size } = described.paging;
  const take = query.take ?? size;
  let { state, next } = startPaging(query.resume ?? { skip: query.skip ?? 0 });
  let page = style === "page" ? Math.floor((query.resume?.skip ?? query.skip ?? 0) / take) + 1 : 1;
  let afterKey = style === "afterKey" ? query.resume?.anchor : undefined;

  for (;;) {
    // Only positions can overlap; a page number or a key leads to rows behind it.
    const asked: PageAsked = style === "skipTake" ? next : { skip: state.position, overlap: 0 };
    const answered = await ask(reading, query, parametersOf(described, { asked, take, page, afterKey }));
    const arrived = answered.rows.map((row) => ({ digest: digestOf(row) }));
    const verdict = judgePage(
      state,
      asked,
      arrived,
      style === "page" || style === "afterKey" ? undefined : answered.total,
      maxPages,
    );
    if (verdict.kind === "stuck") {
      throw new ConnectorError(
        "GP_PAGING_STUCK",
        `the list of ${wordOf(reading.resource)} never ends: the same rows come again at ${answered.path}`,
        {
          at: caller.at(),
        },
      );
    }
    if (verdict.kind === "unstable") {
      throw new ConnectorError(
        "GP_PAGING_UNSTABLE",
        `the list of ${wordOf(reading.resource)} changes faster than it can be read`,
        { at: caller.at() },
      );
    }
    if (verdict.kind === "again") {
      ({ state, next } = verdict);
      continue;
    }
    ({ state } = verdict);
    const fresh = verdict.fresh.flatMap((index) => answered.rows[index] ?? []);
    page += 1;
    const lastKey = keyOf(reading.resource, answered.rows.at(-1) ?? null, reading.decoding);
    if (style === "afterKey" && answered.rows.length > 0 && lastKey === undefined) {
      throw new ConnectorError("GP_ANSWER_UNREADABLE", `the last row of ${answered.path} has no key to go on behind`, {
        at: caller.at(),
      });
    }
    afterKey = lastKey ?? afterKey;
    const cursor =
      style === "afterKey" ? { skip: state.position, ...(afterKey ? { anchor: afterKey } : {}) } : cursorOf(state);
    if (fresh.length > 0) {
      yield {
        records: described.detail
          ? await details(reading, fresh)
          : fresh.map((row) => decodeRecord(reading.resource, row, reading.decoding, reading.company)),
        request: { path: answered.path, skip: asked.skip },
        rawSize: answered.bytes,
        ...(answered.total === undefined ? {} : { total: answered.total }),
        next: cursor,
      };
    }
    if (verdict.next === undefined || style === "none") return;
    next = verdict.next;
  }
}

interface Parameters {
  asked: PageAsked;
  take: number;
  page: number;
  afterKey: string | undefined;
}

function parametersOf(
  described: ResourceProfile,
  { asked, take, page, afterKey }: Parameters,
): Record<string, string | number | undefined> {
  const { query, paging } = described;
  const named: [string | undefined, string | number | undefined][] = [];
  if (paging.style === "skipTake") named.push([query.skip, asked.skip], [query.take, take]);
  if (paging.style === "page") named.push([query.page, page], [query.take, take]);
  if (paging.style === "afterKey") named.push([query.afterKey, afterKey], [query.take, take]);
  return Object.fromEntries(named.filter(([name]) => name !== undefined));
}

async function ask<Resource extends keyof EntityKinds>(
  reading: Reading<Resource>,
  query: ReadQuery,
  paging: Record<string, string | number | undefined>,
): Promise<Answered> {
  const { caller, described, decoding, resource } = reading;
  const names = described.query;
  const filter: Record<string, string | undefined> = { ...names.extra };
  if (names.from) filter[names.from] = query.from;
  if (names.to) filter[names.to] = query.to;
  if (names.changedSince) filter[names.changedSince] = query.changedSince;
  const path = caller.paths.of(described.list, [], { ...filter, ...paging });
  const context: CallContext = {
    what: `the list of ${wordOf(resource)}`,
    ...(query.signal ? { signal: query.signal } : {}),
  };
  const answer = await caller.read(path, context);
  if (!answer) throw await caller.notThere(path, context);
  const found = findList(answer.value, described.envelope, (object) => keyOf(resource, object, decoding) !== undefined);
  if (!found.found) {
    throw new ConnectorError(
      "GP_ANSWER_UNREADABLE",
      `the list of ${wordOf(resource)} cannot be found in the answer: ${found.reason}`,
      {
        at: { ...caller.at(), field: `resources.${resource}.envelope.list` },
      },
    );
  }
  reading.guard([found.envelope, ...found.rows]);
  return { rows: found.rows, path, bytes: answer.bytes, ...(found.total === undefined ? {} : { total: found.total }) };
}

/** Each row read in full by its key, some at a time, in the order of the list. */
async function details<Resource extends keyof EntityKinds>(
  reading: Reading<Resource>,
  rows: readonly JsonValue[],
): Promise<DecodedRecord<EntityKinds[Resource]>[]> {
  const records: DecodedRecord<EntityKinds[Resource]>[] = [];
  let taken = 0;
  let failed = false;
  const work = async (): Promise<void> => {
    for (let index = taken++; index < rows.length && !failed; index = taken++) {
      const row = rows[index] ?? null;
      const key = keyOf(reading.resource, row, reading.decoding);
      try {
        records[index] =
          key === undefined
            ? decodeRecord(reading.resource, row, reading.decoding, reading.company)
            : await reading.detail(key);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const settled = await Promise.allSettled(
    Array.from({ length: Math.min(reading.described.detailConcurrency, rows.length) }, work),
  );
  const fault = settled.find((each) => each.status === "rejected");
  if (fault) throw fault.reason;
  return records;
}

const wordOf = (resource: keyof EntityKinds): string => (resource === "vendors" ? "vendors" : "purchase orders");

function digestOf(row: JsonValue): string {
  return createHash("sha1").update(JSON.stringify(row)).digest("base64").slice(0, 16);
}
