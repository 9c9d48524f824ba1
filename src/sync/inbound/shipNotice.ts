/**
 * An 856: a draft receipt for each order of the shipment, and word to those who receive the goods.
 *
 * An order that is not known yet does not hold back the others of the shipment: theirs is carried out, and the document
 * waits for the rest. What was carried out is found again by then. Every order gets its own receipt, as GP's receivings entry has one vendor and
 * one matching order at a time in practice. A repeat is nothing, a replacement takes the place of what was not entered
 * yet; what is in GP already is left to a person.
 */
import { inboundPolicy } from "../../configuration/configuration.ts";
import type { ShipNotice } from "../../documents/canonical/shipNotice.ts";
import { matchShipment, ordersOf, type ShipmentMatch } from "../../documents/match/shipment.ts";
import { readAnswer } from "../../documents/readAnswer.ts";
import { receiptDraft } from "../../documents/toDraft/receipt.ts";
import { draftReference } from "../../documents/toDraft/reference.ts";
import { ConnectorError, type ErrorReport } from "../../errors/connectorError.ts";
import { answersOfOrder, answersWithNumber, assignmentsOf, recordAnswer } from "../../ledger/answers.ts";
import { recordAudit } from "../../ledger/audit.ts";
import { canonicalJson } from "../../ledger/auditChain.ts";
import { digestOf } from "../../ledger/contents.ts";
import { openDraftStates } from "../../ledger/draftState.ts";
import { type Draft, decideDraft, draftsOfOrder, wantDraft } from "../../ledger/drafts.ts";
import { type InboundDocument, wakeWaiting } from "../../ledger/inboundDocuments.ts";
import type { Ledger, LedgerTransaction } from "../../ledger/ledger.ts";
import type { LinkResources } from "../linkResources.ts";
import type { WorkerContext } from "../workerContext.ts";
import { announceShipment } from "./announce.ts";
import { draftOutcome } from "./draftOutcome.ts";
import { recordEffects } from "./effects.ts";
import { type OrderOnRecord, orderOnRecord, strangeness, waitsForOrder, waitsForShipment } from "./order.ts";
import type { InboundOutcome } from "./outcome.ts";
import { partnerOfUnknown } from "./partnerOfUnknown.ts";
import { patienceOf } from "./patience.ts";
import { sequenceOf } from "./sequence.ts";
import { type RecordedShipment, type ShipmentDetail, shipmentsInForce, shippedQuantities } from "./shipmentsInForce.ts";
import { unusable } from "./unusable.ts";

export async function handleShipNotice(
  context: WorkerContext,
  resources: LinkResources,
  document: InboundDocument,
): Promise<InboundOutcome> {
  const { ledger, clock } = context;
  const { link } = resources;
  const read = readAnswer("856", document);
  if ("problems" in read) return unusable(read.problems);
  const notice = read.document;
  const named = ordersOf(notice);
  const orders: OrderOnRecord[] = [];
  const unknown: string[] = [];
  for (const number of named) {
    const order = await orderOnRecord(ledger, link, number);
    if (order) orders.push(order);
    else unknown.push(number);
  }
  if (notice.purpose === "cancellation" && named.length === 0) {
    orders.push(...(await ordersOfShipment(context, resources, document, notice.shipment)));
  }
  const [missing] = unknown;
  const held = missing === undefined ? undefined : waitingFor(missing, unknown, notice, resources, document, clock());
  if (held && orders.length === 0) return held;
  if (orders.length === 0) {
    const message = missing
      ? `shipment ${notice.shipment} names the order ${missing}, which was never read from GP`
      : `shipment ${notice.shipment} names no order`;
    const error = new ConnectorError("ANSWER_ORDER_UNKNOWN", message, { at: { link: link.name } }).report();
    return { kind: "review", summary: message, error };
  }
  const assigned = await assignmentsOf(ledger, document.id);
  return recordEffects(context, document, async (transaction, now) => {
    const results: InboundOutcome[] = [];
    for (const order of orders) {
      results.push(await receiveFor(transaction, context, resources, { document, notice, order, assigned, now }));
    }
    if (!held) return together(results, unknown);
    const known = together(results, []);
    const told = known.kind === "ignored" ? known.rule : known.summary;
    return { ...held, summary: `${held.summary}; ${told}`, orders: orders.map(({ number }) => number) };
  });
}

/** Absent once the time for waiting is up. */
function waitingFor(
  missing: string,
  unknown: readonly string[],
  notice: ShipNotice,
  { link }: LinkResources,
  document: InboundDocument,
  now: Date,
): Extract<InboundOutcome, { kind: "waiting" }> | undefined {
  const until = patienceOf(document, partnerOfUnknown(link, document).waitHours.order, now);
  if (!until) return undefined;
  const are = unknown.length === 1 ? `${missing}, which is` : `${unknown.join(", ")}, which are`;
  const summary = `shipment ${notice.shipment} is for ${are} not known yet`;
  return { kind: "waiting", for: waitsForOrder(missing), summary, until };
}

async function ordersOfShipment(
  { ledger }: WorkerContext,
  { link }: LinkResources,
  { partner }: InboundDocument,
  number: string,
): Promise<OrderOnRecord[]> {
  if (partner === null) return [];
  const answers = await answersWithNumber(ledger, { link: link.name, type: "856", partner, number });
  const keys = await Promise.all(
    [...new Set(answers.map(({ orderId }) => orderId))].map((id) =>
      ledger.selectFrom("document").select("key").where("id", "=", id).executeTakeFirst(),
    ),
  );
  const orders = await Promise.all(keys.map((row) => (row ? orderOnRecord(ledger, link, row.key) : undefined)));
  return orders.filter((order) => order !== undefined);
}

interface Receiving {
  document: InboundDocument;
  notice: ShipNotice;
  order: OrderOnRecord;
  assigned: ReadonlyMap<number, number | null>;
  now: Date;
}

async function receiveFor(
  transaction: LedgerTransaction,
  context: WorkerContext,
  resources: LinkResources,
  receiving: Receiving,
): Promise<InboundOutcome> {
  const { document, notice, order, assigned, now } = receiving;
  const { link } = resources;
  const policy = inboundPolicy(link, order.settings);
  if (policy.targets["856"] === "none")
    return { kind: "ignored", rule: "ship notices are not used (targets.856 is none)" };
  const drafts = await draftsOfOrder(transaction, order.id);
  const recorded = await recordedShipments(transaction, order.id, drafts);
  const others = recorded.filter(({ inboundId }) => inboundId !== document.id);
  const same = others.filter(({ number }) => number === notice.shipment);
  const sequence = sequenceOf(document, notice.date, notice.time);
  const digest = digestOf(canonicalJson(linesOf(notice, order.number)));
  const superseded = supersededBy(same, { sequence, digest, purpose: notice.purpose });
  if (superseded !== undefined) return { kind: "ignored", rule: superseded };

  const replaced = notice.purpose === "original" || notice.purpose === "other" ? [] : same;
  const entered = await withdraw(transaction, replaced, drafts, notice, context.actor, now);
  const inForce = shipmentsInForce(
    others.filter(({ inboundId }) => !replaced.some((each) => each.inboundId === inboundId)),
  );
  const match = matchShipment(notice, order.latest, order.settings, shippedQuantities(inForce), assigned);
  const detail = detailOf(notice, match, digest);
  const result = notice.purpose === "cancellation" ? "canceled" : "shipped";
  const summary =
    notice.purpose === "cancellation" ? `shipment ${notice.shipment} is canceled` : readyToReceive(notice, match);
  await recordAnswer(transaction, {
    inboundId: document.id,
    orderId: order.id,
    link: link.name,
    type: "856",
    partner: order.vendor,
    number: notice.shipment,
    sequence,
    result,
    summary,
    detail,
    deliveryId: null,
    jobId: document.jobId,
    answeredAt: now,
  });
  await wakeWaiting(transaction, link.name, waitsForShipment(order.number), now);
  const inGp = entered.map((draft) => replacesDraft(notice, draft));
  if (notice.purpose === "cancellation") {
    const [first] = inGp;
    return first
      ? { kind: "review", summary: first.message, error: first, orders: [order.number] }
      : { kind: "done", summary, orders: [order.number] };
  }
  const problems = [
    ...strangeness(document, order, link),
    ...conflicts(same, notice),
    ...inGp,
    ...match.problems,
    ...(match.lines.length === 0 && match.problems.length === 0 ? [nothingShipped(notice, order)] : []),
  ];
  const review = policy.review["856"] === "review" || problems.length > 0;
  const identity = [resources.company.database, order.vendor, order.number, notice.shipment, notice.purpose, digest];
  const reference = draftReference("856", notice.shipment, identity);
  const { draft, added } = await wantDraft(transaction, {
    link: link.name,
    inboundId: document.id,
    orderId: order.id,
    orderNumber: order.number,
    partner: order.vendor,
    reference,
    number: notice.shipment,
    content: receiptDraft(notice, order.latest, match.lines, { reference, batchId: policy.batch }),
    state: review ? "review" : "planned",
    problems,
    unmatched: match.unmatched,
    jobId: document.jobId,
    now,
  });
  if (added) await announceShipment(transaction, context, { document, notice, draft, match, summary, now });
  return draftOutcome(transaction, context, draft, { summary, order: order.number, noun: "receipt" });
}

async function recordedShipments(
  ledger: Ledger,
  orderId: string,
  drafts: readonly Draft[],
): Promise<RecordedShipment[]> {
  const answers = await answersOfOrder(ledger, orderId, "856");
  return answers.map(({ inboundId, number, sequence, detail }) => {
    const own = drafts.filter((draft) => draft.inboundId === inboundId);
    return {
      inboundId,
      number,
      sequence,
      detail: detail as ShipmentDetail,
      rejected: own.length > 0 && own.every(({ state }) => state === "rejected"),
    };
  });
}

/** What earlier notices brought of an order, by line (ORD). */
export async function shippedOf(ledger: Ledger, orderId: string): Promise<ReturnType<typeof shippedQuantities>> {
  const drafts = await draftsOfOrder(ledger, orderId);
  return shippedQuantities(shipmentsInForce(await recordedShipments(ledger, orderId, drafts)));
}

const linesOf = (notice: ShipNotice, order: string) => [
  notice.shipment,
  notice.lines.filter(
    ({ purchaseOrder }) => purchaseOrder === undefined || purchaseOrder.toUpperCase() === order.toUpperCase(),
  ),
];

/** Why a notice says nothing that is not known already. */
function supersededBy(
  same: readonly RecordedShipment[],
  given: { sequence: string; digest: string; purpose: ShipNotice["purpose"] },
): string | undefined {
  const later = same.filter(({ sequence }) => sequence > given.sequence);
  if (later.some(({ detail }) => detail.purpose === "cancellation"))
    return "the shipment was canceled by a later notice";
  if (later.some(({ detail }) => detail.purpose === "replacement")) return "a later notice replaces it";
  if (
    given.purpose === "original" &&
    same.some(({ detail, rejected }) => detail.digest === given.digest && !rejected)
  ) {
    return "the same shipment was announced before";
  }
  return undefined;
}

/** Takes back the drafts of notices that are replaced or canceled. @returns those that are in GP, or may be */
async function withdraw(
  transaction: LedgerTransaction,
  replaced: readonly RecordedShipment[],
  drafts: readonly Draft[],
  notice: ShipNotice,
  actor: string,
  now: Date,
): Promise<Draft[]> {
  const entered: Draft[] = [];
  for (const draft of drafts) {
    if (!replaced.some(({ inboundId }) => inboundId === draft.inboundId) || draft.state === "rejected") continue;
    const reason =
      notice.purpose === "cancellation" ? "the partner canceled the shipment" : "the partner replaced the notice";
    const withdrawn = await decideDraft(transaction, draft.id, openDraftStates, "rejected", { by: actor, reason, now });
    if (withdrawn === undefined) entered.push(draft);
    else {
      await recordAudit(transaction, {
        at: now,
        actor,
        action: "draft.rejected",
        jobId: draft.jobId,
        link: draft.link,
        subject: draft.id,
        detail: { order: draft.orderNumber, number: draft.number, reason },
      });
    }
  }
  return entered;
}

function replacesDraft(notice: ShipNotice, draft: Draft): ErrorReport {
  const verb = notice.purpose === "cancellation" ? "cancels" : "replaces";
  const receipt =
    draft.gpNumber === null
      ? "a receipt that is being entered in GP"
      : `the receipt ${draft.gpNumber}, which is in GP already`;
  return new ConnectorError("ANSWER_REPLACES_DRAFT", `shipment ${notice.shipment}: the partner ${verb} ${receipt}`, {
    at: { document: draft.orderNumber ?? notice.shipment },
  }).report();
}

/** The same number once more as an original, with another content. */
function conflicts(same: readonly RecordedShipment[], notice: ShipNotice): ErrorReport[] {
  if (
    notice.purpose !== "original" ||
    !same.some(({ rejected, detail }) => !rejected && detail.purpose !== "cancellation")
  )
    return [];
  const message = `shipment ${notice.shipment} was announced before with another content, and this one is no replacement`;
  return [new ConnectorError("ANSWER_DUPLICATE", message, { at: { element: "BSN02" } }).report()];
}

function nothingShipped(notice: ShipNotice, order: OrderOnRecord): ErrorReport {
  const message = `shipment ${notice.shipment} brings nothing of ${order.number}`;
  return new ConnectorError("ANSWER_LINE_UNMATCHED", message, { at: { document: order.number } }).report();
}

function detailOf(notice: ShipNotice, match: ShipmentMatch, digest: string): ShipmentDetail {
  const { purpose, carrier, tracking, shippedDate, expectedDate } = notice;
  return {
    purpose,
    digest,
    lines: match.lines.map(({ line, quantity }) => ({
      line: line.line,
      ord: line.ord,
      ...(line.itemNumber !== undefined && { item: line.itemNumber }),
      quantity,
      unit: line.unitOfMeasure,
    })),
    unmatched: match.unmatched.map(({ text }) => text),
    ...(carrier !== undefined && { carrier }),
    tracking,
    ...(shippedDate !== undefined && { shippedDate }),
    ...(expectedDate !== undefined && { expectedDate }),
  };
}

/** Such as `PO2075 ready to receive: 3 lines, UPSN, tracking 1Z…, expected 2026-01-22`. */
function readyToReceive(
  { carrier, tracking, expectedDate }: ShipNotice,
  { purchaseOrder, lines }: ShipmentMatch,
): string {
  const count = `${lines.length} ${lines.length === 1 ? "line" : "lines"}`;
  const [first, ...more] = tracking;
  const track =
    first === undefined ? undefined : `tracking ${first}${more.length > 0 ? ` and ${more.length} more` : ""}`;
  const expected = expectedDate === undefined ? undefined : `expected ${expectedDate}`;
  return `${purchaseOrder} ready to receive: ${[count, carrier, track, expected].filter((part) => part !== undefined).join(", ")}`;
}

/** One outcome for a shipment of several orders: what needs a person counts more than what is done. */
function together(results: readonly InboundOutcome[], unknown: readonly string[]): InboundOutcome {
  const orders = results.flatMap((result) => ("orders" in result ? [...(result.orders ?? [])] : []));
  const summaries = results.map((result) => (result.kind === "ignored" ? result.rule : result.summary));
  if (unknown.length > 0) {
    const message = `the orders ${unknown.join(", ")} were never read from GP`;
    const error = new ConnectorError("ANSWER_ORDER_UNKNOWN", message).report();
    return { kind: "review", summary: [...summaries, message].join("; "), error, orders };
  }
  const waiting = results.find((result) => result.kind === "review");
  if (waiting?.kind === "review") return { ...waiting, summary: summaries.join("; "), orders };
  const [first] = results;
  if (first?.kind === "ignored" && results.every(({ kind }) => kind === "ignored")) return first;
  return { kind: "done", summary: summaries.join("; "), orders };
}
