/** Relational conditions, X12.6 section 3.8, over elements of a segment or components of a composite, as masks. */
import type { ElementUse, Rule } from "../schema/definition.ts";
import type { FaultCode } from "./faultCodes.ts";

export interface CompiledRule {
  readonly rule: Rule;
  /** Bits of the positions: bit 0 is position 1. */
  readonly mask: number;
  readonly first: number;
  readonly others: number;
}

export const bit = (position: number): number => 1 << (position - 1);

export function compileRule(rule: Rule): CompiledRule {
  const [first = 1] = rule.positions;
  const mask = rule.positions.reduce((sum, position) => sum | bit(position), 0);
  return { rule, mask, first: bit(first), others: mask & ~bit(first) };
}

/** @param present bits of the positions that hold something */
export function breaks({ rule, mask, first, others }: CompiledRule, present: number): boolean {
  const met = present & mask;
  switch (rule.kind) {
    case "R":
      return met === 0;
    case "P":
      return met !== 0 && met !== mask;
    case "E":
      return (met & (met - 1)) !== 0;
    case "C":
      return (met & first) !== 0 && (met & others) !== others;
    case "L":
      return (met & first) !== 0 && (met & others) === 0;
  }
}

const words = {
  P: "are all or nothing",
  R: "need at least one of them",
  E: "exclude one another",
  C: "the first needs the others",
  L: "the first needs one of the others",
} as const;

export interface BrokenRule {
  readonly code: FaultCode;
  /** The position that is there and should not be, or is not and should. */
  readonly position: number;
  readonly use: ElementUse | undefined;
  readonly message: string;
}

/** What to say of a rule that {@link breaks}; `uses` are the elements or components it is about. */
export function describeBroken(rule: Rule, uses: readonly ElementUse[], present: number): BrokenRule {
  const excludes = rule.kind === "E";
  const position = rule.positions.find((each) => ((present & bit(each)) !== 0) === excludes) ?? 1;
  const refs = rule.positions.map((each) => uses[each - 1]?.ref).join(", ");
  return {
    code: excludes ? "elementExclusion" : "elementConditionMissing",
    position,
    use: uses[position - 1],
    message: `${refs}: ${words[rule.kind]}`,
  };
}
