import type { PartnerSettings } from "../../configuration/partnerSettings.ts";

/**
 * Whether a unit in a partner's document is the unit that a line was ordered in: the same text, or a code that means it
 * by the partner's tables. Nothing is converted: a dozen is not twelve pieces until a person says so.
 */
export function sameUnit(
  settings: Pick<PartnerSettings, "unitsInbound" | "units">,
  theirs: string,
  ours: string,
): boolean {
  const unit = ours.trim().toUpperCase();
  const code = theirs.trim().toUpperCase();
  if (code === unit) return true;
  const meanings = Object.hasOwn(settings.unitsInbound, code) ? settings.unitsInbound[code] : undefined;
  return meanings?.some((meaning) => meaning.trim().toUpperCase() === unit) ?? false;
}
