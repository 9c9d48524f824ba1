import type { GpOptions } from "../options.ts";

// Type declarations of the language lag behind: ES2025 "JSON.parse source text access" is in the runtime.
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/** How a service writes dates, amounts and texts. */
export interface WireFormat {
  /** `null` is written as 1900-01-01, GP's empty date. */
  date(value: string | null): string;
  /** A JSON number with its five places kept (`28.46000`), or a string. */
  amount(value: string): unknown;
  /** A `char(width)` column: padded with spaces. */
  text(value: string, width: number): string;
  /** An instant in UTC without a zone, as DEX_ROW_TS is shown. */
  stamp(value: string): string;
}

export function wireFormat(options: Pick<GpOptions, "dates" | "decimals">): WireFormat {
  return {
    date: (value) => writeDate(value ?? "1900-01-01", options.dates),
    amount: (value) => (options.decimals === "number" ? rawJSON(value) : value),
    text: (value, width) => value.padEnd(width, " "),
    stamp: (value) => value.replace("Z", ""),
  };
}

function writeDate(date: string, form: GpOptions["dates"]): string {
  switch (form) {
    case "isoDate":
      return date;
    case "isoDateTime":
      return `${date}T00:00:00`;
    case "ms":
      return `/Date(${Date.parse(`${date}T00:00:00Z`)})/`;
    case "msZone":
      // WCF writes the instant of local midnight and, behind it, the server's offset.
      return `/Date(${Date.parse(`${date}T06:00:00Z`)}-0600)/`;
  }
}
