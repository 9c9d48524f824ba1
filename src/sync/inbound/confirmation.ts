/**
 * An 855: what the vendor makes of the order, line by line, beside what was sent to them. Nothing of it is written to GP;
 * a date, a quantity or a price that differs is told to a buyer.
 */
import { inboundPolicy } from "../../configuration/configuration.ts";
import { type ConfirmationResult, compareConfirmation } from "../../documents/match/confirmation.ts";
import { readAnswer } from "../../documents/readAnswer.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { recordAcknowledgement, sentDeliveries } from "../../ledger/acknowledgements.ts";
import { answersOfOrder, assignmentsOf, recordAnswer } from "../../ledger/answers.ts";
import type { InboundDocument } from "../../ledger/inboundDocuments.ts";
import type { LedgerTransaction } from "../../ledger/ledger.ts";
import { queueNotification } from "../../ledger/notifications.ts";
import type { LinkResources } from "../linkResources.ts";
import type { WorkerContext } from "../workerContext.ts";
import { recordEffects } from "./effects.ts";
import { type OrderOnRecord, orderOnRecord, strangeness, waitsForOrder } from "./order.ts";
import type { InboundOutcome } from "./outcome.ts";
import { partnerOfUnknown } from "./partnerOfUnknown.ts";
import { patienceOf } from "./patience.ts";
import { sequenceOf } from "./sequence.ts";
import { unusable } from "./unusable.ts";

/** What an answer of type 855 keeps as its detail. */
export type ConfirmationDetail = ConfirmationResult & { vendorOrder?: string };

export async function handleConfirmation(
  context: WorkerContext,
  { link }: LinkResources,
  document: InboundDocument,
): Promise<InboundOutcome> {
  const { ledger, clock } = context;
  const read = readAnswer("855", document);
  if ("problems" in read) return unusable(read.problems);
  const confirmation = read.document;
  const order = await orderOnRecord(ledger, link, confirmation.purchaseOrder);
  if (order === undefined) {
    const number = confirmation.purchaseOrder;
    const until = patienceOf(document, partnerOfUnknown(link, document).waitHours.order, clock());
    const summary = `a confirmation of ${number}, which is not known yet`;
    if (until) return { kind: "waiting", for: waitsForOrder(number), summary, until };
    const message = `a confirmation of the order ${number}, which was never read from GP`;
    const error = new ConnectorError("ANSWER_ORDER_UNKNOWN", message, { at: { link: link.name } }).report();
    return { kind: "review", summary: message, error };
  }
  if (inboundPolicy(link, order.settings).targets["855"] === "none")
    return { kind: "ignored", rule: "confirmations are not used (targets.855 is none)" };
  const strange = strangeness(document, order, link);
  const [stranger] = strange;
  if (stranger) return { kind: "review", summary: stranger.message, error: stranger, orders: [order.number] };
  const assigned = await assignmentsOf(ledger, document.id);
  return recordEffects(context, document, async (transaction, now) => {
    const result = compareConfirmation(confirmation, order.sent?.content ?? order.latest, order.settings, assigned);
    const sequence = sequenceOf(document, confirmation.date);
    const earlier = (await answersOfOrder(transaction, order.id, "855")).filter(
      ({ inboundId }) => inboundId !== document.id,
    );
    const detail: ConfirmationDetail = {
      ...result,
      ...(confirmation.vendorOrder !== undefined && { vendorOrder: confirmation.vendorOrder }),
    };
    const summary = summaryOf(order.number, result);
    await recordAnswer(transaction, {
      inboundId: document.id,
      orderId: order.id,
      link: link.name,
      type: "855",
      partner: order.vendor,
      number: order.number,
      sequence,
      result: result.result,
      summary,
      detail,
      deliveryId: order.sent?.deliveryId ?? null,
      jobId: document.jobId,
      answeredAt: now,
    });
    await recordAcknowledgement(transaction, {
      deliveryIds: await sentDeliveries(transaction, order.id),
      kind: "855",
      orderId: order.id,
      link: link.name,
      partner: order.vendor,
      state: result.result,
      inboundId: document.id,
      sequence,
      now,
    });
    const known = earlier.some((answer) => answer.summary === summary);
    if (!known) await tell(transaction, { document, order, result, summary, now });
    const [stray] = result.unmatched;
    if (stray === undefined) return { kind: "done", summary, orders: [order.number] };
    const error = new ConnectorError("ANSWER_LINE_UNMATCHED", stray.text, { at: { document: order.number } }).report();
    return { kind: "review", summary, error, orders: [order.number] };
  });
}

/** Such as `PO2075 confirmed with changes: line 1 promised for 2026-01-22, confirmed for 2026-01-29, 7 days later`. */
function summaryOf(number: string, { result, lines, unmatched }: ConfirmationResult): string {
  if (result === "accepted") return `${number} confirmed as ordered`;
  if (result === "rejected") return `${number} rejected by the vendor`;
  const told = lines.flatMap(({ line, differences }) => differences.map(({ text }) => `line ${line} ${text}`));
  const strays = unmatched.map(({ text }) => text);
  const all = [...told, ...strays];
  const shown = all.slice(0, 3).join("; ");
  return `${number} confirmed with changes: ${shown}${all.length > 3 ? `; and ${all.length - 3} more` : ""}`;
}

const events = {
  accepted: "order.confirmed",
  changed: "order.confirmedWithChanges",
  rejected: "order.rejected",
} as const;

async function tell(
  transaction: LedgerTransaction,
  given: { document: InboundDocument; order: OrderOnRecord; result: ConfirmationResult; summary: string; now: Date },
): Promise<void> {
  const { document, order, result, summary, now } = given;
  const lines = result.lines.flatMap(({ line, item, differences }) =>
    differences.map(({ text }) => `- line ${line}${item === undefined ? "" : ` (${item})`}: ${text}`),
  );
  await queueNotification(transaction, {
    event: events[result.result],
    link: document.link,
    subject: order.id,
    title: summary,
    text: [
      `${summary}.`,
      ...(lines.length > 0 ? [lines.join("\n")] : []),
      ...result.unmatched.map(({ text }) => `A line that fits none of the order: ${text}`),
      ...result.remarks,
      ...(result.result === "accepted"
        ? []
        : ["Nothing of this was written to GP: change the order there, or ask the vendor."]),
    ].join("\n\n"),
    facts: [
      ["order", order.number],
      ["vendor", order.latest.vendor.name || order.vendor],
      ["answer", result.result],
    ],
    now,
  });
}
