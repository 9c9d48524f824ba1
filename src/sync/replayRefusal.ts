import type { ReplayMode } from "../ledger/deliveries.ts";
import type { ReplayableDelivery } from "../ledger/replayable.ts";

/** Why a delivery cannot be replayed as it is now, in words; `undefined` where it can. */
export function refusalOf(
  { state, replaced, toldAt }: Pick<ReplayableDelivery, "state" | "replaced" | "toldAt">,
  mode: ReplayMode,
): string | undefined {
  if (replaced) return "a later revision took its place; replay that one";
  if (state === "superseded")
    return "it was left out before it was sent: the record is not for sending as it is in GP now";
  if (toldAt !== null) return "a person has told the partner";
  if (state === "unneeded") return "the partner has it like this already; replay the revision that was sent";
  if (state === "sending") return "it is being sent at this moment";
  if (state === "planned") return "it has not been tried yet";
  // A new file for something that may have arrived would be a second order, not a second copy.
  if (state === "inDoubt" && mode === "rerender")
    return "it may have arrived; resend the same bytes, or settle the doubt first";
  return undefined;
}
