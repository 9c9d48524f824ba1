import { formatScaled, parseScaled, plus, zero } from "../values/scaledDecimal.ts";
import type { Segment } from "./segment.ts";

/** What CTT counts in each set: the segment, and the segment and element of the quantities in its hash total. */
const counted: Readonly<Record<string, { line: string; quantity: readonly [string, number] }>> = {
  "850": { line: "PO1", quantity: ["PO1", 2] },
  "855": { line: "PO1", quantity: ["PO1", 2] },
  "860": { line: "POC", quantity: ["POC", 3] },
  "856": { line: "HL", quantity: ["SN1", 2] },
  "810": { line: "IT1", quantity: ["IT1", 2] },
};

/** CTT02 has ten characters: the sum is cut on the left. */
const hashDigits = 10;

/**
 * CTT02: the sum of the quantities as decimals; where it has more digits than fit, the ones on the left go.
 *
 * @returns `undefined` where a quantity is no number
 */
export function hashTotal(quantities: Iterable<string | undefined>): string | undefined {
  let sum = zero;
  for (const quantity of quantities) {
    if (quantity === undefined || quantity === "") continue;
    const value = parseScaled(quantity);
    if (value === undefined) return undefined;
    sum = plus(sum, value);
  }
  const text = formatScaled(sum);
  const digits = text.replace(/[-.]/g, "").length;
  if (digits <= hashDigits) return text;
  const kept = parseScaled(text.replace("-", "").slice(digits - hashDigits));
  return kept === undefined ? undefined : formatScaled(kept);
}

export interface Recount {
  index: number;
  segment: Segment;
  /** Values that the document gave and that were not right, by element number. */
  corrected: readonly { element: number; before: string; after: string }[];
}

/**
 * The set's CTT with its counts made right; `undefined` where the set has none.
 * CTT01 is always written, CTT02 only where the document gives one.
 */
export function recount(set: string, segments: readonly Segment[]): Recount | undefined {
  const rule = counted[set];
  const index = segments.findLastIndex(({ id }) => id === "CTT");
  const found = segments[index];
  if (rule === undefined || found === undefined) return undefined;

  const corrected: { element: number; before: string; after: string }[] = [];
  const elements = [...found.elements];
  const correct = (at: number, after: string): void => {
    const before = elements[at];
    if (typeof before === "string" && before !== "" && before !== after) {
      corrected.push({ element: at + 1, before, after });
    }
    elements[at] = after;
  };

  correct(0, String(segments.reduce((count, { id }) => (id === rule.line ? count + 1 : count), 0)));
  const given = elements[1];
  if (typeof given === "string" && given !== "") {
    const [id, element] = rule.quantity;
    const total = hashTotal(quantitiesOf(segments, id, element));
    if (total !== undefined) correct(1, total);
  }
  return { index, segment: { ...found, elements }, corrected };
}

function* quantitiesOf(segments: readonly Segment[], id: string, element: number): Generator<string | undefined> {
  for (const segment of segments) {
    if (segment.id !== id) continue;
    const value = segment.elements[element - 1];
    if (typeof value === "string") yield value;
  }
}
