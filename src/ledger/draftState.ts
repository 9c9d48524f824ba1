/**
 * The life of a draft: one intended unposted document in GP, from the partner's document to the proof.
 *
 * ```
 * review ──▶ planned ──▶ creating ──▶ created
 *   │           │           ├───────▶ inDoubt ──▶ created | failed | blocked
 *   │           │           ├───────▶ failed ───▶ creating        (certainly not entered; next attempt at a known time)
 *   │           │           └───────▶ blocked ──▶ planned         (a person mends the cause, then replays)
 *   └───────────┴──▶ rejected                                     (a person, or the partner's own cancellation)
 * ```
 *
 * - `review`: a person decides, because the policy says so or something speaks against it.
 * - `planned`: to be entered.
 * - `creating`: a request may be on its way. Committed *before* the call (Invariant 2): whoever finds it without a living
 *   worker knows that the effect is in doubt.
 * - `created`: GP shows the document in the Work state. Final.
 * - `inDoubt`: GP may have entered it. Our reference is looked for before anything else is tried.
 * - `failed`: certainly not entered, will be tried at a known time.
 * - `blocked`: GP refuses it, and says why; or the program fails at it.
 * - `rejected`: will not be entered. Final.
 */
export const draftTransitions = [
  { from: "review", to: "planned" },
  { from: "review", to: "rejected" },
  { from: "planned", to: "review" },
  { from: "planned", to: "creating" },
  { from: "planned", to: "failed" },
  { from: "planned", to: "blocked" },
  { from: "planned", to: "rejected" },
  { from: "creating", to: "created" },
  { from: "creating", to: "failed" },
  { from: "creating", to: "blocked" },
  { from: "creating", to: "inDoubt" },
  { from: "inDoubt", to: "created" },
  { from: "inDoubt", to: "failed" },
  { from: "inDoubt", to: "blocked" },
  { from: "failed", to: "creating" },
  { from: "failed", to: "blocked" },
  { from: "failed", to: "planned" },
  { from: "failed", to: "rejected" },
  { from: "blocked", to: "planned" },
  { from: "blocked", to: "rejected" },
] as const;

export type DraftState = (typeof draftTransitions)[number]["from" | "to"];

/** Every state, in the order in which a draft meets them. */
export const draftStates: readonly DraftState[] = [...new Set(draftTransitions.flatMap(({ from, to }) => [from, to]))];

/** States in which nothing was entered and nothing is on its way: the content may still be made anew. */
export const openDraftStates = ["review", "planned", "failed", "blocked"] as const satisfies readonly DraftState[];

export function isOpenDraft(state: DraftState): boolean {
  return openDraftStates.some((open) => open === state);
}

export function mayDraftMove(from: DraftState, to: DraftState): boolean {
  return draftTransitions.some((transition) => transition.from === from && transition.to === to);
}
