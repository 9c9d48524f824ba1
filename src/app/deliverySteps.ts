/** What became of a delivery, step by step, in words: its attempts, who asked for it again, who said that it had arrived. */
import type { ErrorReport } from "../errors/connectorError.ts";
import type { StoredEntry } from "../ledger/audit.ts";
import type { deliveryAttempts, documentDeliveries } from "../ledger/deliveries.ts";
import type { DeliveryState } from "../ledger/deliveryState.ts";

export interface TimelineStep {
  at: Date;
  /** Of a delivery or a draft its state; of an answer what it says, such as `accepted`, `changed`, `shipped`. */
  state: "seen" | "changed" | "disappeared" | "returned" | "replayed" | DeliveryState | (string & {});
  text: string;
  jobId: string;
}

type Delivery = Awaited<ReturnType<typeof documentDeliveries>>[number];
type Attempt = Awaited<ReturnType<typeof deliveryAttempts>>[number];

/** Of the audit trail: by whom and why. */
export const toldBy = ["delivery.replayed", "delivery.settled", "delivery.told", "delivery.sent"] as const;

/** @param entries of the audit trail about the delivery, of {@link toldBy} */
export function deliverySteps(
  delivery: Delivery,
  attempts: readonly Attempt[],
  entries: readonly StoredEntry[],
  latestRevision: number,
): TimelineStep[] {
  const { revision, settledAt } = delivery;
  const steps = attempts.map((attempt): TimelineStep => {
    const error = (attempt.detail as { error?: ErrorReport } | null)?.error;
    const status = attempt.status === null ? "" : ` (HTTP ${attempt.status})`;
    const state = (attempt.outcome ?? "sending") as DeliveryState;
    const which = `revision ${revision}${sentAs(delivery)}, attempt ${attempt.number}`;
    return {
      at: attempt.finishedAt ?? attempt.startedAt,
      state,
      text: `${delivery.folder}/${delivery.fileName}${status}: ${error ? error.message : which}`,
      jobId: attempt.jobId,
    };
  });
  const said = entries.flatMap(({ at, action, actor, detail, jobId }): TimelineStep[] => {
    const { reason, mode, arrived } = detail as { reason?: string | null; mode?: string; arrived?: boolean };
    const why = reason ? `: ${reason}` : "";
    const step = { at, jobId: jobId ?? delivery.jobId };
    if (action === "delivery.replayed") {
      const how = mode === "rerender" ? "made anew" : "with the same bytes";
      return [{ ...step, state: "replayed", text: `revision ${revision} ${how}, by ${actor}${why}` }];
    }
    if (action === "delivery.settled") {
      const state = arrived ? "sent" : "failed";
      return [
        { ...step, state, text: `revision ${revision} ${arrived ? "arrived" : "did not arrive"}, says ${actor}${why}` },
      ];
    }
    if (action === "delivery.told") {
      return [
        { ...step, state: "unneeded", text: `revision ${revision} was told to the partner, says ${actor}${why}` },
      ];
    }
    return [];
  });
  steps.push(...said);
  const isTold =
    attempts.at(-1)?.outcome === delivery.state ||
    delivery.toldAt !== null ||
    entries.some(({ detail }) => "arrived" in detail && detail.arrived);
  if (settledAt !== null && !isTold) {
    const text = settledText(delivery, entries, latestRevision);
    steps.push({ at: settledAt, state: delivery.state, text, jobId: delivery.jobId });
  }
  return steps;
}

function sentAs({ purpose, form, comparison }: Delivery): string {
  if (purpose === "cancellation") return " as a cancellation";
  if (purpose !== "replace") return "";
  const before = comparison === null ? "" : ` of revision ${comparison.revision}`;
  return form === "860" ? ` as a change (860)${before}` : ` as a replacement${before}`;
}

/** How it ended where no attempt says it. */
function settledText({ state, revision, error }: Delivery, entries: readonly StoredEntry[], latest: number): string {
  if (state === "superseded") {
    return revision < latest
      ? `revision ${revision} was replaced before it was sent`
      : `revision ${revision} was left out before it was sent: the record is not for sending as it is in GP now`;
  }
  if (error !== null) return error.message;
  if (state === "sent") {
    const proven = entries.some(({ detail }) => "provenBy" in detail);
    return proven
      ? `revision ${revision} arrived: the partner has read it`
      : `revision ${revision} was found in the folder`;
  }
  if (state === "unneeded") return `revision ${revision} tells the partner nothing new: nothing was sent`;
  return `revision ${revision}`;
}
