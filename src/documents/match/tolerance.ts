import { add, compare, type Decimal, decimal, multiply } from "../../decimal/decimal.ts";

const hundred = decimal("100");

/** Whether a value is above a limit by more than so many percent of the limit. Exact: nothing is divided. */
export function exceeds(value: Decimal, limit: Decimal, percent: Decimal): boolean {
  return compare(multiply(value, hundred), multiply(limit, add(hundred, percent))) > 0;
}
