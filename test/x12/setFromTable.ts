/**
 * Makes the smallest right transaction set that has a given segment in a given place of its table, with a given element in
 * it: whatever the tables say is mandatory is there, every rule is kept, and nothing else.
 */
import type {
  CompositeDefinition,
  ElementDefinition,
  ElementUse,
  LoopUse,
  Rule,
  SegmentDefinition,
  SegmentUse,
  SetDefinition,
} from "../../src/x12/index.ts";

export interface MadeSegment {
  readonly definition: SegmentDefinition;
  readonly elements: string[];
  /** The place that was asked for. */
  readonly target: boolean;
}

/** A place in a set: the loops that lead to a segment, and its use. */
export interface TablePlace {
  readonly loops: readonly LoopUse[];
  readonly use: SegmentUse;
}

/** Every place of a set but ST and SE. */
export function placesOf(set: SetDefinition): TablePlace[] {
  const places: TablePlace[] = [];
  const walk = (children: readonly (SegmentUse | LoopUse)[], loops: readonly LoopUse[]) => {
    for (const child of children) {
      if (child.kind === "loop") walk(child.children, [...loops, child]);
      else if (child.id !== "ST" && child.id !== "SE") places.push({ loops, use: child });
    }
  };
  walk(set.children, []);
  return places;
}

/** The segments between ST and SE; undefined where the segment's rules let the element not stand. */
export function setWith(set: SetDefinition, place: TablePlace, element?: number): MadeSegment[] | undefined {
  const wanted = presenceWith(place.use.segment, element);
  if (wanted === undefined) return undefined;
  const made: MadeSegment[] = [];
  const numbers = { levels: 0 };
  const build = (children: readonly (SegmentUse | LoopUse)[], depth: number) => {
    for (const child of children) {
      if (child.id === "ST" || child.id === "SE") continue;
      const onWay = child === place.loops[depth] || child === place.use;
      if (child.requirement !== "M" && !onWay) continue;
      if (child.kind === "loop") build(child.children, onWay ? depth + 1 : Number.POSITIVE_INFINITY);
      else {
        const presence = child === place.use ? wanted : presenceWith(child.segment);
        made.push({
          definition: child.segment,
          elements: valuesOf(child.segment, presence ?? 0, numbers),
          target: onWay,
        });
      }
    }
  };
  build(set.children, 0);
  return counted(set, made);
}

const bit = (position: number): number => 1 << (position - 1);
const bits = (positions: readonly number[]): number => positions.reduce((all, position) => all | bit(position), 0);

function isKept({ kind, positions }: Rule, present: number): boolean {
  const [first = 1, ...others] = positions;
  const there = positions.filter((position) => (present & bit(position)) !== 0).length;
  switch (kind) {
    case "P":
      return there === 0 || there === positions.length;
    case "R":
      return there > 0;
    case "E":
      return there < 2;
    case "C":
      return (present & bit(first)) === 0 || (present & bits(others)) === bits(others);
    case "L":
      return (present & bit(first)) === 0 || (present & bits(others)) !== 0;
  }
}

export const keepsRules = (rules: readonly Rule[], present: number): boolean =>
  rules.every((rule) => isKept(rule, present));

/** Which elements stand: the mandatory ones, the given one, and what the rules ask for because of them. */
function presenceWith({ elements, rules, open }: SegmentDefinition, element?: number): number | undefined {
  if (open) return element === undefined ? 1 : undefined;
  let start = bits(elements.filter(({ requirement }) => requirement === "M").map(({ position }) => position));
  if (element !== undefined) start |= bit(element);
  // A segment without data is not sent.
  if (start === 0 && rules.length === 0) start = 1;
  for (const extra of [0, ...elements.map(({ position }) => bit(position))]) {
    let present = start | extra;
    for (let round = 0; round < 6; round++) {
      for (const { kind, positions } of rules) {
        const [first = 1, second = 1] = positions;
        const any = (present & bits(positions)) !== 0;
        if (kind === "P" && any) present |= bits(positions);
        if (kind === "R" && !any) present |= bit(first);
        if (kind === "C" && (present & bit(first)) !== 0) present |= bits(positions);
        if (kind === "L" && (present & bit(first)) !== 0 && (present & bits(positions.slice(1))) === 0) {
          present |= bit(second);
        }
      }
    }
    if (present !== 0 && keepsRules(rules, present)) return present;
  }
  return undefined;
}

function valuesOf(segment: SegmentDefinition, present: number, numbers: { levels: number }): string[] {
  if (segment.open) return ["A"];
  return segment.elements.map((use) => {
    if ((present & bit(use.position)) === 0) return "";
    if (use.ref === "HL01") return String(++numbers.levels);
    return rightValue(use.element);
  });
}

/** A right value, as short as may be. */
export function rightValue(element: ElementDefinition | CompositeDefinition): string {
  if (element.kind === "composite") return element.components.map(componentValue).join(">").replace(/>+$/, "");
  const [code] = element.codes?.complete ? element.codes.meanings.keys() : [];
  switch (element.type) {
    case "ID":
      return code ?? "A".repeat(element.min);
    case "DT":
      return element.max === 6 ? "260102" : "20260102";
    case "TM":
      return "0930";
    case "R":
    case "N":
      return "1".repeat(element.min);
    case "AN":
    case "B":
      return "A".repeat(element.min);
  }
}

const componentValue = (use: ElementUse): string => (use.requirement === "M" ? rightValue(use.element) : "");

/** CTT01 says how many lines there are. */
function counted(set: SetDefinition, made: MadeSegment[]): MadeSegment[] {
  const line = { "810": "IT1", "850": "PO1", "855": "PO1", "856": "HL", "860": "POC", "865": "POC" }[set.id];
  const count = made.filter(({ definition }) => definition.id === line).length;
  for (const { definition, elements } of made) if (definition.id === "CTT") elements[0] = String(count);
  return made;
}

export interface MadeFile {
  readonly bytes: Buffer;
  /** Byte offset of an element of a segment between ST and SE; the segment's for element 0. */
  offsetOf(index: number, element: number): number;
}

/** The set in its envelopes. */
export function fileOf(set: SetDefinition, version: string, segments: readonly (readonly string[])[]): MadeFile {
  const dates = version < "004010" ? "260102" : "20260102";
  let text =
    "ISA*00*          *00*          *01*111222333      *12*5550001111     *260102*0930*U*00401*000000040*0*T*>~" +
    `GS*${set.functionalId}*SUPPLIER*BUYER*${dates}*0930*40*X*${version}~ST*${set.id}*0001~`;
  const starts = segments.map((segment) => {
    const start = text.length;
    text += `${segment.join("*").replace(/\*+$/, "")}~`;
    return start;
  });
  text += `SE*${segments.length + 2}*0001~GE*1*40~IEA*1*000000040~`;
  return {
    bytes: Buffer.from(text, "latin1"),
    offsetOf: (index, element) => {
      const before = segments[index]?.slice(0, element).reduce((sum, each) => sum + each.length + 1, 0) ?? 0;
      return (starts[index] ?? 0) + before;
    },
  };
}
