/**
 * The notation in which schemas are written, close to the tables of an implementation guide.
 *
 * Dictionary, one data element a line: number, type, least/most characters, name. Composites list their components.
 *
 *     93  AN 1/60  Name
 *
 * Segment: id and name, then position, data element, requirement, name. `06-25 pairs 235 234` stands for ten pairs that
 * are all or nothing. `?` is an element whose content is not described. `127*5` may repeat five times. Rules as the
 * standard writes them. A segment whose only line is `not described` is known by name and place alone.
 *
 *     N1 Name
 *       01 98   M  Entity Identifier Code
 *       02 93   X  Name
 *       rules R0203 P0304
 *
 * Set: id, name and GS01, then the segments in order, from behind ST to before SE. `M` mandatory; a number is the most
 * that may stand there (none means one, `*` any number); `loop` opens a loop whose segments are indented below it.
 *
 *     N9  loop 1000
 *       MSG  1000
 *       MTX  *  from 004030
 *
 * Code list: data element and name, with `complete` where every code of the release is listed, then code and meaning.
 */
import type {
  CodeList,
  CompositeDefinition,
  ElementDefinition,
  ElementType,
  ElementUse,
  LoopUse,
  Release,
  Requirement,
  Rule,
  SegmentDefinition,
  SegmentUse,
} from "./definition.ts";

export type Elements = Map<string, ElementDefinition | CompositeDefinition>;

/** The element behind `?`: anything at all. */
const undescribed: ElementDefinition = {
  kind: "element",
  number: "",
  name: "Not described",
  type: "AN",
  decimals: 0,
  min: 1,
  max: Number.POSITIVE_INFINITY,
  codes: undefined,
};

function* blocks(text: string): Generator<{ heading: string; lines: string[] }> {
  let block: { heading: string; lines: string[] } | undefined;
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    if (/^\s/.test(line)) block?.lines.push(line.trim());
    else {
      if (block) yield block;
      block = { heading: line.trim(), lines: [] };
    }
  }
  if (block) yield block;
}

function unreadable(line: string): never {
  throw new Error(`X12 schema notation: cannot read "${line}"`);
}

/** Reads code lists: data element number to list. */
export function readCodeLists(text: string): Map<string, CodeList> {
  const lists = new Map<string, CodeList>();
  for (const { heading, lines } of blocks(text)) {
    const [, number, flag] = /^(\S+)\s+.+?(?:,\s*(complete))?$/.exec(heading) ?? unreadable(heading);
    const meanings = new Map<string, string>();
    for (const line of lines) {
      const [, code, meaning] = /^(\S+)\s+(.+)$/.exec(line) ?? unreadable(line);
      meanings.set(code ?? "", meaning ?? "");
    }
    lists.set(number ?? "", { complete: flag === "complete", meanings });
  }
  return lists;
}

/** Reads dictionary entries into `elements`, replacing those of the same number. */
export function readDictionary(text: string, elements: Elements, codes: ReadonlyMap<string, CodeList>): void {
  for (const { heading, lines } of blocks(text)) {
    const simple = /^(\S+)\s+(AN|ID|DT|TM|R|B|N(\d))\s+(\d+)\/(\d+)\s+(.+)$/.exec(heading);
    if (simple) {
      const [, number = "", type = "", decimals, min, max, name = ""] = simple;
      elements.set(number, {
        kind: "element",
        number,
        name,
        type: (decimals === undefined ? type : "N") as ElementType,
        decimals: Number(decimals ?? 0),
        min: Number(min),
        max: Number(max),
        codes: codes.get(number),
      });
      continue;
    }
    const [, number = "", name = ""] = /^(C\d{3})\s+(.+)$/.exec(heading) ?? unreadable(heading);
    const { uses, rules } = readUses(lines, elements, (position) => `${number}-${position}`);
    elements.set(number, { kind: "composite", number, name, components: uses, rules });
  }
}

/** Reads segment tables into `segments`, replacing those of the same id. */
export function readSegments(text: string, elements: Elements, segments: Map<string, SegmentDefinition>): void {
  for (const { heading, lines } of blocks(text)) {
    const [, id = "", name = ""] = /^([A-Z][A-Z0-9]{1,2})\s+(.+)$/.exec(heading) ?? unreadable(heading);
    const open = lines[0] === "not described";
    const { uses, rules } = open
      ? { uses: [], rules: [] }
      : readUses(lines, elements, (position) => id + String(position).padStart(2, "0"));
    segments.set(id, { id, name, elements: uses, rules, open });
  }
}

function readUses(lines: readonly string[], elements: Elements, ref: (position: number) => string) {
  const uses: ElementUse[] = [];
  const rules: Rule[] = [];
  const add = (number: string, requirement: Requirement, name: string | undefined, repeat = 1) => {
    const element = number === "?" ? undescribed : (elements.get(number) ?? unreadable(number));
    const position = uses.length + 1;
    uses.push({ position, ref: ref(position), name: name ?? element.name, requirement, repeat, element });
  };
  for (const line of lines) {
    const pairs = /^(\d+)-(\d+)\s+pairs\s+(\S+)\s+(\S+)/.exec(line);
    const single = /^(\d+)\s+([^\s*]+)(?:\*(\d+))?\s+([MOX])\s+(.+)$/.exec(line);
    if (line.startsWith("rules ")) for (const rule of line.slice(6).trim().split(/\s+/)) rules.push(readRule(rule));
    else if (pairs) {
      const [, from, to, first = "", second = ""] = pairs;
      if (Number(from) !== uses.length + 1) unreadable(line);
      for (let position = Number(from); position < Number(to); position += 2) {
        add(first, "X", undefined);
        add(second, "X", undefined);
        const text = `P${String(position).padStart(2, "0")}${String(position + 1).padStart(2, "0")}`;
        rules.push({ kind: "P", positions: [position, position + 1], text });
      }
    } else if (single) {
      const [, position, number = "", repeat, requirement, name] = single;
      if (Number(position) !== uses.length + 1) unreadable(line);
      add(number, requirement as Requirement, name, Number(repeat ?? 1));
    } else unreadable(line);
  }
  return { uses, rules };
}

function readRule(text: string): Rule {
  if (!/^[PRECL](\d\d){2,}$/.test(text)) unreadable(text);
  const positions = (text.slice(1).match(/\d\d/g) ?? []).map(Number);
  return { kind: text.charAt(0) as Rule["kind"], positions, text };
}

export interface SetTable {
  readonly id: string;
  readonly name: string;
  readonly functionalId: string;
  readonly children: (SegmentUse | LoopUse)[];
}

/** Reads one set table for one release, ST and SE added. */
export function readSet(text: string, release: Release, segments: ReadonlyMap<string, SegmentDefinition>): SetTable {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const heading = lines.shift() ?? "";
  const [, id = "", name = "", functionalId = ""] =
    /^(\d{3}) (.+) \(([A-Z]{2})\)$/.exec(heading) ?? unreadable(heading);

  const segmentUse = (segmentId: string, requirement: "M" | "O", max: number): SegmentUse => {
    const segment = segments.get(segmentId) ?? unreadable(segmentId);
    return { kind: "segment", id: segmentId, requirement, max, segment };
  };
  const top: (SegmentUse | LoopUse)[] = [segmentUse("ST", "M", 1)];
  const open: { indent: number; children: (SegmentUse | LoopUse)[] }[] = [{ indent: 0, children: top }];
  for (const line of lines) {
    const [, blanks = "", segmentId = "", mandatory, loop, count, from, until] =
      /^(\s*)([A-Z][A-Z0-9]{1,2})\s*(?:(M)(?:\s+|$))?(?:(loop)\s+)?(\d+|\*)?(?:\s+from (\d{6}))?(?:\s+until (\d{6}))?$/.exec(
        line,
      ) ?? unreadable(line);
    if ((from && release < from) || (until && release > until)) continue;
    while ((open.at(-1)?.indent ?? 0) > blanks.length) open.pop();
    const parent = open.at(-1)?.children ?? unreadable(line);
    const requirement = mandatory === "M" ? "M" : "O";
    const max = count === "*" ? Number.POSITIVE_INFINITY : Number(count ?? 1);
    if (loop) {
      const children: (SegmentUse | LoopUse)[] = [segmentUse(segmentId, "M", 1)];
      parent.push({ kind: "loop", id: segmentId, requirement, max, children });
      open.push({ indent: blanks.length + 2, children });
    } else parent.push(segmentUse(segmentId, requirement, max));
  }
  top.push(segmentUse("SE", "M", 1));
  return { id, name, functionalId, children: top };
}
