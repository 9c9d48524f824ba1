/**
 * A 997, a 999 or a TA1: whether the partner could read a file of ours. It says nothing about the order being taken, and is
 * never acknowledged in turn.
 *
 * It also proves that the file arrived: a delivery whose answer from Cleo was lost is settled by it, also where it is to be sent
 * again because it was taken for not there.
 */
import { type Link, partnerSettings } from "../../configuration/configuration.ts";
import { complaintOrigin } from "../../documents/explain/complaintOrigin.ts";
import { elementOrigins } from "../../documents/explain/elementOrigins.ts";
import { type Complaint, verdictOn } from "../../documents/fromX12/functionalAcknowledgment.ts";
import { ConnectorError } from "../../errors/connectorError.ts";
import { errorRegistry } from "../../errors/registry.ts";
import { recordAcknowledgement, sentDeliveries } from "../../ledger/acknowledgements.ts";
import { recordAnswer } from "../../ledger/answers.ts";
import { recordAudit } from "../../ledger/audit.ts";
import { readContent } from "../../ledger/contents.ts";
import { type Delivery, holdDelivery, recordArrival } from "../../ledger/deliveries.ts";
import type { InboundDocument } from "../../ledger/inboundDocuments.ts";
import type { Ledger, LedgerTransaction } from "../../ledger/ledger.ts";
import { queueNotification } from "../../ledger/notifications.ts";
import { filesWithNumber, type SentFile } from "../../ledger/sentFiles.ts";
import {
  type FunctionalAcknowledgment997,
  type InterchangeAcknowledgment,
  messagesOf,
  readableView,
  type SetMessage,
} from "../../x12/index.ts";
import { startAcknowledgementClock } from "../acknowledgementClock.ts";
import type { LinkResources } from "../linkResources.ts";
import type { WorkerContext } from "../workerContext.ts";
import { recordEffects } from "./effects.ts";
import type { InboundOutcome } from "./outcome.ts";
import { partnerOfUnknown } from "./partnerOfUnknown.ts";
import { patienceOf } from "./patience.ts";
import { sequenceOf } from "./sequence.ts";

/** What an answer of type 997 or TA1 keeps as its detail. */
export interface FileAcknowledgmentDetail {
  status: "accepted" | "acceptedWithErrors" | "rejected";
  complaints: Complaint[];
  controlNumbers: { interchange: number; group: number };
  file: string;
}

type Verdict = Pick<FileAcknowledgmentDetail, "status" | "complaints">;

export async function handleFunctionalAcknowledgment(
  context: WorkerContext,
  resources: LinkResources,
  document: InboundDocument,
): Promise<InboundOutcome> {
  const { ledger, clock } = context;
  const { link } = resources;
  if (document.format !== "x12") return { kind: "review", summary: "a 997 as JSON: only X12 is read" };
  // A 999 says what a 997 says, and is read as one.
  const acknowledgment = document.document as FunctionalAcknowledgment997;
  const { functionalId, controlNumber } = acknowledgment.group;
  // What was sent as an answer is not answered; a partner that does it all the same is told nothing.
  if (functionalId === "FA") return { kind: "ignored", rule: "it acknowledges an acknowledgment" };
  const number = /^\d{1,9}$/.test(controlNumber) ? Number(controlNumber) : undefined;
  const receiver = document.sender ?? "";
  const files =
    number === undefined
      ? []
      : await filesWithNumber(ledger, { link: link.name, kind: "group", number, receiver, usage: document.usage });
  const name = `group ${functionalId} ${controlNumber}`;
  if (number === undefined || files.length === 0) return notOurs(document, resources, clock(), name);
  const verdicts = await Promise.all(
    files.map(async (file) => ({ file, verdict: await verdictOf(ledger, resources, acknowledgment, file) })),
  );
  return recordEffects(context, document, async (transaction, now) => {
    const summaries: string[] = [];
    for (const { file, verdict } of verdicts) {
      if (verdict === undefined) continue;
      const answered = { kind: "group", number } as const;
      summaries.push(await record(transaction, context, link, { document, file, verdict, answered, now }));
    }
    const orders = files.map(({ delivery }) => delivery.key);
    if (summaries.length > 0) return { kind: "done", summary: summaries.join("; "), orders };
    return { kind: "done", summary: `${name} is named without an answer to its set`, orders };
  });
}

export async function handleInterchangeAcknowledgment(
  context: WorkerContext,
  resources: LinkResources,
  document: InboundDocument,
): Promise<InboundOutcome> {
  const { ledger, clock } = context;
  const { link } = resources;
  const answer = document.document as InterchangeAcknowledgment;
  const number = /^\d{1,9}$/.test(answer.controlNumber) ? Number(answer.controlNumber) : undefined;
  const receiver = document.sender ?? "";
  const files =
    number === undefined
      ? []
      : await filesWithNumber(ledger, {
          link: link.name,
          kind: "interchange",
          number,
          receiver,
          usage: document.usage,
        });
  if (number === undefined || files.length === 0)
    return notOurs(document, resources, clock(), `interchange ${answer.controlNumber}`);
  const verdict = verdictOfTa1(answer);
  return recordEffects(context, document, async (transaction, now) => {
    const summaries: string[] = [];
    const answered = { kind: "interchange", number } as const;
    for (const file of files)
      summaries.push(await record(transaction, context, link, { document, file, verdict, answered, now }));
    return { kind: "done", summary: summaries.join("; "), orders: files.map(({ delivery }) => delivery.key) };
  });
}

function notOurs(document: InboundDocument, { link }: LinkResources, now: Date, name: string): InboundOutcome {
  const until = patienceOf(document, partnerOfUnknown(link, document).waitHours.order, now);
  const from = document.sender ?? "the partner";
  if (until)
    return {
      kind: "waiting",
      for: `file:${name}`,
      summary: `it answers ${name}, which is not known to have gone to ${from}`,
      until,
    };
  const message = `it answers ${name}, which never went to ${from}`;
  const error = new ConnectorError("ANSWER_ORDER_UNKNOWN", message, {
    at: { link: link.name, element: "AK102" },
  }).report();
  return { kind: "review", summary: message, error };
}

async function verdictOf(
  ledger: Ledger,
  { link }: LinkResources,
  acknowledgment: FunctionalAcknowledgment997,
  { delivery, content }: SentFile,
): Promise<Verdict | undefined> {
  const bytes = delivery.contentDigest === null ? undefined : await readContent(ledger, delivery.contentDigest);
  const set = bytes && [...messagesOf(bytes)].find((message): message is SetMessage => message.kind === "set");
  if (set === undefined) return undefined;
  const settings = partnerSettings(link, content.vendor.id);
  const numbers = content.lines.map(({ line }) => line);
  const elements = bytes && elementOrigins(readableView(bytes), numbers, settings);
  return verdictOn(acknowledgment, { set: set.set, controlNumber: set.controlNumber }, (complaint) =>
    complaintOrigin(elements ?? [], complaint, content),
  );
}

/** TA104 and TA105. */
function verdictOfTa1({ status, noteCode }: InterchangeAcknowledgment): Verdict {
  const complaints =
    noteCode === "000" ? [] : [{ element: "ISA", position: 0, code: noteCode, text: `TA105 ${noteCode}` }];
  return { status: status === "A" ? "accepted" : status === "E" ? "acceptedWithErrors" : "rejected", complaints };
}

const words = { accepted: "accepted", acceptedWithErrors: "accepted with errors", rejected: "rejected" } as const;

/** That the partner has read a file of ours. */
interface FileReading {
  document: InboundDocument;
  file: SentFile;
  verdict: Verdict;
  /** GS06, which a 997 names, or ISA13, which a TA1 names. */
  answered: { kind: "group" | "interchange"; number: number };
  now: Date;
}

async function record(
  transaction: LedgerTransaction,
  context: WorkerContext,
  link: Link,
  given: FileReading,
): Promise<string> {
  const { document, file, verdict, answered, now } = given;
  const { content } = file;
  const type = answered.kind === "group" ? "997" : "TA1";
  // A doubt that comes up meanwhile waits, and then finds the answer.
  const delivery = await holdDelivery(transaction, file.delivery.id);
  const { controlNumbers } = delivery;
  // Of a file that was made anew since, the partner speaks of the one before.
  const former = controlNumbers?.[answered.kind] !== answered.number;
  const numbers = { interchange: controlNumbers?.interchange ?? 0, group: controlNumbers?.group ?? 0 };
  const complaints = verdict.complaints.map(({ text }) => text);
  const told = complaints.length === 0 ? "" : `: ${complaints.slice(0, 3).join("; ")}`;
  const which = former ? `, in a file (${answered.kind} ${answered.number}) that was made anew since,` : "";
  const summary = `${delivery.key} revision ${delivery.revision}${which} was read by the partner and ${words[verdict.status]}${told}`;
  const detail: FileAcknowledgmentDetail = {
    ...verdict,
    controlNumbers: former ? { interchange: 0, group: 0, [answered.kind]: answered.number } : numbers,
    file: former ? "" : (delivery.fileName ?? ""),
  };
  const sequence = sequenceOf(document);
  await recordAnswer(transaction, {
    inboundId: document.id,
    orderId: delivery.documentId,
    link: document.link,
    type,
    partner: content.vendor.id,
    number: String(answered.number),
    sequence,
    result: verdict.status,
    summary,
    detail,
    deliveryId: former ? null : delivery.id,
    jobId: document.jobId,
    answeredAt: now,
  });
  if (!former) await recordReading(transaction, context, link, { ...given, delivery, sequence });
  if (verdict.status === "rejected") await tellRejection(transaction, { document, file, summary, complaints, now });
  return summary;
}

/** What it means for the delivery whose file it is. */
async function recordReading(
  transaction: LedgerTransaction,
  context: WorkerContext,
  link: Link,
  given: FileReading & { delivery: Delivery; sequence: string },
): Promise<void> {
  const { document, file, delivery, verdict, answered, sequence, now } = given;
  if (await recordArrival(transaction, delivery.id, now)) {
    await startAcknowledgementClock(transaction, link, delivery, now);
    await recordAudit(transaction, {
      at: now,
      actor: context.actor,
      action: "delivery.sent",
      jobId: delivery.replayJobId ?? delivery.jobId,
      link: delivery.link,
      subject: delivery.id,
      detail: {
        document: delivery.key,
        revision: delivery.revision,
        provenBy: document.id,
        after: delivery.contentDigest,
      },
    });
  }
  // A TA1 that accepts speaks of the envelope alone; the 997 is still owed.
  if (answered.kind === "interchange" && verdict.status !== "rejected") return;
  await recordAcknowledgement(transaction, {
    // A repeat of the same bytes has the same numbers.
    deliveryIds: await sentDeliveries(transaction, delivery.documentId, delivery.contentDigest ?? ""),
    kind: "997",
    orderId: delivery.documentId,
    link: document.link,
    partner: file.content.vendor.id,
    state: verdict.status,
    inboundId: document.id,
    sequence,
    now,
  });
}

async function tellRejection(
  transaction: LedgerTransaction,
  given: { document: InboundDocument; file: SentFile; summary: string; complaints: string[]; now: Date },
): Promise<void> {
  const { document, file, summary, complaints, now } = given;
  const { delivery, content } = file;
  const partner = content.vendor.id;
  await queueNotification(transaction, {
    event: "order.rejected",
    link: document.link,
    subject: delivery.documentId,
    title: `${delivery.key} could not be read by ${partner}`,
    text: [`${summary}.`, ...complaints.map((text) => `- ${text}`), errorRegistry.ORDER_FILE_REJECTED.fix].join("\n\n"),
    facts: [
      ["order", delivery.key],
      ["vendor", partner],
      ["file", delivery.fileName ?? ""],
    ],
    now,
  });
}
