/** ISO 3166 codes by the English names that people type into GP's country field. Made when first asked for: that takes 30 ms. */
let codes: ReadonlyMap<string, string> | undefined;

/** The two-letter code of a country given as a code or an English name; `undefined` where it is neither. */
export function countryCode(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const known = text.trim().toUpperCase();
  codes ??= namesToCodes();
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
      // A code that was given up, such as DD or YU, goes by the name of what is there now, and stands for its code.
      const current = new Intl.Locale(`und-${first}${second}`).region ?? first + second;
      found.set(first + second, current);
      if (!found.has(name.toUpperCase())) found.set(name.toUpperCase(), current);
    }
  }
  return found;
}
