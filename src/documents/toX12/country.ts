/** ISO 3166 codes by the English names that people type into GP's country field. */
const codes: ReadonlyMap<string, string> = namesToCodes();

/** The two-letter code of a country given as a code or an English name; `undefined` where it is neither. */
export function countryCode(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const known = text.trim().toUpperCase();
  return codes.get(known);
}

function namesToCodes(): Map<string, string> {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const found = new Map([
    ["USA", "US"],
    ["U.S.A.", "US"],
    ["UNITED STATES OF AMERICA", "US"],
    ["CAN", "CA"],
    ["MEX", "MX"],
    ["AUS", "AU"],
    ["GREAT BRITAIN", "GB"],
    ["ENGLAND", "GB"],
  ]);
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  for (const first of letters) {
    for (const second of letters) {
      const name = names.of(first + second);
      // Codes of regions that are no countries (EU, UN, ZZ) name themselves too; GP's users do not type those.
      if (name === undefined || name.startsWith("Unknown")) continue;
      found.set(first + second, first + second);
      if (!found.has(name.toUpperCase())) found.set(name.toUpperCase(), first + second);
    }
  }
  return found;
}
