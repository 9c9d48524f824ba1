/** Whether an invoice adds up. The stated total is checked, never trusted. */
import {
  formatScaled,
  isLess,
  magnitude,
  minus,
  parseScaled,
  plus,
  rounded,
  times,
  zero,
} from "../values/scaledDecimal.ts";
import type { Invoice810, InvoiceLine, TaxedAllowanceOrCharge } from "./invoice810.ts";

export interface InvoiceSums {
  /** Lines, each rounded to cents. */
  lines: string;
  /** Charges less allowances, of the head and of the lines. */
  allowancesAndCharges: string;
  taxes: string;
  /** The three together. */
  computed: string;
  /** TDS01. */
  stated: string | undefined;
  /** Stated less computed. */
  difference: string | undefined;
  /** One cent a line, for senders that round elsewhere. */
  tolerance: string;
  agrees: boolean;
  kind: "invoice" | "credit";
  /** What does not go together or could not be added, in words. */
  problems: readonly string[];
}

/**
 * Sum of quantity times price, rounded half up by line, with charges, allowances and taxes, against TDS01.
 *
 * A credit is told by BIG07, by negative quantities or by a negative total. Where only some of them say so, the
 * amounts are compared without their sign and the contradiction is a problem.
 */
export function invoiceSums(invoice: Invoice810): InvoiceSums {
  const problems: string[] = [];
  const every = [invoice, ...invoice.lines];
  const lines = invoice.lines.reduce((sum, line, index) => plus(sum, lineAmount(line, index, problems)), zero);
  const adjustments = every
    .flatMap(({ allowancesAndCharges = [] }) => allowancesAndCharges)
    .reduce((sum, each) => plus(sum, adjustment(each, problems)), zero);
  const taxes = [...every, ...every.flatMap(({ allowancesAndCharges = [] }) => allowancesAndCharges)]
    .flatMap(({ taxes = [] }) => taxes)
    .reduce((sum, { amount = "0" }) => plus(sum, numberOf(amount)), zero);
  const computed = plus(plus(lines, adjustments), taxes);

  const stated = parseScaled(invoice.total.due);
  if (stated === undefined) problems.push("TDS01 is missing");
  const credit = creditOf(invoice, lines.units < 0n, (stated?.units ?? 0n) < 0n, problems);
  const opposite = stated !== undefined && stated.units < 0n !== computed.units < 0n && computed.units !== 0n;
  const difference =
    stated === undefined
      ? undefined
      : opposite && credit
        ? minus(magnitude(stated), magnitude(computed))
        : minus(stated, computed);
  const tolerance = { units: BigInt(Math.max(1, invoice.lines.length)), scale: 2 };
  return {
    lines: formatScaled(lines),
    allowancesAndCharges: formatScaled(adjustments),
    taxes: formatScaled(taxes),
    computed: formatScaled(computed),
    stated: stated && formatScaled(stated),
    difference: difference && formatScaled(difference),
    tolerance: formatScaled(tolerance),
    agrees: difference !== undefined && !isLess(tolerance, magnitude(difference)),
    kind: credit ? "credit" : "invoice",
    problems,
  };
}

const numberOf = (text: string) => parseScaled(text) ?? zero;

function lineAmount({ quantity, unitPrice }: InvoiceLine, index: number, problems: string[]) {
  if (quantity === undefined || unitPrice === undefined) {
    problems.push(`Line ${index + 1} has no quantity or no price`);
    return zero;
  }
  return rounded(times(numberOf(quantity), numberOf(unitPrice)), 2);
}

/** SAC: `C` adds, `A` reduces; anything else is information. */
function adjustment({ indicator, amount, code = "" }: TaxedAllowanceOrCharge, problems: string[]) {
  if (indicator !== "A" && indicator !== "C") return zero;
  if (amount === undefined) {
    problems.push(`SAC ${indicator} ${code} has no amount`.replace("  ", " "));
    return zero;
  }
  const value = numberOf(amount);
  return indicator === "C" ? value : { units: -value.units, scale: value.scale };
}

function creditOf(invoice: Invoice810, linesNegative: boolean, totalNegative: boolean, problems: string[]): boolean {
  const byType = invoice.transactionType === "CR" || invoice.transactionType === "CN";
  if (linesNegative !== totalNegative && !byType) {
    problems.push(
      linesNegative
        ? "The lines are negative, as in a credit, and TDS01 is positive"
        : "TDS01 is negative, as in a credit, and the lines are positive",
    );
  }
  return byType || linesNegative || totalNegative;
}
