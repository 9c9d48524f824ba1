/**
 * Exact decimals, as text. GP stores money and quantities as numeric(19,5); binary floating point would change them
 * (Invariant 10). A `Decimal` is always in normal form: no exponent, no plus, no leading zeros, no trailing zeros
 * after the point, no point without a fraction, and no negative zero. Equal values are equal strings.
 */
import Big from "big.js";

// numeric(19,5) times numeric(19,5) has ten places; nothing here divides, so that no digit is ever lost.
const exact = Big();
exact.strict = true;

declare const normalForm: unique symbol;
export type Decimal = string & { readonly [normalForm]: true };

const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** The normal form of a decimal text such as `28.46000`, `.5`, `-0` or `1e3`; `undefined` where it is none. */
export function parseDecimal(text: string): Decimal | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 64 || !plain.test(trimmed)) return undefined;
  return format(new exact(trimmed.replace(/^\+/, "").replace(/\.(?=$|[eE])/, "")));
}

/** A decimal from text that is known to be one; throws `RangeError` where it is not. */
export function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === undefined) throw new RangeError(`not a decimal: ${JSON.stringify(text.slice(0, 80))}`);
  return value;
}

export const zero = decimal("0");

export function add(...terms: readonly Decimal[]): Decimal {
  return format(terms.reduce((sum, term) => sum.plus(term), new exact("0")));
}

export function subtract(left: Decimal, right: Decimal): Decimal {
  return format(new exact(left).minus(right));
}

export function multiply(left: Decimal, right: Decimal): Decimal {
  return format(new exact(left).times(right));
}

/** Negative, zero or positive as `left` is less than, equal to or greater than `right`. */
export function compare(left: Decimal, right: Decimal): -1 | 0 | 1 {
  return new exact(left).cmp(right);
}

/** Rounded to `places` digits after the point, halves away from zero, as invoices are. */
export function round(value: Decimal, places: number): Decimal {
  return format(new exact(value).round(places, exact.roundHalfUp));
}

function format(value: Big): Decimal {
  return value.eq("0") ? ("0" as Decimal) : (value.toFixed() as Decimal);
}
