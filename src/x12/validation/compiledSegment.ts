/** Segment tables in the form that checking a hundred million bytes needs: masks instead of objects. */

import { kind } from "../reader/byteKinds.ts";
import { idNumber } from "../reader/segmentId.ts";
import type {
  CompositeDefinition,
  ElementDefinition,
  ElementUse,
  Release,
  SegmentDefinition,
} from "../schema/definition.ts";
import { releaseSchema } from "../schema/schema.ts";
import { bit, type CompiledRule, compileRule } from "./relationalRule.ts";

export interface CompiledElement {
  readonly use: ElementUse;
  /** Undefined where the content is not described. */
  readonly element: ElementDefinition | undefined;
  readonly composite: CompositeDefinition | undefined;
  /** Of the composite. */
  readonly rules: readonly CompiledRule[];
  /** Fewest and most bytes that need no closer look. */
  readonly min: number;
  readonly max: number;
  /** Kinds of characters that need a closer look. Every bit where every value needs one. */
  readonly suspect: number;
  /** How a value that is suspect by its kinds alone can be cleared from its bytes. */
  readonly form: Form;
  /** The complete code list, each code as the number of its bytes; undefined where it has longer ones or is not complete. */
  readonly codes: ReadonlySet<number> | undefined;
}

export type Form = "text" | "number" | "date" | "time" | "code";

export interface CompiledSegment {
  readonly definition: SegmentDefinition;
  /** Its number among the segments of the release. */
  readonly index: number;
  readonly elements: readonly CompiledElement[];
  readonly mandatory: number;
  /** Bits of the first elements of neighbouring pairs that are all or nothing. */
  readonly pairs: number;
  readonly rules: readonly CompiledRule[];
}

export interface CompiledRelease {
  /** By id number. */
  readonly byId: ReadonlyMap<number, CompiledSegment>;
  readonly count: number;
}

const oddities = kind.control | kind.lineBreak | kind.component | kind.repetition;
const notDigit = oddities | kind.point | kind.minus | kind.upper | kind.lower | kind.blank | kind.other | kind.high;
const everything = notDigit | kind.digit;

const releasesCompiled = new Map<Release, CompiledRelease>();

export function compiledRelease(release: Release): CompiledRelease {
  const known = releasesCompiled.get(release);
  if (known) return known;
  const byId = new Map<number, CompiledSegment>();
  for (const definition of releaseSchema(release).segments.values()) {
    byId.set(idNumber(definition.id), compileSegment(definition, byId.size));
  }
  const compiled: CompiledRelease = { byId, count: byId.size };
  releasesCompiled.set(release, compiled);
  return compiled;
}

function compileSegment(definition: SegmentDefinition, index: number): CompiledSegment {
  let mandatory = 0;
  let pairs = 0;
  const rules: CompiledRule[] = [];
  for (const use of definition.elements) if (use.requirement === "M") mandatory |= bit(use.position);
  for (const rule of definition.rules) {
    const [first = 1, second] = rule.positions;
    if (rule.kind === "P" && rule.positions.length === 2 && second === first + 1) {
      pairs |= bit(first);
    } else rules.push(compileRule(rule));
  }
  return { definition, index, elements: definition.elements.map(compileElement), mandatory, pairs, rules };
}

function compileElement(use: ElementUse): CompiledElement {
  if (use.element.kind === "composite") {
    const unbounded = { min: 0, max: Number.MAX_SAFE_INTEGER, suspect: everything, form: "text" as const };
    const rules = use.element.rules.map(compileRule);
    return { use, element: undefined, composite: use.element, rules, ...unbounded, codes: undefined };
  }
  const element = use.element;
  if (element.number === "") {
    const anything = { min: 0, max: Number.MAX_SAFE_INTEGER, suspect: 0, form: "text" as const };
    return { use, element: undefined, composite: undefined, rules: [], ...anything, codes: undefined };
  }
  const codes = codeNumbers(element);
  return {
    use,
    element,
    composite: undefined,
    rules: [],
    min: element.min,
    max: element.max,
    suspect: suspectKinds(element),
    form: codes ? "code" : formOf(element),
    codes,
  };
}

function formOf({ type, decimals }: ElementDefinition): Form {
  // A point in implied decimals is to be told, and so is a minus that stands wrong: both take the closer look.
  if (type === "R" || (type === "N" && decimals > 0)) return type === "R" ? "number" : "text";
  if (type === "DT") return "date";
  return type === "TM" ? "time" : "text";
}

function codeNumbers(element: ElementDefinition): ReadonlySet<number> | undefined {
  if (!element.codes?.complete || element.max > 4) return undefined;
  return new Set([...element.codes.meanings.keys()].map(idNumber));
}

function suspectKinds(element: ElementDefinition): number {
  switch (element.type) {
    case "AN":
      return oddities;
    case "ID":
      return element.codes?.complete ? everything : oddities;
    case "R":
    case "N":
      return notDigit;
    case "DT":
    case "TM":
      return everything;
    case "B":
      return 0;
  }
}
