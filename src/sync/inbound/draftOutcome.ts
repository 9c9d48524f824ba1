import type { Draft } from "../../ledger/drafts.ts";
import type { LedgerTransaction } from "../../ledger/ledger.ts";
import type { WorkerContext } from "../workerContext.ts";
import type { InboundOutcome } from "./outcome.ts";

/** What came of a document for which a draft is wanted; one that waits for nobody is put before the workers. */
export async function draftOutcome(
  transaction: LedgerTransaction,
  context: WorkerContext,
  { state, problems }: Pick<Draft, "state" | "problems">,
  told: { summary: string; order: string /** Such as `receipt`. */; noun: string },
): Promise<InboundOutcome> {
  const { summary, noun } = told;
  const orders = [told.order];
  if (state === "planned") await context.ring(transaction);
  if (state !== "review") return { kind: "done", summary, orders };
  const [error] = problems;
  return { kind: "review", summary: `${summary}; the ${noun} waits for a person`, orders, ...(error && { error }) };
}
