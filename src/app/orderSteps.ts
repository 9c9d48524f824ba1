import { acknowledgementsOfOrder } from "../ledger/acknowledgements.ts";
import { answersOfOrder } from "../ledger/answers.ts";
import { type Draft, draftAttempts, draftsOfOrder } from "../ledger/drafts.ts";
import type { Ledger } from "../ledger/ledger.ts";

/** What a partner answered to an order, and what became of it in GP. */
export interface OrderStep {
  at: Date;
  state: string;
  text: string;
  jobId: string;
}

const kinds: Readonly<Record<Draft["kind"], string>> = {
  purchaseOrder: "purchase order",
  purchaseReceipt: "receipt",
  purchaseInvoice: "purchase invoice",
  payablesInvoice: "payables invoice",
  receivablesInvoice: "receivables invoice",
};

/** The way back of an order: acknowledgements, confirmations, ship notices, invoices, and the drafts made from them. */
export async function orderSteps(ledger: Ledger, orderId: string): Promise<OrderStep[]> {
  const steps: OrderStep[] = [];
  for (const { answeredAt, type, summary, jobId, result } of await answersOfOrder(ledger, orderId)) {
    steps.push({ at: answeredAt, state: result, text: `${type}: ${summary}`, jobId });
  }
  for (const { overdueAt, kind, deliveryId } of await acknowledgementsOfOrder(ledger, orderId)) {
    if (overdueAt !== null)
      steps.push({ at: overdueAt, state: "overdue", text: `no ${kind} has come for ${deliveryId}`, jobId: "" });
  }
  for (const draft of await draftsOfOrder(ledger, orderId)) steps.push(...(await draftSteps(ledger, draft)));
  return steps;
}

async function draftSteps(ledger: Ledger, draft: Draft): Promise<OrderStep[]> {
  const what = `draft ${kinds[draft.kind]} for ${draft.number}`;
  const jobId = draft.replayJobId ?? draft.jobId;
  const steps: OrderStep[] = [];
  if (draft.state === "review") {
    const why = draft.problems.map(({ message }) => message).join("; ") || "as the policy asks";
    steps.push({ at: draft.createdAt, state: "review", text: `${what} waits for a person: ${why}`, jobId });
  }
  const attempts = await draftAttempts(ledger, draft.id);
  for (const attempt of attempts) {
    const said = attempt.error === null ? (draft.gpNumber ?? "") : attempt.error.message;
    steps.push({
      at: attempt.finishedAt ?? attempt.startedAt,
      state: attempt.outcome ?? "creating",
      text: attempt.outcome === "created" ? `${what} is in GP as ${said} (Work)` : `${what}: ${said}`,
      jobId: attempt.jobId,
    });
  }
  if (draft.decidedAt !== null) {
    const verb = draft.state === "rejected" ? "rejected" : draft.replayJobId === null ? "approved" : "replayed";
    const reason = draft.decision === null ? "" : `: ${draft.decision}`;
    steps.push({ at: draft.decidedAt, state: verb, text: `${what} ${verb} by ${draft.decidedBy}${reason}`, jobId });
  }
  const untold = draft.settledAt !== null && attempts.at(-1)?.outcome !== draft.state && draft.state !== "rejected";
  if (untold && draft.settledAt !== null)
    steps.push({
      at: draft.settledAt,
      state: draft.state,
      text: `${what}: ${draft.error?.message ?? draft.gpNumber ?? ""}`,
      jobId,
    });
  return steps;
}
