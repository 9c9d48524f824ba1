/** Word to people about what a partner announced, and about what waits for them. */
import type { Invoice } from "../../documents/canonical/invoice.ts";
import type { ShipNotice } from "../../documents/canonical/shipNotice.ts";
import type { ShipmentMatch } from "../../documents/match/shipment.ts";
import { recordAudit } from "../../ledger/audit.ts";
import type { Draft } from "../../ledger/drafts.ts";
import type { InboundDocument } from "../../ledger/inboundDocuments.ts";
import type { LedgerTransaction } from "../../ledger/ledger.ts";
import { queueNotification } from "../../ledger/notifications.ts";
import type { WorkerContext } from "../workerContext.ts";

interface New {
  document: InboundDocument;
  draft: Draft;
  /** One line. */
  summary: string;
  now: Date;
}

const kinds: Readonly<Record<Draft["kind"], string>> = {
  purchaseOrder: "purchase order",
  purchaseReceipt: "receipt",
  purchaseInvoice: "purchase invoice",
  payablesInvoice: "payables invoice",
  receivablesInvoice: "receivables invoice",
};

/** Such as `receipt`, in the words of GP's windows. */
export const draftWords = (kind: Draft["kind"]): string => kinds[kind];

/** To those who receive the goods: what comes, how, and when. */
export async function announceShipment(
  transaction: LedgerTransaction,
  context: WorkerContext,
  { notice, match, ...given }: New & { notice: ShipNotice; match: ShipmentMatch },
): Promise<void> {
  const { document, draft, summary, now } = given;
  const waits = draft.state === "review";
  const lines = match.lines.map(({ line, quantity }) =>
    [`line ${line.line}:`, quantity, line.unitOfMeasure, line.itemNumber, line.description]
      .filter((part) => part)
      .join(" "),
  );
  await queueNotification(transaction, {
    event: "shipment.announced",
    link: document.link,
    subject: draft.id,
    title: summary,
    text: [
      `${summary}.`,
      lines.join("\n"),
      waits
        ? "The receipt waits for a person before it goes into GP."
        : "A draft receipt is being entered in GP (Receivings Transaction Entry).",
    ].join("\n\n"),
    facts: [
      ["order", match.purchaseOrder],
      ["vendor", draft.partner],
      ["shipment", notice.shipment],
      ...fact("carrier", notice.carrier),
      ...fact("tracking", notice.tracking.slice(0, 5).join(", ")),
      ...fact("expected", notice.expectedDate),
      ["draft", draft.id],
    ],
    now,
  });
  await recordDraft(transaction, context, given);
}

/** To those who pay: what is asked for, and whether anything speaks against it. */
export async function announceInvoice(
  transaction: LedgerTransaction,
  context: WorkerContext,
  { invoice, ...given }: New & { invoice: Invoice },
): Promise<void> {
  const { document, draft, summary, now } = given;
  const against = draft.problems.map(({ message }) => `- ${message}`);
  await queueNotification(transaction, {
    event: "invoice.received",
    link: document.link,
    subject: draft.id,
    title: summary,
    text: [
      `${summary}.`,
      against.length > 0 ? `What speaks against it:\n${against.join("\n")}` : "Order, shipment and invoice agree.",
      draft.state === "review"
        ? `A draft ${draftWords(draft.kind)} waits for a person before it goes into GP.`
        : `A draft ${draftWords(draft.kind)} is being entered in GP.`,
    ].join("\n\n"),
    facts: [
      ...fact("order", draft.orderNumber ?? undefined),
      ["vendor", draft.partner],
      ["invoice", invoice.number],
      ["total", `${invoice.total} ${invoice.currency ?? ""}`.trim()],
      ["draft", draft.id],
    ],
    now,
  });
  await recordDraft(transaction, context, given);
}

/** The audit entry of a new draft, and word to whoever decides where one waits. */
export async function recordDraft(
  transaction: LedgerTransaction,
  { actor }: WorkerContext,
  { document, draft, summary, now }: New,
): Promise<void> {
  await recordAudit(transaction, {
    at: now,
    actor,
    action: `draft.${draft.state}`,
    jobId: document.jobId,
    link: document.link,
    subject: draft.id,
    detail: {
      kind: draft.kind,
      order: draft.orderNumber,
      number: draft.number,
      reference: draft.reference,
      problems: draft.problems.map(({ code }) => code),
    },
  });
  if (draft.state !== "review") return;
  const about = draft.orderNumber ?? draft.number;
  await queueNotification(transaction, {
    event: "draft.waiting",
    link: document.link,
    subject: draft.id,
    title: `A ${draftWords(draft.kind)} for ${about} waits for a person`,
    text: [
      `${summary}.`,
      ...draft.problems.map(({ message, fix }) => `${message}.\nWhat to do: ${fix}`),
      `See it with \`ml-connector drafts show ${draft.id}\`, then approve or reject it.`,
    ].join("\n\n"),
    facts: [...fact("order", draft.orderNumber ?? undefined), ["number", draft.number], ["draft", draft.id]],
    now,
  });
}

const fact = (name: string, value: string | undefined): (readonly [string, string])[] =>
  value === undefined || value === "" ? [] : [[name, value]];
