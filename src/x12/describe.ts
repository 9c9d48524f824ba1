/** What the tables say of a set, a segment or an element, for people: the documentation of the schemas, made of them. */
import type { ElementUse, LoopUse, Rule, SegmentDefinition, SegmentUse, SetDefinition } from "./schema/definition.ts";
import { releaseFor, schemaFor, segmentDefinition } from "./schema/schema.ts";

/** A segment or loop in its place in a set. `max` is absent where any number may stand. */
export interface DescribedPlace {
  readonly id: string;
  readonly name: string;
  readonly mandatory: boolean;
  readonly max?: number;
  /** Of a loop: what stands in it, the segment that opens it first. */
  readonly children?: readonly DescribedPlace[];
}

export interface DescribedSet {
  readonly kind: "set";
  readonly release: string;
  readonly id: string;
  readonly name: string;
  /** GS01. */
  readonly functionalId: string;
  readonly places: readonly DescribedPlace[];
}

export interface DescribedElement {
  /** `N102`; of a component `C001-1`. */
  readonly ref: string;
  readonly name: string;
  /** Number in the dictionary; empty where the element is not described. */
  readonly dataElement: string;
  /** `AN`, `ID`, `N2`; `composite`. */
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  readonly requirement: ElementUse["requirement"];
  readonly repeat: number;
  readonly components?: readonly DescribedElement[];
  /** Known codes. A list that is not complete judges nothing. */
  readonly codes?: readonly { readonly code: string; readonly meaning: string }[];
  readonly codesComplete?: boolean;
}

export interface DescribedSegment {
  readonly kind: "segment";
  readonly release: string;
  readonly id: string;
  readonly name: string;
  /** False: known by name and place, its elements are not. */
  readonly described: boolean;
  readonly elements: readonly DescribedElement[];
  readonly rules: readonly { readonly rule: string; readonly meaning: string }[];
}

export type Described =
  | DescribedSet
  | DescribedSegment
  | ({ readonly kind: "element"; readonly release: string } & DescribedElement);

/**
 * @param what a set (`850`), a segment (`N1`) or an element of one (`N101`)
 * @param version GS08, such as `004010` or `005010`; read by the nearest release that has tables
 * @returns undefined where the tables have nothing of that name
 */
export function describeX12(what: string, version = "004010"): Described | undefined {
  const { release } = releaseFor(version);
  const set = schemaFor(release, what);
  if (set) return describedSet(set);
  const segment = segmentDefinition(release, what);
  if (segment) return describedSegment(segment, release);
  const use = segmentDefinition(release, what.slice(0, -2))?.elements[Number(what.slice(-2)) - 1];
  return use && { kind: "element", release, ...describedElement(use) };
}

function describedSet({ id, name, functionalId, release, children }: SetDefinition): DescribedSet {
  return { kind: "set", release, id, name, functionalId, places: children.map(describedPlace) };
}

function describedPlace(use: SegmentUse | LoopUse): DescribedPlace {
  const loop = use.kind === "loop";
  const opening = loop ? use.children[0] : use;
  return {
    id: use.id,
    name: opening?.kind === "segment" ? opening.segment.name : "",
    mandatory: use.requirement === "M",
    ...(Number.isFinite(use.max) ? { max: use.max } : {}),
    ...(loop ? { children: use.children.map(describedPlace) } : {}),
  };
}

function describedSegment(segment: SegmentDefinition, release: string): DescribedSegment {
  const { id, name, open, elements, rules } = segment;
  return {
    kind: "segment",
    release,
    id,
    name,
    described: !open,
    elements: elements.map(describedElement),
    rules: rules.map((rule) => ({ rule: rule.text, meaning: meaningOf(rule, elements) })),
  };
}

function describedElement(use: ElementUse): DescribedElement {
  const { ref, name, requirement, repeat, element } = use;
  const common = { ref, name, dataElement: element.number, requirement, repeat };
  if (element.kind === "composite") {
    return { ...common, type: "composite", components: element.components.map(describedElement) };
  }
  if (element.number === "") return { ...common, type: "not described" };
  const codes = element.codes && [...element.codes.meanings].map(([code, meaning]) => ({ code, meaning }));
  return {
    ...common,
    type: element.type === "N" ? `N${element.decimals}` : element.type,
    min: element.min,
    max: element.max,
    ...(codes && element.codes ? { codes, codesComplete: element.codes.complete } : {}),
  };
}

function meaningOf({ kind, positions }: Rule, elements: readonly ElementUse[]): string {
  const refs = positions.map((position) => elements[position - 1]?.ref ?? String(position));
  const [first, ...others] = refs;
  switch (kind) {
    case "P":
      return `${listed(refs, "and")} stand together or not at all`;
    case "R":
      return `${listed(refs, "or")} must stand`;
    case "E":
      return `only one of ${listed(refs, "and")} may stand`;
    case "C":
      return `${first} needs ${listed(others, "and")}`;
    case "L":
      return `${first} needs ${listed(others, "or")}`;
  }
}

function listed(refs: readonly string[], word: string): string {
  return refs.length < 2 ? refs.join("") : `${refs.slice(0, -1).join(", ")} ${word} ${refs.at(-1)}`;
}

/** As lines for a terminal. */
export function renderDescription(described: Described): string {
  const lines =
    described.kind === "set"
      ? setLines(described)
      : described.kind === "segment"
        ? segmentLines(described)
        : elementLines(described);
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function setLines({ id, name, functionalId, release, places }: DescribedSet): string[] {
  const rows: { label: string; use: string }[] = [];
  const add = (place: DescribedPlace, depth: number): void => {
    const most = place.max === undefined ? "any number" : place.max === 1 ? "" : `up to ${place.max}`;
    const label = `${"  ".repeat(depth)}${place.id.padEnd(4)} ${place.name}`;
    rows.push({ label, use: `${place.mandatory ? "M" : " "}  ${place.children ? "loop " : ""}${most}` });
    for (const child of place.children?.slice(1) ?? []) add(child, depth + 1);
  };
  for (const place of places) add(place, 0);
  const width = Math.max(...rows.map(({ label }) => label.length));
  return [
    `${id} ${name} · GS01 ${functionalId} · ${release}`,
    "",
    ...rows.map(({ label, use }) => `${label.padEnd(width)}  ${use}`),
  ];
}

function segmentLines({ id, name, release, described, elements, rules }: DescribedSegment): string[] {
  const lines = [`${id} ${name} · ${release}`, ""];
  if (!described) lines.push("Known by name and place; its elements are not described.");
  for (const element of elements) {
    lines.push(elementLine(element, 0));
    for (const component of element.components ?? []) lines.push(elementLine(component, 2));
  }
  if (rules.length > 0) lines.push("", ...rules.map(({ rule, meaning }) => `${rule.padEnd(10)} ${meaning}`));
  return lines;
}

function elementLine(
  { ref, dataElement, type, min, max, requirement, repeat, name }: DescribedElement,
  indent: number,
): string {
  const size = min === undefined ? type : `${type} ${min}/${max}`;
  const repeats = repeat > 1 ? `  up to ${repeat} times` : "";
  return `${" ".repeat(indent)}${ref.padEnd(8 - indent / 2)} ${dataElement.padEnd(5)} ${requirement}  ${size.padEnd(13)} ${name}${repeats}`;
}

function elementLines(element: DescribedElement): string[] {
  const lines = [elementLine(element, 0), ...(element.components ?? []).map((component) => elementLine(component, 2))];
  if (element.codes) {
    lines.push("", element.codesComplete ? "No other codes than these:" : "Known codes, others are accepted:");
    lines.push(...element.codes.map(({ code, meaning }) => `  ${code.padEnd(5)} ${meaning}`));
  }
  return lines;
}
