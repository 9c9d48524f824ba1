/**
 * Creates drafts in GP so that no document is entered twice: our reference is looked for before the document is sent,
 * and again when the outcome of sending it is unknown. What was created is read back, because GP was seen to report
 * success and to store nothing (dynamics-gp 10.1).
 */
import { ConnectorError, isConnectorError } from "../../errors/connectorError.ts";
import type { ErrorCode } from "../../errors/registry.ts";
import { isWindowsAuthError } from "../../windows-auth/index.ts";
import { readBusinessDate } from "../businessDate.ts";
import type { CallContext, GpCaller } from "../call/caller.ts";
import { firstText } from "../decode/company.ts";
import type { DecodedRecord } from "../decode/decodeRecord.ts";
import { findItem, findList } from "../decode/envelope.ts";
import { isObject, type JsonObject, type JsonValue, member } from "../decode/json.ts";
import { placesIn } from "../decode/record.ts";
import type { GpPurchaseOrder, GpVendor } from "../entities.ts";
import type { DraftProfile } from "../profile/drafts.ts";
import type { ServiceProfile } from "../profile/schema.ts";
import { draftBody } from "./body.ts";
import { checkDraft, type DraftKind, type GpDraft } from "./draft.ts";
import { type DraftFacts, type FiscalPeriod, judgeDraft, periodClosed, remainingKnown } from "./judge.ts";

/** A document of ours as GP shows it. */
export interface GpDraftFound {
  kind: DraftKind;
  number: string;
  /** In GP's words: `Work`, `Open`, `History`; absent where the service does not say it. */
  state?: string;
  reference?: string;
  raw: JsonObject;
}

export type DraftOutcome =
  /** It was entered by this call and read back. */
  | { outcome: "created"; found: GpDraftFound }
  /** A document with our reference was there before; nothing was sent. */
  | { outcome: "present"; found: GpDraftFound }
  /** Nothing was entered, and GP says why. */
  | { outcome: "refused"; problem: ConnectorError }
  /** It may have been entered. Look for the reference later; do not send it again blindly. */
  | { outcome: "unknown"; problem: ConnectorError };

export interface DraftPrecheck {
  /** What GP would refuse, found by reading alone; empty where nothing speaks against the draft. */
  problems: ConnectorError[];
  /** Of a receipt: whether GP said what is on other receipts already. */
  remaining?: "verified" | "unverified";
}

export interface GpDrafts {
  precheck(draft: GpDraft, options?: { signal?: AbortSignal }): Promise<DraftPrecheck>;
  /** Throws where the server cannot be reached or refuses the account, before anything was sent. */
  create(draft: GpDraft, options?: { signal?: AbortSignal }): Promise<DraftOutcome>;
  /** Documents that carry our reference. */
  find(kind: DraftKind, reference: string, options?: { signal?: AbortSignal }): Promise<GpDraftFound[]>;
  read(kind: DraftKind, number: string, options?: { signal?: AbortSignal }): Promise<GpDraftFound | undefined>;
}

export interface DraftSurroundings {
  caller: GpCaller;
  profile: ServiceProfile;
  timeZone: string;
  /** The profile's description of a kind, if version and profile offer it; throws otherwise. */
  described: (kind: DraftKind) => DraftProfile;
  /** Checks the company, and gives the check for answers. */
  guard: (signal?: AbortSignal) => Promise<(objects: Iterable<JsonValue | undefined>) => void>;
  vendor: (id: string, signal?: AbortSignal) => Promise<DecodedRecord<GpVendor> | undefined>;
  purchaseOrder: (number: string, signal?: AbortSignal) => Promise<DecodedRecord<GpPurchaseOrder> | undefined>;
}

type Signal = { signal?: AbortSignal };

export function createDrafts(surroundings: DraftSurroundings): GpDrafts {
  const { caller, profile, described, guard } = surroundings;
  let periodsOffered = profile.fiscalPeriods !== undefined;

  async function query(kind: DraftKind, parameter: string, value: string, { signal }: Signal): Promise<GpDraftFound[]> {
    const shape = described(kind);
    const check = await guard(signal);
    const path = caller.paths.of(shape.path, [], { [parameter]: value });
    const context: CallContext = {
      what: `the ${words[kind]} with ${parameter} ${value}`,
      document: value,
      ...(signal ? { signal } : {}),
    };
    const answer = await caller.read(path, context);
    if (!answer) throw await caller.notThere(path, context);
    const list = findList(
      answer.value,
      { ...shape.envelope, total: [] },
      (object) => firstText(object, shape.answer.number) !== undefined,
    );
    if (!list.found) {
      throw new ConnectorError(
        "GP_ANSWER_UNREADABLE",
        `${context.what} cannot be found in the answer: ${list.reason}`,
        { at: caller.at(context) },
      );
    }
    check([list.envelope, ...list.rows]);
    return list.rows.flatMap((row) => (isObject(row) ? foundIn(row, kind, shape) : []));
  }

  async function find(kind: DraftKind, reference: string, options: Signal = {}): Promise<GpDraftFound[]> {
    const found = await query(kind, described(kind).findBy, reference, options);
    // A service that does not know the parameter sends everything.
    return found.filter((each) => each.reference?.toUpperCase() === reference.toUpperCase());
  }

  async function read(kind: DraftKind, number: string, { signal }: Signal = {}): Promise<GpDraftFound | undefined> {
    const shape = described(kind);
    const check = await guard(signal);
    const context: CallContext = {
      what: `the ${words[kind]} ${number}`,
      document: number,
      ...(signal ? { signal } : {}),
    };
    const answer = await caller.read(caller.paths.of(shape.item, [number]), context);
    if (!answer) return undefined;
    const item = findItem(
      answer.value,
      { ...shape.envelope, total: [] },
      (object) => firstText(object, shape.answer.number) !== undefined,
    );
    if (!item.found) {
      throw new ConnectorError(
        "GP_ANSWER_UNREADABLE",
        `${context.what} cannot be found in the answer: ${item.reason}`,
        { at: caller.at(context) },
      );
    }
    check([answer.value, item.object]);
    return foundIn(item.object, kind, shape)[0];
  }

  async function create(draft: GpDraft, options: Signal = {}): Promise<DraftOutcome> {
    const at = { ...caller.at(), document: draft.documentNumber ?? draft.reference };
    const shape = described(draft.kind);
    checkDraft(draft, at);
    const check = await guard(options.signal);
    const [present] = await find(draft.kind, draft.reference, options);
    if (present) return { outcome: "present", found: present };

    const context: CallContext = {
      what: `the draft ${words[draft.kind]} ${draft.reference}`,
      document: draft.documentNumber ?? draft.reference,
    };
    const path = caller.paths.of(shape.path);
    let answer: JsonValue;
    try {
      // Not to be broken off: whether it was entered would not be known.
      answer = await caller.create(path, draftBody(draft, shape), context);
    } catch (error) {
      return await afterFailure(draft, error);
    }
    const item = findItem(
      answer,
      { ...shape.envelope, total: [] },
      (object) => firstText(object, shape.answer.number) !== undefined,
    );
    if (!item.found) return await settle(draft, unknown(draft, `GP's answer names no document: ${item.reason}`));
    check([answer, item.object]);
    const number = firstText(item.object, shape.answer.number);
    const readBack = number === undefined ? undefined : await read(draft.kind, number).catch(() => undefined);
    if (!readBack)
      return await settle(draft, unknown(draft, `GP reported ${number ?? "no number"}, but it cannot be read back`));
    if (readBack.state !== undefined && readBack.state !== "Work") {
      return { outcome: "unknown", problem: unknown(draft, `GP shows ${number} as ${readBack.state}, not as Work`) };
    }
    return { outcome: "created", found: readBack };
  }

  /** Refused by GP, never sent, or unknown. */
  async function afterFailure(draft: GpDraft, error: unknown): Promise<DraftOutcome> {
    if (!isConnectorError(error)) throw error;
    const transport = isWindowsAuthError(error.cause) ? error.cause : undefined;
    if (transport && !transport.sent) throw error;
    if (neverEntered.has(error.code)) throw error;
    if (error.code === "GP_PERIOD_CLOSED") {
      const { message, at, fix } = periodClosed(draft, caller.at());
      const problem = new ConnectorError("GP_PERIOD_CLOSED", `${message} (${error.message})`, {
        at,
        fix,
        cause: error,
      });
      return { outcome: "refused", problem };
    }
    if (!transport && !mayBeEntered.has(error.code)) return { outcome: "refused", problem: error };
    return await settle(draft, unknown(draft, error.message, error));
  }

  /** Looks whether the document is there after all. */
  async function settle(draft: GpDraft, problem: ConnectorError): Promise<DraftOutcome> {
    try {
      const [found] = await find(draft.kind, draft.reference);
      if (found) return { outcome: "created", found };
    } catch (error) {
      if (!isConnectorError(error)) throw error;
    }
    // Absent now proves nothing: GP may still be at work on it.
    return { outcome: "unknown", problem };
  }

  function unknown(draft: GpDraft, reason: string, cause?: unknown): ConnectorError {
    return new ConnectorError(
      "GP_OUTCOME_UNKNOWN",
      `whether the draft ${words[draft.kind]} ${draft.reference} was entered is not known: ${reason}`,
      {
        at: { ...caller.at(), document: draft.documentNumber ?? draft.reference },
        ...(cause === undefined ? {} : { cause }),
      },
    );
  }

  async function gatherFacts(draft: GpDraft, { signal }: Signal): Promise<DraftFacts> {
    const vendor = draft.vendorId ? await surroundings.vendor(draft.vendorId, signal) : undefined;
    const orders = new Map<string, GpPurchaseOrder | undefined>();
    for (const number of new Set(draft.lines.flatMap((line) => line.purchaseOrder ?? []))) {
      const order = await surroundings.purchaseOrder(number, signal);
      if (!order || order.ok) orders.set(number, order?.ok ? order.record : undefined);
    }
    const periods = await fiscalPeriods(signal);
    const by = described(draft.kind).findByDocumentNumber;
    const same =
      by && draft.documentNumber ? await query(draft.kind, by, draft.documentNumber, signal ? { signal } : {}) : [];
    return {
      vendor: draft.vendorId === undefined || vendor?.ok === false ? "unread" : vendor?.record,
      orders,
      duplicates: same.filter((each) => each.reference !== draft.reference).map(({ number }) => number),
      ...(periods ? { periods } : {}),
    };
  }

  async function fiscalPeriods(signal?: AbortSignal): Promise<FiscalPeriod[] | undefined> {
    const shape = profile.fiscalPeriods;
    if (!shape || !periodsOffered) return undefined;
    await guard(signal);
    const answer = await caller.read(caller.paths.of(shape.path), {
      what: "the fiscal periods",
      ...(signal ? { signal } : {}),
    });
    const list = answer && findList(answer.value, { list: shape.list, item: [], total: [] }, () => false);
    if (!list?.found) {
      periodsOffered = false;
      return undefined;
    }
    return list.rows.flatMap((row) => {
      if (!isObject(row)) return [];
      const [first, last] = [shape.first, shape.last].map((place) =>
        readBusinessDate(firstText(row, placesIn(place)) ?? "", { timeZone: surroundings.timeZone }),
      );
      if (!first || !last || first === "unreadable" || last === "unreadable") return [];
      const closed = member(row, shape.closed);
      return [
        { first, last, closed: Array.isArray(closed) ? closed.filter((series) => typeof series === "string") : [] },
      ];
    });
  }

  return {
    find,
    read,
    create,
    async precheck(draft, options = {}) {
      const at = caller.at();
      checkDraft(draft, at);
      const facts = await gatherFacts(draft, options);
      const problems = judgeDraft(draft, facts, at);
      // It may be ours that fills the order: entered before, as after a restore of the ledger.
      if (problems.some(({ code }) => code === "GP_ORDER_MISMATCH")) {
        const [present] = await find(draft.kind, draft.reference, options);
        if (present) return { problems: [] };
      }
      if (draft.kind !== "purchaseReceipt") return { problems };
      return { problems, remaining: remainingKnown(draft, facts) ? "verified" : "unverified" };
    },
  };
}

/** Held back by ourselves, or turned away at the door: the next document would fare no better. */
const neverEntered: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "GP_ACCESS_DENIED",
  "GP_LOGON_REFUSED",
  "GP_PAUSED",
  "GP_QUIET",
  "GP_SERVICE_NOT_FOUND",
  "GP_TENANT_NOT_FOUND",
  "GP_WRITE_FORBIDDEN",
]);

/** A 500 may follow a successful save (dynamics-gp 10.3). */
const mayBeEntered: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "GP_ANSWER_TOO_LARGE",
  "GP_ANSWER_UNREADABLE",
  "GP_BUSY",
  "GP_SERVER_ERROR",
  "GP_TIMEOUT",
]);

function foundIn(row: JsonObject, kind: DraftKind, shape: DraftProfile): GpDraftFound[] {
  const number = firstText(row, shape.answer.number);
  if (number === undefined) return [];
  const state = firstText(row, shape.answer.state);
  const reference = firstText(row, shape.answer.reference);
  return [{ kind, number, ...(state ? { state } : {}), ...(reference ? { reference } : {}), raw: row }];
}

const words: Readonly<Record<DraftKind, string>> = {
  purchaseOrder: "purchase order",
  purchaseReceipt: "purchase receipt",
  purchaseInvoice: "purchase invoice",
  payablesInvoice: "payables invoice",
  receivablesInvoice: "receivables invoice",
};
