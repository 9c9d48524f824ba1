/**
 * Exact decimals as whole numbers with a scale, for the sums that X12 asks for (hash totals, invoice totals).
 * Nothing divides except {@link rounded}, so no digit is ever lost.
 */
export interface Scaled {
  /** The value times ten to the power of `scale`. */
  units: bigint;
  scale: number;
}

/** Longest text taken for a number: hostile input must not make a BigInt of megabytes. */
const longest = 64;
const decimalText = /^(-?)(\d*)(?:\.(\d*))?$/;

/** `undefined` where the text is no plain decimal (exponents, a plus and thousands marks are not plain). */
export function parseScaled(text: string): Scaled | undefined {
  if (text.length > longest) return undefined;
  const match = decimalText.exec(text);
  if (match === null) return undefined;
  const whole = match[2] ?? "";
  const fraction = match[3] ?? "";
  if (whole === "" && fraction === "") return undefined;
  const units = BigInt(whole + fraction);
  return { units: match[1] === "-" ? -units : units, scale: fraction.length };
}

/** Normal form: no leading zeros, none at the end of a fraction, no point without a fraction, no negative zero. */
export function formatScaled({ units, scale }: Scaled): string {
  if (units === 0n) return "0";
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

function unitsAt(value: Scaled, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}

export function plus(left: Scaled, right: Scaled): Scaled {
  const scale = Math.max(left.scale, right.scale);
  return { units: unitsAt(left, scale) + unitsAt(right, scale), scale };
}

export function minus(left: Scaled, right: Scaled): Scaled {
  return plus(left, { units: -right.units, scale: right.scale });
}

export function times(left: Scaled, right: Scaled): Scaled {
  return { units: left.units * right.units, scale: left.scale + right.scale };
}

/** Rounded to `places` digits after the point, halves away from zero, as invoices are. */
export function rounded(value: Scaled, places: number): Scaled {
  if (value.scale <= places) return { units: unitsAt(value, places), scale: places };
  const divisor = 10n ** BigInt(value.scale - places);
  const half = value.units < 0n ? -(divisor / 2n) : divisor / 2n;
  return { units: (value.units + half) / divisor, scale: places };
}

export function isLess(left: Scaled, right: Scaled): boolean {
  const scale = Math.max(left.scale, right.scale);
  return unitsAt(left, scale) < unitsAt(right, scale);
}

export function magnitude(value: Scaled): Scaled {
  return value.units < 0n ? { units: -value.units, scale: value.scale } : value;
}

export const zero: Scaled = { units: 0n, scale: 0 };
