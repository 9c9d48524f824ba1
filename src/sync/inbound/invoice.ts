/**
 * An 810: the three-way check of order, shipment and invoice, and a draft of the kind that the configuration names.
 *
 * An invoice that asks for more than the notices announced so far waits for the notice that may still come. Once it is
 * late, and whenever else something speaks against it, a person decides. Credits are never entered: GP's drafts here are
 * invoices only.
 */
import { inboundPolicy } from "../../configuration/configuration.ts";
import { add, type Decimal, zero } from "../../decimal/decimal.ts";
import type { Invoice } from "../../documents/canonical/invoice.ts";
import { type InvoiceMatch, judgeInvoice } from "../../documents/match/invoice.ts";
import { readAnswer } from "../../documents/readAnswer.ts";
import { type InvoiceTarget, invoiceDraft } from "../../documents/toDraft/invoice.ts";
import { draftReference } from "../../documents/toDraft/reference.ts";
import { ConnectorError, type ErrorReport } from "../../errors/connectorError.ts";
import { type Answer, answersOfOrder, answersWithNumber, assignmentsOf, recordAnswer } from "../../ledger/answers.ts";
import { canonicalJson } from "../../ledger/auditChain.ts";
import { digestOf } from "../../ledger/contents.ts";
import { type Draft, draftsOfInbound, draftsOfOrder, wantDraft } from "../../ledger/drafts.ts";
import type { InboundDocument } from "../../ledger/inboundDocuments.ts";
import type { LedgerTransaction } from "../../ledger/ledger.ts";
import type { LinkResources } from "../linkResources.ts";
import type { WorkerContext } from "../workerContext.ts";
import { announceInvoice } from "./announce.ts";
import { draftOutcome } from "./draftOutcome.ts";
import { recordEffects } from "./effects.ts";
import { type OrderOnRecord, orderOnRecord, strangeness, waitsForOrder, waitsForShipment } from "./order.ts";
import type { InboundOutcome } from "./outcome.ts";
import { partnerOfUnknown } from "./partnerOfUnknown.ts";
import { patienceOf } from "./patience.ts";
import { sequenceOf } from "./sequence.ts";
import { shippedOf } from "./shipNotice.ts";
import { unusable } from "./unusable.ts";

/** What an answer of type 810 keeps as its detail. */
export interface InvoiceDetail {
  kind: Invoice["kind"];
  date: string;
  /** SHA-256 of the invoice. */
  digest: string;
  total: Decimal;
  currency?: string;
  lines: { line: number; ord: number; item?: string; quantity: Decimal; unitPrice: Decimal; amount: Decimal }[];
  problems: string[];
}

export async function handleInvoice(
  context: WorkerContext,
  resources: LinkResources,
  document: InboundDocument,
): Promise<InboundOutcome> {
  const { ledger, clock } = context;
  const { link } = resources;
  const read = readAnswer("810", document);
  if ("problems" in read) return unusable(read.problems);
  const invoice = read.document;
  const number = invoice.purchaseOrder;
  const order = number === undefined ? undefined : await orderOnRecord(ledger, link, number);
  if (order === undefined) {
    const hours = partnerOfUnknown(link, document).waitHours.order;
    const until = number === undefined ? undefined : patienceOf(document, hours, clock());
    if (number !== undefined && until) {
      const summary = `invoice ${invoice.number} is for ${number}, which is not known yet`;
      return { kind: "waiting", for: waitsForOrder(number), summary, until };
    }
    const message =
      number === undefined
        ? `invoice ${invoice.number} names no order`
        : `invoice ${invoice.number} names the order ${number}, which was never read from GP`;
    const error = new ConnectorError("ANSWER_ORDER_UNKNOWN", message, { at: { link: link.name } }).report();
    return { kind: "review", summary: message, error };
  }
  const assigned = await assignmentsOf(ledger, document.id);
  return recordEffects(context, document, (transaction, now) =>
    enterInvoice(transaction, context, resources, { document, invoice, order, assigned, now }),
  );
}

interface Entering {
  document: InboundDocument;
  invoice: Invoice;
  order: OrderOnRecord;
  assigned: ReadonlyMap<number, number | null>;
  now: Date;
}

async function enterInvoice(
  transaction: LedgerTransaction,
  context: WorkerContext,
  resources: LinkResources,
  { document, invoice, order, assigned, now }: Entering,
): Promise<InboundOutcome> {
  const { link } = resources;
  const { settings } = order;
  const policy = inboundPolicy(link, settings);
  const target = policy.targets["810"];
  if (target === "none") return { kind: "ignored", rule: "invoices are not used (targets.810 is none)" };
  const digest = digestOf(canonicalJson(invoice));
  const before = await earlier(transaction, document, order, invoice.number);
  if (before.some(({ detail }) => (detail as InvoiceDetail).digest === digest)) {
    return { kind: "ignored", rule: `invoice ${invoice.number} came before` };
  }
  const match = judgeInvoice(invoice, order.latest, settings, {
    shipped: await shippedOf(transaction, order.id),
    invoicedBefore: await invoicedBefore(transaction, document, order),
    assignments: assigned,
  });
  const until = match.notShipped.length > 0 ? patienceOf(document, settings.waitHours.shipment, now) : undefined;
  if (invoice.kind === "invoice" && until) {
    const summary = `invoice ${invoice.number} for ${order.number} waits for its ship notice: ${match.notShipped[0]?.message}`;
    return { kind: "waiting", for: waitsForShipment(order.number), summary, until, orders: [order.number] };
  }
  const problems = [
    ...strangeness(document, order, link),
    ...(before.length > 0 ? [numberTaken(invoice, order)] : []),
    ...match.problems,
    ...match.notShipped,
    ...(target === "receivables" && settings.customer === undefined ? [customerMissing(order)] : []),
  ];
  const byHand = invoice.kind !== "invoice";
  const agreed = problems.length === 0 && !byHand;
  const noun = invoice.kind === "credit" ? "credit memo" : invoice.kind === "debitMemo" ? "debit memo" : "invoice";
  const money = `${cents(invoice.total)} ${invoice.currency ?? order.latest.currency ?? ""}`.trim();
  const summary = `${noun} ${invoice.number} for ${order.number} over ${money}${agreed ? ": agrees with order and shipment" : ""}`;
  await recordAnswer(transaction, {
    inboundId: document.id,
    orderId: order.id,
    link: link.name,
    type: "810",
    partner: order.vendor,
    number: invoice.number,
    sequence: sequenceOf(document, invoice.date),
    result: byHand ? "credit" : agreed ? "matched" : "differs",
    summary,
    detail: detailOf(invoice, match, digest, problems),
    deliveryId: null,
    jobId: document.jobId,
    answeredAt: now,
  });
  if (byHand) {
    const message = `${summary}: this program enters invoices only`;
    const error = new ConnectorError("ANSWER_BY_HAND", message, { at: { document: order.number } }).report();
    return { kind: "review", summary: message, error, orders: [order.number] };
  }
  const { draft, added } = await wantInvoice(
    transaction,
    resources,
    { document, invoice, order, assigned, now },
    target,
    match,
    problems,
    digest,
  );
  if (added) await announceInvoice(transaction, context, { document, invoice, draft, summary, now });
  return draftOutcome(transaction, context, draft, { summary, order: order.number, noun: "draft" });
}

async function wantInvoice(
  transaction: LedgerTransaction,
  resources: LinkResources,
  { document, invoice, order, now }: Entering,
  target: InvoiceTarget,
  match: InvoiceMatch,
  problems: ErrorReport[],
  digest: string,
): Promise<{ draft: Draft; added: boolean }> {
  const { link, company } = resources;
  const policy = inboundPolicy(link, order.settings);
  const reference = draftReference("810", invoice.number, [
    company.database,
    order.vendor,
    order.number,
    invoice.number,
    digest,
  ]);
  const given = { reference, batchId: policy.batch, customer: order.settings.customer };
  return wantDraft(transaction, {
    link: link.name,
    inboundId: document.id,
    orderId: order.id,
    orderNumber: order.number,
    partner: order.vendor,
    reference,
    number: invoice.number,
    content: invoiceDraft(target, invoice, order.latest, match.lines, given),
    state: policy.review["810"] === "review" || problems.length > 0 ? "review" : "planned",
    problems,
    unmatched: match.unmatched,
    jobId: document.jobId,
    now,
  });
}

/** Invoices of this number that came from the vendor before, without those that a person rejected. */
async function earlier(
  transaction: LedgerTransaction,
  document: InboundDocument,
  order: OrderOnRecord,
  number: string,
): Promise<Answer[]> {
  const { link } = document;
  const same = await answersWithNumber(transaction, { link, type: "810", partner: order.vendor, number });
  const counted: Answer[] = [];
  for (const answer of same) {
    if (answer.inboundId === document.id) continue;
    const drafts = await draftsOfInbound(transaction, answer.inboundId);
    if (drafts.length === 0 || drafts.some(({ state }) => state !== "rejected")) counted.push(answer);
  }
  return counted;
}

/** What other invoices ask for, by line of the order (ORD). */
async function invoicedBefore(
  transaction: LedgerTransaction,
  document: InboundDocument,
  order: OrderOnRecord,
): Promise<Map<number, Decimal>> {
  const drafts = await draftsOfOrder(transaction, order.id);
  const rejected = new Set(drafts.filter(({ state }) => state === "rejected").map(({ inboundId }) => inboundId));
  const sums = new Map<number, Decimal>();
  for (const answer of await answersOfOrder(transaction, order.id, "810")) {
    const detail = answer.detail as InvoiceDetail;
    if (answer.inboundId === document.id || rejected.has(answer.inboundId) || detail.kind !== "invoice") continue;
    for (const { ord, quantity } of detail.lines) sums.set(ord, add(sums.get(ord) ?? zero, quantity));
  }
  return sums;
}

function numberTaken({ number }: Invoice, { vendor, number: order }: OrderOnRecord): ErrorReport {
  const message = `invoice ${number} of ${vendor} came before with another content`;
  return new ConnectorError("ANSWER_DUPLICATE", message, { at: { document: order, element: "BIG02" } }).report();
}

function customerMissing({ vendor, number }: OrderOnRecord): ErrorReport {
  const message = `invoices of ${vendor} become receivables records, and no GP customer is set for it`;
  return new ConnectorError("ANSWER_CUSTOMER_MISSING", message, {
    at: { document: number, field: `partners.${vendor}.customer` },
  }).report();
}

function detailOf(
  invoice: Invoice,
  match: InvoiceMatch,
  digest: string,
  problems: readonly ErrorReport[],
): InvoiceDetail {
  return {
    kind: invoice.kind,
    date: invoice.date,
    digest,
    total: invoice.total,
    ...(invoice.currency !== undefined && { currency: invoice.currency }),
    lines: match.lines.map(({ line, quantity, unitPrice, amount }) => ({
      line: line.line,
      ord: line.ord,
      ...(line.itemNumber !== undefined && { item: line.itemNumber }),
      quantity,
      unitPrice,
      amount,
    })),
    problems: problems.map(({ message }) => message),
  };
}

/** An amount of money as people write it: `142.30`. */
function cents(amount: Decimal): string {
  const [whole = "0", fraction = ""] = amount.split(".");
  return `${whole}.${fraction.padEnd(2, "0")}`;
}
