/**
 * Exact amounts as GP stores them: numeric(19,5), here as text with exactly five places (`28.46000`). The sandbox keeps its
 * own arithmetic, so that it can judge the connector's.
 */
const places = 5;
const scale = 10n ** BigInt(places);
const plain = /^([+-]?)(\d{1,14})(?:\.(\d{1,10}))?$/;

/** Five-place text of a decimal text or a safe integer; throws `RangeError` where it is none. Digits past the fifth are rounded half up. */
export function amount(value: string | number): string {
  const match = plain.exec(String(value).trim());
  if (match === null) throw new RangeError(`not an amount: ${JSON.stringify(String(value).slice(0, 40))}`);
  const [, sign, whole = "0", fraction = ""] = match;
  const kept = BigInt(whole + fraction.slice(0, places).padEnd(places, "0"));
  const units = Number(fraction[places] ?? "0") >= 5 ? kept + 1n : kept;
  return text(sign === "-" ? -units : units);
}

export function sum(...values: readonly string[]): string {
  return text(values.reduce((total, value) => total + units(value), 0n));
}

export function difference(left: string, right: string): string {
  return text(units(left) - units(right));
}

/** Product of two five-place amounts, rounded half up to five places. */
export function product(left: string, right: string): string {
  const exact = units(left) * units(right);
  const half = scale / 2n;
  return text(exact >= 0n ? (exact + half) / scale : (exact - half) / scale);
}

export function isNegative(value: string): boolean {
  return units(value) < 0n;
}

export function isZero(value: string): boolean {
  return units(value) === 0n;
}

function units(value: string): bigint {
  return BigInt(amount(value).replace(".", ""));
}

function text(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
