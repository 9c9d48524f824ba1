/**
 * The life of a document that came in.
 *
 * ```
 * received ──▶ processing ──▶ done | ignored
 *    ▲             ├────────▶ waiting ──▶ processing   (for an order, a shipment, an upload that has not come yet)
 *    │             ├────────▶ failed ───▶ processing   (by itself where that can help, else when a person retries it)
 *    │             └────────▶ review ───▶ received     (a person looks, and retries it)
 *    └── processing             (its worker died: what it did is found again, so it starts anew)
 * quarantined ─▶ received                              (a person retries it, with a reason; done and ignored too)
 * ```
 *
 * - `received`: on disk, nothing done.
 * - `processing`: a worker has it. Whatever it does in GP has its own intent on disk, so that starting anew repeats nothing.
 * - `waiting`: belongs to something that is not there yet. Order of arrival never matters.
 * - `review`: the program could go on but a person shall decide.
 * - `failed`: could not be carried out; the error says why, and whose job it is.
 * - `ignored`: by a rule that is named (`summary`); nothing is to be done.
 * - `quarantined`: cannot be trusted: broken, or its number stands for another document already.
 */
export const inboundTransitions = [
  { from: "received", to: "processing" },
  { from: "processing", to: "done" },
  { from: "processing", to: "ignored" },
  { from: "processing", to: "waiting" },
  { from: "processing", to: "review" },
  { from: "processing", to: "failed" },
  { from: "processing", to: "received" },
  { from: "waiting", to: "processing" },
  { from: "failed", to: "processing" },
  { from: "waiting", to: "received" },
  { from: "failed", to: "received" },
  { from: "review", to: "received" },
  { from: "review", to: "done" },
  { from: "review", to: "ignored" },
  { from: "quarantined", to: "received" },
  { from: "quarantined", to: "ignored" },
  { from: "done", to: "received" },
  { from: "ignored", to: "received" },
] as const;

export type InboundState = (typeof inboundTransitions)[number]["from" | "to"];

/** Every state, in the order in which a document meets them. */
export const inboundStates: readonly InboundState[] = [
  ...new Set(inboundTransitions.flatMap(({ from, to }) => [from, to])),
];

/** States that a person may put back to `received`. */
export const retriableStates: readonly InboundState[] = inboundTransitions.flatMap(({ from, to }) =>
  to === "received" && from !== "processing" ? [from] : [],
);
