/**
 * Reads vendors and purchase orders of one company from one GP server. Version and profile are checked when the client
 * is made, the company before its first read.
 */
import { ConnectorError } from "../errors/connectorError.ts";
import { GpCaller } from "./call/caller.ts";
import { type GpCompany, guardAnswer, readCompany } from "./call/companyGuard.ts";
import { GpPaths } from "./call/path.ts";
import { checkConnection, type GpConnection } from "./connection.ts";
import { type DecodedRecord, decodeRecord, type EntityKinds, keyOf } from "./decode/decodeRecord.ts";
import { findItem } from "./decode/envelope.ts";
import type { JsonValue } from "./decode/json.ts";
import { createDrafts, type GpDrafts } from "./draft/drafts.ts";
import { withPostingGuard } from "./draft/postingGuard.ts";
import type { GpPurchaseOrder, GpVendor } from "./entities.ts";
import { createGpLoad, type GpLoad } from "./load/manners.ts";
import type { LoadSettings } from "./load/schema.ts";
import type { SharedLoad } from "./load/shared.ts";
import type { ResourceProfile, ServiceProfile } from "./profile/schema.ts";
import { type GpPage, type ReadQuery, readPages } from "./read/readPages.ts";
import type { GpTransport } from "./transport.ts";
import { coverageOf, offered, type VersionCoverage } from "./versions.ts";

export interface GpClientOptions {
  connection: GpConnection;
  profile: ServiceProfile;
  transport: GpTransport;
  now: () => Date;
  /** Shared by all clients of a connection in a process; a client without one has its own. */
  load?: GpLoad;
  /** What all processes that call the server hold together. */
  shared?: SharedLoad;
}

export interface GpPing {
  /** Texts of the links on the help page: dictionaries, object libraries and services that are installed. */
  services: string[];
  /** The release that the page names, such as `2018` or `18.5`; most pages name none. */
  version?: string;
  /** Milliseconds until the answer was there; the first call starts a GP runtime process. */
  took: number;
}

export interface GpClient {
  /** What the configured version offers. */
  readonly coverage: VersionCoverage;
  /** How the server bears the calls. */
  readonly load: GpLoad;
  /** Asks for the help page: proves address, certificate, logon and tenant, but no company. */
  ping(options?: { signal?: AbortSignal }): Promise<GpPing>;
  /** Proves that the address leads to the configured database. Done once per client, also by every read. */
  checkCompany(options?: { signal?: AbortSignal }): Promise<GpCompany>;
  /** Whether the site's service selects by DEX_ROW_TS (`query.changedSince` of the profile). */
  selectsByRowTimestamp(resource: keyof EntityKinds): boolean;
  vendors(query?: ReadQuery): AsyncGenerator<GpPage<GpVendor>, void, undefined>;
  purchaseOrders(query?: ReadQuery): AsyncGenerator<GpPage<GpPurchaseOrder>, void, undefined>;
  /** One vendor, or `undefined` where the service is there but has none of this id. */
  vendor(id: string, options?: { signal?: AbortSignal }): Promise<DecodedRecord<GpVendor> | undefined>;
  purchaseOrder(
    number: string,
    options?: { signal?: AbortSignal },
  ): Promise<DecodedRecord<GpPurchaseOrder> | undefined>;
  /** Unposted documents, the only ones that this program creates. */
  readonly drafts: GpDrafts;
  close(): Promise<void>;
}

/**
 * @throws {ConnectorError} `GP_CONNECTION_INVALID`, `GP_VERSION_UNSUPPORTED`: before any call
 */
export function createGpClient(options: GpClientOptions): GpClient {
  const { connection, profile, transport, now } = options;
  checkConnection(connection);
  const timeZone = connection.company.timeZone;
  const load = options.load ?? createGpLoad({ settings: loadOf(options), timeZone, now, shared: options.shared });
  const at = { ...(connection.name ? { connection: connection.name } : {}), url: new URL(connection.url).host };
  const paths = new GpPaths(connection, profile);
  const writes = {
    base: new URL(connection.url).pathname.replace(/\/+$/, ""),
    method: profile.verbs.create,
    paths: Object.values(profile.drafts).flatMap((draft) => (draft ? paths.of(draft.path) : [])),
  };
  const guarded = withPostingGuard(transport, writes, at);
  const caller = new GpCaller({ ...options, transport: load.around(guarded, at) });
  const coverage = coverageOf(connection.version, caller.at());
  const decoding = { profile, timeZone };
  const database = connection.company.database;
  const answering = new Set<keyof EntityKinds>();
  let company: Promise<GpCompany> | undefined;

  const checkCompany = (signal?: AbortSignal): Promise<GpCompany> => {
    company ??= readCompany(caller, connection, profile, signal).catch((error: unknown) => {
      company = undefined;
      throw error;
    });
    return company;
  };

  const guardFor = async (signal?: AbortSignal) => {
    const known = await checkCompany(signal);
    return (objects: Iterable<JsonValue | undefined>) => guardAnswer(caller, known, profile, objects);
  };

  async function* pages<Resource extends keyof EntityKinds>(resource: Resource, query: ReadQuery) {
    const described = describe(resource);
    const guard = await guardFor(query.signal);
    const detail = async (key: string): Promise<DecodedRecord<EntityKinds[Resource]>> =>
      (await one(resource, key, query.signal)) ?? gone(resource, key);
    for await (const page of readPages(
      { resource, described, caller, decoding, company: database, guard, detail },
      query,
    )) {
      answering.add(resource);
      yield page;
    }
    answering.add(resource);
  }

  async function one<Resource extends keyof EntityKinds>(resource: Resource, key: string, signal?: AbortSignal) {
    const described = describe(resource);
    const guard = await guardFor(signal);
    const path = caller.paths.of(described.item, [key]);
    const context = { what: `${words[resource]} ${key}`, document: key, ...(signal ? { signal } : {}) };
    const answer = await caller.read(path, context);
    if (!answer) {
      await requireService(resource, described, signal);
      return undefined;
    }
    const found = findItem(
      answer.value,
      described.envelope,
      (object) => keyOf(resource, object, decoding) !== undefined,
    );
    if (!found.found) {
      const problem = new ConnectorError(
        "GP_RECORD_UNREADABLE",
        `${context.what} cannot be found in the answer: ${found.reason}`,
        {
          at: { ...caller.at(context), field: `resources.${resource}.envelope.item` },
        },
      );
      return { ok: false as const, key, problem, raw: answer.value };
    }
    guard([answer.value, found.object]);
    const record = decodeRecord(resource, found.object, decoding, database);
    if (record.ok && !sameKey(record.key, key)) {
      const problem = new ConnectorError(
        "GP_RECORD_UNREADABLE",
        `asked for ${context.what}, the service answered with ${record.key}`,
        {
          at: caller.at(context),
        },
      );
      return { ok: false as const, key, problem, raw: record.raw };
    }
    return record;
  }

  /** A 404 to one record: is it the record that is not there, or the service? The list answers that. */
  async function requireService(
    resource: keyof EntityKinds,
    described: ResourceProfile,
    signal?: AbortSignal,
  ): Promise<void> {
    if (answering.has(resource)) return;
    const context = { what: `the list of ${words[resource]}s`, ...(signal ? { signal } : {}) };
    const { skip, take } = described.query;
    const path = caller.paths.of(described.list, [], {
      ...described.query.extra,
      ...(skip ? { [skip]: 0 } : {}),
      ...(take ? { [take]: 1 } : {}),
    });
    if (!(await caller.read(path, context))) throw await caller.notThere(path, context);
    answering.add(resource);
  }

  function describe(resource: keyof EntityKinds): ResourceProfile {
    return offered(resource, profile.resources[resource], coverage, profile, caller.at());
  }

  function gone(resource: keyof EntityKinds, key: string): DecodedRecord<never> {
    const problem = new ConnectorError(
      "GP_RECORD_NOT_FOUND",
      `${words[resource]} ${key} was in the list, but is gone when read by its number`,
      {
        at: caller.at({ document: key }),
      },
    );
    return { ok: false, key, problem, raw: null };
  }

  const drafts = createDrafts({
    caller,
    profile,
    timeZone,
    described: (kind) => offered(draftResources[kind], profile.drafts[kind], coverage, profile, caller.at()),
    guard: guardFor,
    vendor: (id, signal) => one("vendors", id, signal),
    purchaseOrder: (number, signal) => one("purchaseOrders", number, signal),
  });

  return {
    coverage,
    drafts,
    load,
    async ping({ signal } = {}) {
      const start = now().getTime();
      const help = await caller.help({ what: "the help page", ...(signal ? { signal } : {}) });
      if (!help) {
        throw new ConnectorError(
          "GP_TENANT_NOT_FOUND",
          `the server has no GP Service with the tenant ${connection.tenant} at ${connection.url}`,
          {
            at: caller.at(),
          },
        );
      }
      const page = help.body.subarray(0, 1024 * 1024).toString("utf8");
      const version = releaseIn(page);
      return { services: linkTexts(page), ...(version && { version }), took: now().getTime() - start };
    },
    checkCompany: ({ signal } = {}) => checkCompany(signal),
    selectsByRowTimestamp: (resource) => profile.resources[resource]?.query.changedSince !== undefined,
    vendors: (query = {}) => pages("vendors", query),
    purchaseOrders: (query = {}) => pages("purchaseOrders", query),
    vendor: (id, { signal } = {}) => one("vendors", id, signal),
    purchaseOrder: (number, { signal } = {}) => one("purchaseOrders", number, signal),
    close: async () => transport.close(),
  };
}

/** The load settings of a connection: its own number of calls at once goes before a larger one of the profile. */
export function loadOf({ connection, profile }: Pick<GpClientOptions, "connection" | "profile">): LoadSettings {
  const { maxConcurrency } = profile.load;
  return { ...profile.load, maxConcurrency: Math.min(maxConcurrency, connection.concurrency ?? maxConcurrency) };
}

const draftResources = {
  purchaseOrder: "purchaseOrders",
  purchaseReceipt: "purchaseReceipts",
  purchaseInvoice: "purchaseInvoices",
  payablesInvoice: "payablesInvoices",
  receivablesInvoice: "receivablesInvoices",
} as const;

const words = { vendors: "vendor", purchaseOrders: "purchase order" } as const;

/** GP compares keys without case and trailing blanks (dynamics-gp 7.1). */
const sameKey = (left: string, right: string): boolean => left.trim().toUpperCase() === right.trim().toUpperCase();

function linkTexts(html: string): string[] {
  const texts = [...html.matchAll(/<a\b[^>]{0,2000}>([^<]{1,200})<\/a>/gi)].map(([, text = ""]) => text.trim());
  return [...new Set(texts.filter((text) => text !== ""))].slice(0, 1000);
}

function releaseIn(html: string): string | undefined {
  return /\bDynamics GP (201[3568]|1[0-9]\.(?:x|\d{1,2}))\b/i.exec(html.replace(/<[^>]{0,2000}>/g, " "))?.[1];
}
