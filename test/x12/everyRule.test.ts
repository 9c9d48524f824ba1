/**
 * The rules themselves as test data: for every place of every set in every release, the smallest right set is made and
 * accepted, and then broken by each rule that the tables have for it. Each break must be told in its place, and answered by
 * a 997 that can be written.
 */
import { describe, expect, test } from "vitest";
import {
  acknowledgeGroup,
  type ElementDefinition,
  type EnvelopeSettings,
  type Fault,
  type FaultCode,
  knownSets,
  type Rule,
  releases,
  type SetDefinition,
  schemaFor,
  type ValidationReport,
  validate,
  writeInterchange,
} from "../../src/x12/index.ts";
import {
  fileOf,
  keepsRules,
  type MadeSegment,
  placesOf,
  rightValue,
  setWith,
  type TablePlace,
} from "./setFromTable.ts";

type Texts = readonly (readonly string[])[];
const textsOf = (made: readonly MadeSegment[]): string[][] =>
  made.map(({ definition, elements }) => [definition.id, ...elements]);
const targetOf = (made: readonly MadeSegment[]): number => made.findLastIndex(({ target }) => target);
const told = (set: SetDefinition, version: string, segments: Texts) => {
  const file = fileOf(set, version, segments);
  return { ...file, report: validate(file.bytes) };
};
const plain = ({ code, ref, segmentPosition, offset }: Fault) => ({ code, ref, segmentPosition, offset });

/** One break of a right segment, and how it must be told. */
interface Break {
  readonly name: string;
  readonly elements: readonly string[];
  readonly code: FaultCode;
  readonly element: number;
  readonly rule?: string;
}

function breaksOf(made: MadeSegment): Break[] {
  const { definition, elements } = made;
  const { id } = definition;
  const breaks: Break[] = [];
  const changed = (at: number, value: string) => elements.with(at - 1, value);
  const present = elements.reduce((all, value, index) => (value === "" ? all : all | (1 << index)), 0);
  for (const use of definition.elements) {
    const { position, element, ref } = use;
    if (elements[position - 1] === "" || element.kind === "composite" || element.number === "") continue;
    const add = (name: string, value: string, code: FaultCode) =>
      breaks.push({ name: `${ref} ${name}`, elements: changed(position, value), code, element: position });
    const without = changed(position, "");
    if (use.requirement === "M" && without.some((value) => value !== "")) {
      breaks.push({ name: `${ref} absent`, elements: without, code: "elementMissing", element: position });
    }
    for (const [name, value, code] of wrongValues(element)) add(name, value, code);
  }
  for (const rule of definition.rules) breaks.push(...breaksOfRule(made, rule, present));
  const known = definition.elements.length;
  breaks.push({
    name: `${id} with one element too many`,
    elements: [...elements, ...Array.from({ length: known - elements.length }, () => ""), "A"],
    code: "elementTooMany",
    element: known + 1,
  });
  return breaks;
}

function wrongValues(element: ElementDefinition): [string, string, FaultCode][] {
  const { type, min, max, decimals, codes } = element;
  const wrong: [string, string, FaultCode][] = [];
  if (type === "R" || type === "N") {
    wrong.push(["no number", "1X", "numberInvalid"], ["too long", "1".repeat(max + 1), "elementTooLong"]);
    if (min > 1) wrong.push(["too short", "1", "elementTooShort"]);
    if (type === "N" && decimals > 0) wrong.push(["with a point", "1.5", "numberPoint"]);
  } else if (type === "DT") wrong.push(["no date", max === 6 ? "260230" : "20260230", "dateInvalid"]);
  else if (type === "TM") wrong.push(["no time", "2460", "timeInvalid"]);
  else if (type === "ID" && codes?.complete) wrong.push(["not listed", "q".repeat(max), "codeUnknown"]);
  else {
    if (max < 4096) wrong.push(["too long", "A".repeat(max + 1), "elementTooLong"]);
    if (min > 1) wrong.push(["too short", "A".repeat(min - 1), "elementTooShort"]);
  }
  return wrong;
}

/** The rule broken by adding or leaving out elements, where no other rule and no mandatory element is hurt. */
function breaksOfRule({ definition, elements }: MadeSegment, rule: Rule, present: number): Break[] {
  const others = definition.rules.filter((each) => each !== rule);
  for (let subset = 0; subset < 1 << rule.positions.length; subset++) {
    let tried = present;
    rule.positions.forEach((position, index) => {
      const mask = 1 << (position - 1);
      tried = ((subset >> index) & 1) === 1 ? tried | mask : tried & ~mask;
    });
    const mandatory = definition.elements.filter(({ requirement }) => requirement === "M");
    const whole = mandatory.every(({ position }) => (tried & (1 << (position - 1))) !== 0);
    if (tried === 0 || !whole || keepsRules([rule], tried) || !keepsRules(others, tried)) continue;
    const values = definition.elements.map((use, index) => {
      if ((tried & (1 << index)) === 0) return "";
      return elements[index] || rightValue(use.element);
    });
    const at = rule.positions.find((position) => ((tried & (1 << (position - 1))) !== 0) === (rule.kind === "E"));
    const code = rule.kind === "E" ? "elementExclusion" : "elementConditionMissing";
    return [{ name: `${definition.id} ${rule.text}`, elements: values, code, element: at ?? 1, rule: rule.text }];
  }
  return [];
}

const settings = (version: string): EnvelopeSettings => ({
  sender: { qualifier: "12", id: "5550001111", applicationId: "BUYER" },
  receiver: { qualifier: "01", id: "111222333", applicationId: "SUPPLIER" },
  separators: { element: "*", component: ">", segment: "~" },
  interchangeVersion: "00401",
  usage: "T",
  version,
});

/** Why the report's 997 cannot be written; nothing where it can, or none is due. */
function unanswerable(report: ValidationReport, version: string): string[] {
  const group = report.interchanges[0]?.groups[0];
  const document = group && acknowledgeGroup(group);
  if (document === undefined) return [];
  const result = writeInterchange({
    settings: settings(version),
    date: "2026-01-02",
    time: "09:30",
    controlNumber: "1",
    groups: [{ controlNumber: "1", sets: [{ set: "997", controlNumber: "0001", document }] }],
  });
  return result.ok ? [] : result.faults.map(({ message }) => message);
}

const kinds = releases.flatMap((version) =>
  knownSets().flatMap((id) => {
    const set = schemaFor(version, id);
    return set ? [{ name: `${id} in ${version}`, version, set }] : [];
  }),
);
/** Every release is tried in its clean sets; the breaks, which take longer, in those that partners use most. */
const broken = kinds.filter(({ version }) => version === "004010" || version === "005010");

test("every set of the tables is tried", () => {
  expect(kinds.length).toBe(releases.length * knownSets().length);
});

describe("the smallest right set with each element in each place is accepted", () => {
  test.each(kinds)("$name", ({ set, version }) => {
    const refused: string[] = [];
    const seen = new Set<string>();
    let tried = 0;
    for (const place of placesOf(set)) {
      const { id, elements } = place.use.segment;
      // A segment is the same wherever it stands: its elements are tried in one place.
      const each = seen.has(id) ? [] : elements.map(({ position }) => position);
      seen.add(id);
      for (const element of [undefined, ...each]) {
        // The parent of the only level of a tree would be missing.
        const ref = place.use.segment.elements[(element ?? 0) - 1]?.ref;
        if (ref === "HL02") continue;
        const made = setWith(set, place, element);
        if (made === undefined) continue;
        tried++;
        const { report } = told(set, version, textsOf(made));
        if (report.faults.length > 0)
          refused.push(`${nameOf(place)} ${ref}: ${report.faults.map(({ message }) => message)}`);
      }
    }
    expect(refused).toEqual([]);
    expect(tried).toBeGreaterThan(placesOf(set).length);
  });
});

describe("a break of each rule is told in its place, and answered", () => {
  test.each(broken)("$name", ({ set, version }) => {
    const wrong: string[] = [];
    const seen = new Set<string>();
    for (const place of placesOf(set)) {
      const { segment } = place.use;
      if (segment.open) continue;
      for (const element of [undefined, ...segment.elements.map(({ position }) => position)]) {
        const made = setWith(set, place, element);
        const index = made ? targetOf(made) : -1;
        const target = made?.[index];
        if (made === undefined || target === undefined || segment.elements[(element ?? 0) - 1]?.ref === "HL02")
          continue;
        for (const change of breaksOf(target)) {
          if (isJudgedElsewhere(segment.id, change)) continue;
          // A segment is broken alike wherever it stands: once is enough.
          const key = `${segment.id} ${change.name}`;
          if (seen.has(key)) continue;
          seen.add(key);
          const texts = textsOf(made);
          texts[index] = [segment.id, ...change.elements];
          const { report, offsetOf } = told(set, version, texts);
          const beyond =
            change.elements.length < change.element ||
            change.elements.slice(change.element - 1).every((each) => each === "");
          const trimmed = change.elements.findLastIndex((each) => each !== "") + 1;
          const expected = {
            code: change.code,
            ref: `${segment.id}${String(change.element).padStart(2, "0")}`,
            segmentPosition: index + 2,
            offset: beyond ? offsetOf(index, trimmed + 1) - 1 : offsetOf(index, change.element),
          };
          const faults = report.faults.filter(({ severity }) => severity !== "note");
          const [found] = faults.filter(
            (fault) => fault.code === change.code && (change.rule === undefined || fault.rule === change.rule),
          );
          if (
            !found ||
            JSON.stringify({ ...plain(found), ref: expected.ref }) !== JSON.stringify(expected) ||
            faults.length > 1
          ) {
            wrong.push(
              `${nameOf(place)}: ${change.name}: ${JSON.stringify(expected)} told as ${JSON.stringify(faults.map(plain))}`,
            );
          }
          if (report.counts.errors > 0) {
            for (const reason of unanswerable(report, version)) wrong.push(`${change.name}: the 997: ${reason}`);
          }
        }
      }
    }
    expect(wrong.slice(0, 20)).toEqual([]);
  });
});

describe("a segment that is missing, too many or in the wrong place is told", () => {
  test.each(broken)("$name", ({ set, version }) => {
    const wrong: string[] = [];
    for (const place of placesOf(set)) {
      const made = setWith(set, place);
      if (made === undefined) continue;
      const texts = textsOf(made);
      const index = targetOf(made);
      const line = texts[index] as string[];
      const tell = (what: string, segments: Texts, code: FaultCode, position: number) => {
        const { report } = told(set, version, segments);
        const found = report.faults.some(
          (fault) => fault.code === code && fault.segmentPosition === position && fault.segment === line[0],
        );
        const reasons = unanswerable(report, version);
        if (!found || reasons.length > 0) {
          wrong.push(`${nameOf(place)} ${what}: ${JSON.stringify(report.faults.map(plain))} ${reasons}`);
        }
      };
      const last = place.loops.at(-1);
      const opens = last?.children[0] === place.use;
      const { max } = opens && last ? last : place.use;
      if (max < 300 && place.use.id !== "HL") {
        const block = opens && last ? texts.slice(index, index + loopLength(made, index, last)) : [line];
        const many = Array.from({ length: max + 1 }, () => block).flat();
        const segments = [...texts.slice(0, index), ...many, ...texts.slice(index + block.length)];
        const at = index + max * block.length + 2;
        tell("too many", segments, opens ? "loopTooMany" : "segmentTooMany", at);
      }
      if (place.use.requirement === "M" && !opens) {
        tell("missing", texts.toSpliced(index, 1), "segmentMissing", index + 2);
      }
    }
    expect(wrong.slice(0, 20)).toEqual([]);
  });
});

const nameOf = ({ loops, use }: TablePlace): string => [...loops.map(({ id }) => id), use.id].join("/");

/** Counts and trees have faults of their own. */
function isJudgedElsewhere(id: string, { name }: Break): boolean {
  return (id === "CTT" && name.startsWith("CTT01")) || (id === "HL" && /^HL0[12]/.test(name));
}

/** Segments of the smallest instance of a loop. */
function loopLength(
  made: readonly MadeSegment[],
  index: number,
  loop: { children: readonly { id: string; requirement: string }[] },
): number {
  let length = 1;
  for (const child of loop.children.slice(1)) {
    if (child.requirement === "M" && made[index + length]?.definition.id === child.id) length++;
  }
  return length;
}
