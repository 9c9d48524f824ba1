/** A readable view as lines for a terminal. */
import type { Fault } from "../validation/fault.ts";
import { type Phrase, phraseOf, rowName } from "./phrase.ts";
import type {
  ReadableElement,
  ReadableGroup,
  ReadableInterchange,
  ReadableSegment,
  ReadableSet,
  ReadableStatus,
  ReadableView,
} from "./readableView.ts";

export interface RenderOptions {
  /** ANSI colours. Default false. */
  colour?: boolean;
  /** Columns. Default 100, least 60. */
  width?: number;
  /** One line an element with its place and code, instead of one a segment. Default false. */
  elements?: boolean;
}

export function renderReadable(view: ReadableView, options: RenderOptions = {}): string {
  const rendering = new Rendering(options);
  rendering.view(view);
  return rendering.text();
}

const ansi = { bold: "1", dim: "2", red: "31", green: "32", yellow: "33", cyan: "36" } as const;
type Paint = keyof typeof ansi;

const statusNames: Readonly<Record<ReadableStatus, { text: string; paint: Paint }>> = {
  accepted: { text: "accepted", paint: "green" },
  acceptedWithErrors: { text: "accepted with errors", paint: "yellow" },
  partlyAccepted: { text: "partly accepted", paint: "yellow" },
  rejected: { text: "rejected", paint: "red" },
};

const faultSigns: Readonly<Record<Fault["severity"], { sign: string; paint: Paint }>> = {
  error: { sign: "✗", paint: "red" },
  warning: { sign: "!", paint: "yellow" },
  note: { sign: "·", paint: "dim" },
};

/** Segments that are told in full where each of their elements is a fact of its own. */
const spread = new Set(["BEG", "BCH", "BAK", "BSN", "BIG", "AK1", "AK9", "TDS"]);

/** Where the text of a row begins, at most. */
const widestLeft = 46;
const widestLeftOfElements = 60;

interface Row {
  indent: number;
  id: string;
  label: string;
  code?: string;
  /** Kept whole on a line where they fit. */
  parts: readonly string[];
}

class Rendering {
  readonly #lines: string[] = [];
  readonly #colour: boolean;
  readonly #width: number;
  readonly #elements: boolean;

  constructor({ colour = false, width = 100, elements = false }: RenderOptions) {
    this.#colour = colour;
    this.#width = Math.max(60, width);
    this.#elements = elements;
  }

  text(): string {
    return `${this.#lines.join("\n")}\n`;
  }

  view(view: ReadableView): void {
    for (const fault of view.faults) this.#fault(fault, 0);
    view.interchanges.forEach((interchange, index) => {
      if (index > 0) this.#lines.push("");
      this.#interchange(interchange);
    });
    if (this.#lines.length > 0) this.#lines.push("");
    this.#lines.push(this.#summary(view));
  }

  #interchange(interchange: ReadableInterchange): void {
    const { header } = interchange;
    const of = (number: number) => elementOf(header, "ISA", number);
    const usage = of(15)?.meaning ?? "";
    this.#title(`Interchange ${of(13)?.value ?? ""}`, usage.toLowerCase(), interchange.status);
    const party = (qualifier: number, id: number) => {
      const kind = of(qualifier);
      return `${of(id)?.value ?? ""}  ${this.#paint("dim", `${kind?.raw ?? ""} ${kind?.meaning ?? ""}`.trim())}`;
    };
    this.#lines.push(`  ${this.#paint("dim", "from")}  ${party(5, 6)}`);
    this.#lines.push(`  ${this.#paint("dim", "to  ")}  ${party(7, 8)}`);
    const sent = [of(9)?.value, of(10)?.value].filter((part) => part !== undefined).join(" ");
    this.#lines.push(
      `  ${this.#paint("dim", "sent")}  ${sent}  ${this.#paint("dim", `version ${of(12)?.value ?? ""}`)}`,
    );
    this.#faultsOf(header, 2);
    this.#segments(interchange.segments);
    for (const group of interchange.groups) this.#group(group);
    if (interchange.trailer !== undefined) this.#faultsOf(interchange.trailer, 2);
  }

  #group(group: ReadableGroup): void {
    const of = (number: number) => elementOf(group.header, "GS", number);
    const kind = of(1);
    const name = kind?.meaning ?? kind?.raw ?? "";
    const parties = `${of(2)?.value ?? ""} → ${of(3)?.value ?? ""}`;
    const detail = [name.toLowerCase(), parties, group.version].filter((part) => part !== "").join(" · ");
    this.#lines.push("");
    this.#title(`Group ${of(6)?.value ?? ""}`, detail, group.status);
    this.#faultsOf(group.header, 2);
    for (const set of group.sets) this.#set(set);
    this.#segments(group.segments);
    if (group.trailer !== undefined) this.#faultsOf(group.trailer, 2);
  }

  #set(set: ReadableSet): void {
    this.#lines.push("");
    this.#title(`${set.set} ${set.name}`.trim(), set.controlNumber, set.status);
    this.#lines.push(this.#paint("dim", "─".repeat(this.#width)));
    this.#segments(set.segments);
  }

  #title(what: string, detail: string, status: ReadableStatus): void {
    const { text, paint } = statusNames[status];
    const left = `${what}  ${detail}`;
    const gap = Math.max(2, this.#width - lengthOf(left) - text.length);
    const head = `${this.#paint("bold", what)}  ${this.#paint("dim", detail)}`;
    this.#lines.push(`${head}${" ".repeat(gap)}${this.#paint(paint, text)}`);
  }

  #segments(segments: readonly ReadableSegment[]): void {
    const shown = segments.filter(({ id, faults, elements }) => {
      return (id !== "ST" && id !== "SE") || faults.length > 0 || elements.some((element) => element.faults.length > 0);
    });
    const rows = shown.map((segment) => ({ segment, rows: this.#rowsOf(segment) }));
    const widest = rows.flatMap((each) => each.rows).reduce((most, row) => Math.max(most, leftOf(row)), 0);
    const column = Math.min(this.#elements ? widestLeftOfElements : widestLeft, widest + 3);
    let previous: ReadableSegment | undefined;
    for (const { segment, rows: lines } of rows) {
      if (standsApart(segment, previous)) this.#lines.push("");
      for (const row of lines) this.#row(row, column);
      this.#faultsOf(segment, 2 * segment.depth + 5);
      previous = segment;
    }
  }

  #rowsOf(segment: ReadableSegment): Row[] {
    const indent = 2 * segment.depth;
    if (this.#elements) return elementRows(segment, indent);
    const phrase = phraseOf(segment);
    if (!spread.has(segment.id)) return [phraseRow(segment, phrase, indent)];
    return segment.elements.map((element, index) => ({
      indent,
      id: index === 0 ? segment.id : "",
      label: rowName(element),
      parts: [element.meaning === undefined ? element.value : `${element.meaning} (${element.raw})`],
    }));
  }

  #row(row: Row, column: number): void {
    const left = leftOf(row);
    const id = `${" ".repeat(row.indent)}${this.#paint("cyan", row.id)}${" ".repeat(Math.max(1, 5 - row.id.length))}`;
    const label = printable(row.label) + (row.code === undefined ? "" : this.#paint("dim", ` (${row.code})`));
    if (row.parts.length === 0) {
      this.#lines.push(`${id}${label}`.trimEnd());
      return;
    }
    const dots = column - left - 2;
    const leader = dots > 0 ? this.#paint("dim", ` ${"·".repeat(dots)} `) : "  ";
    const start = Math.max(column, left + 2);
    const parts = row.parts.map(printable);
    const [first = "", ...others] = partLines(parts, Math.max(24, this.#width - start));
    this.#lines.push(`${id}${label}${leader}${first}`);
    for (const line of others) this.#lines.push(`${" ".repeat(start)}${line}`);
  }

  #faultsOf(segment: ReadableSegment, indent: number): void {
    for (const fault of segment.faults) this.#fault(fault, indent);
    for (const { faults } of segment.elements) for (const fault of faults) this.#fault(fault, indent);
  }

  #fault(fault: Fault, indent: number): void {
    const { sign, paint } = faultSigns[fault.severity];
    const where = fault.segmentPosition === undefined ? `line ${fault.line}` : `segment ${fault.segmentPosition}`;
    const lines = wrapped(`${printable(fault.message)} (${where}, ${fault.code})`, this.#width - indent - 2);
    lines.forEach((line, index) => {
      this.#lines.push(`${" ".repeat(indent)}${this.#paint(paint, `${index === 0 ? sign : " "} ${line}`)}`);
    });
  }

  #summary({ counts, omittedSegments }: ReadableView): string {
    const parts = [
      plural(counts.interchanges, "interchange"),
      plural(counts.sets, "set"),
      plural(counts.segments, "segment"),
      counts.errors > 0 ? this.#paint("red", plural(counts.errors, "error")) : "no errors",
    ];
    if (counts.warnings > 0) parts.push(this.#paint("yellow", plural(counts.warnings, "warning")));
    if (counts.notes > 0) parts.push(plural(counts.notes, "note"));
    if (omittedSegments > 0) parts.push(`${plural(omittedSegments, "segment")} not shown`);
    return parts.join(" · ");
  }

  #paint(paint: Paint, given: string): string {
    const text = printable(given);
    return this.#colour && text !== "" ? `\u001b[${ansi[paint]}m${text}\u001b[0m` : text;
  }
}

function elementRows(segment: ReadableSegment, indent: number): Row[] {
  const rows: Row[] = [{ indent, id: segment.id, label: segment.name, parts: [] }];
  const add = (element: ReadableElement, deeper: number): void => {
    const value = element.value === element.raw ? element.raw : `${element.value}  [${printable(element.raw)}]`;
    const text = element.meaning === undefined ? value : `${element.raw}  ${element.meaning}`;
    rows.push({ indent: indent + deeper, id: "", label: `${element.ref} ${element.name}`, parts: [text] });
    for (const component of element.components ?? []) add(component, deeper + 2);
  };
  for (const element of segment.elements) add(element, 0);
  return rows;
}

function phraseRow(segment: ReadableSegment, { label, code, parts }: Phrase, indent: number): Row {
  return { indent, id: segment.id, label, ...(code === undefined ? {} : { code }), parts };
}

function leftOf(row: Row): number {
  return (
    row.indent +
    Math.max(5, row.id.length + 1) +
    lengthOf(row.label) +
    (row.code === undefined ? 0 : row.code.length + 3)
  );
}

/** Loops are set apart by an empty line, their inner ones not. */
function standsApart(segment: ReadableSegment, previous: ReadableSegment | undefined): boolean {
  if (previous === undefined) return false;
  if (segment.id === "HL" || segment.id === "CTT" || segment.id === "TDS") return true;
  if (segment.depth === 0 && previous.depth > 0 && !segment.opensLoop) return true;
  return segment.opensLoop && segment.depth === 0 && segment.id !== "SAC" && segment.id !== "AMT";
}

function elementOf(segment: ReadableSegment, id: string, number: number): ReadableElement | undefined {
  const ref = `${id}${String(number).padStart(2, "0")}`;
  return segment.elements.find((element) => element.ref === ref);
}

/** Parts with dots between them, each on one line where it fits. */
function partLines(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && lengthOf(last) + 3 + lengthOf(part) <= width)
      lines[lines.length - 1] = `${last} · ${part}`;
    else lines.push(...wrapped(part, width));
  }
  return lines;
}

/** Broken at blanks; a word longer than the width stands alone. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && lengthOf(line) + 1 + lengthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}

function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "·");
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
