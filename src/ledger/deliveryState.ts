/**
 * The life of a delivery: one intended effect in Cleo, from the decision to the proof.
 *
 * ```
 * planned ──▶ sending ──▶ sent
 *    │          │ ├─────▶ inDoubt ──▶ sent | failed | blocked | superseded
 *    │          │ └─────▶ failed ──▶ sending | blocked | unneeded | sent (next attempt at a known time)
 *    │          ├───────▶ blocked ─▶ planned | failed | sent  (a person changes something, then replays)
 *    │          └───────▶ superseded                   (Cleo refused it, and a later revision is there)
 *    └─▶ blocked | superseded | unneeded | failed
 * ```
 *
 * - `planned`: the intent is on disk; no bytes exist.
 * - `sending`: bytes, name and control numbers are on disk and a request may be on its way. Committed *before* the
 *   request (Invariant 2): whoever finds it without a living worker knows that the effect is in doubt.
 * - `sent`: Cleo confirmed the file. Final.
 * - `inDoubt`: the request may have had its effect. Never repeated blindly (Invariant 3). An answer of Cleo that
 *   comes late after all settles it, and so does the partner's. After a restore from a backup every delivery that was not settled is in
 *   doubt: the ledger before may have sent it.
 * - `failed`: certainly not stored, or taken for that by the document type's policy or by a person; will be tried at a known time,
 *   with the bytes that are on disk. One that met a connection that was down before it had any has none, and no number: a later
 *   revision takes its place without a gap. Where a lost answer or the partner's comes late after all, it is `sent`.
 * - `blocked`: cannot go on until a person changes data or set-up, or the program fails at it.
 * - `unneeded`: the partner has it like this already, or a person has told them, so nothing is sent. Final.
 * - `superseded`: before it ever arrived a later revision replaced it, or the record was left out as it is in GP now (canceled,
 *   on hold). Final; a record that is for sending again is a new revision.
 */
export const deliveryTransitions = [
  { from: "planned", to: "sending" },
  { from: "planned", to: "failed" },
  { from: "planned", to: "blocked" },
  { from: "planned", to: "superseded" },
  { from: "planned", to: "unneeded" },
  { from: "planned", to: "inDoubt" },
  { from: "sending", to: "sent" },
  { from: "sending", to: "failed" },
  { from: "sending", to: "blocked" },
  { from: "sending", to: "superseded" },
  { from: "sending", to: "inDoubt" },
  { from: "failed", to: "sending" },
  { from: "failed", to: "sent" },
  { from: "failed", to: "blocked" },
  { from: "failed", to: "superseded" },
  { from: "failed", to: "unneeded" },
  { from: "failed", to: "planned" },
  { from: "failed", to: "inDoubt" },
  { from: "inDoubt", to: "sent" },
  { from: "inDoubt", to: "failed" },
  { from: "inDoubt", to: "blocked" },
  { from: "inDoubt", to: "superseded" },
  { from: "blocked", to: "planned" },
  { from: "blocked", to: "failed" },
  { from: "blocked", to: "superseded" },
  { from: "blocked", to: "unneeded" },
  { from: "blocked", to: "inDoubt" },
  { from: "blocked", to: "sent" },
] as const;

export type DeliveryState = (typeof deliveryTransitions)[number]["from" | "to"];

/** States that need no further work by themselves; `inDoubt` and `blocked` wait for a person. */
export const settledStates = [
  "sent",
  "superseded",
  "unneeded",
  "blocked",
  "inDoubt",
] as const satisfies readonly DeliveryState[];

/** States in which an earlier delivery of a document holds back a later one: 2 never overtakes 1. */
export const precedingStates = ["planned", "sending", "failed", "inDoubt"] as const satisfies readonly DeliveryState[];

export function mayMove(from: DeliveryState, to: DeliveryState): boolean {
  return deliveryTransitions.some((transition) => transition.from === from && transition.to === to);
}

/** Every state, in the order in which a delivery meets them. */
export const deliveryStates: readonly DeliveryState[] = [
  ...new Set(deliveryTransitions.flatMap(({ from, to }) => [from, to])),
];
