/** GP's currency ids are free text; these are the ones that Microsoft's sample company uses, as `Z-US$`. */
const sampleCompanyCurrencies: Readonly<Record<string, string>> = {
  "Z-US$": "USD",
  "Z-C$": "CAD",
  "Z-EURO": "EUR",
  "Z-UK": "GBP",
  "Z-AUD": "AUD",
  "Z-NZD": "NZD",
  "Z-SA": "ZAR",
  "Z-SGD": "SGD",
};

const codes: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

/** ISO 4217 of a GP currency id, by the site's own table first; `undefined` where nothing says it. */
export function isoCurrency(id: string, table: Readonly<Record<string, string>> = {}): string | undefined {
  return table[id] ?? sampleCompanyCurrencies[id] ?? (codes.has(id.toUpperCase()) ? id.toUpperCase() : undefined);
}
