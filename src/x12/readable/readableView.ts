/**
 * X12 as a person reads it: every segment and element with its name, every code with its meaning, values in a form that
 * needs no explanation, and each fault where it is. A structure, for the terminal and for a screen.
 */
import type { Encoding } from "../reader/encoding.ts";
import type { ReadSegment } from "../reader/segment.ts";
import { tokenize } from "../reader/tokenize.ts";
import type { ElementDefinition, ElementUse } from "../schema/definition.ts";
import { schemaFor, segmentDefinition } from "../schema/schema.ts";
import type { Fault } from "../validation/fault.ts";
import type { ValidationReport } from "../validation/report.ts";
import { validate } from "../validation/validate.ts";
import { readDate, readImplied, readTime } from "../values/elementValue.ts";
import { decodable } from "./decodable.ts";
import { SegmentNesting } from "./segmentNesting.ts";

export interface ReadableView {
  /** Nothing is rejected, and there was something to read. */
  accepted: boolean;
  interchanges: ReadableInterchange[];
  /** Faults of bytes that belong to no segment. */
  faults: Fault[];
  /** Segments beyond the limit that are not in the view. */
  omittedSegments: number;
  /** Counts of the whole input. */
  counts: ValidationReport["counts"];
}

export type ReadableStatus = "accepted" | "acceptedWithErrors" | "partlyAccepted" | "rejected";

export interface ReadableInterchange {
  header: ReadableSegment;
  status: ReadableStatus;
  /** TA1 and whatever else stands outside the groups. */
  segments: ReadableSegment[];
  groups: ReadableGroup[];
  trailer?: ReadableSegment;
}

export interface ReadableGroup {
  header: ReadableSegment;
  status: ReadableStatus;
  /** GS08. */
  version: string;
  sets: ReadableSet[];
  /** What stands in the group outside its sets. */
  segments: ReadableSegment[];
  trailer?: ReadableSegment;
}

export interface ReadableSet {
  /** ST01. */
  set: string;
  /** Such as `Purchase Order`; empty for a set without a table. */
  name: string;
  /** ST02. */
  controlNumber: string;
  status: ReadableStatus;
  /** From ST to SE, both included. */
  segments: ReadableSegment[];
}

export interface ReadableSegment {
  id: string;
  name: string;
  /** Counted from 1 at ST; 0 outside a set. */
  position: number;
  line: number;
  /** Byte offset of its first character. */
  offset: number;
  /** How deep in loops, and in an 856 how deep in the tree of its levels. */
  depth: number;
  /** The segment opens a loop. */
  opensLoop: boolean;
  /** Those with a value or a fault. */
  elements: ReadableElement[];
  /** Faults of the segment as a whole, and of elements that are absent. */
  faults: Fault[];
}

export interface ReadableElement {
  /** `PO103`. */
  ref: string;
  name: string;
  /** Byte offset; of a component that of its element. */
  offset: number;
  /** As sent, without trailing blanks; of several repetitions the text with its separators. */
  raw: string;
  /** A date as `2026-03-16`, an amount with its point; else as sent. Control characters are shown as `·`. */
  value: string;
  /** What the code means. */
  meaning?: string;
  /** The X12 type and the element's number, where they are known. */
  type?: ElementDefinition["type"];
  dataElement?: string;
  /** The parts of a composite, where it has more than one. */
  components?: ReadableElement[];
  faults: Fault[];
}

export interface ReadableOptions {
  /** How element bytes become text; latin1 where they are none in it. */
  encoding?: Encoding;
  /** Segments in the view. Default 50,000. */
  maxSegments?: number;
}

/** Never throws for what the input holds. */
export function readableView(input: Uint8Array, options: ReadableOptions = {}): ReadableView {
  const wanted = options.encoding ?? "latin1";
  const report = validate(input, { encoding: wanted });
  return decodable(wanted, (encoding) => {
    const building = new ViewBuilding(report, options.maxSegments ?? 50_000);
    for (const token of tokenize(input, { encoding })) if (token.kind === "segment") building.take(token);
    return building.finish();
  });
}

class ViewBuilding {
  readonly view: ReadableView;
  readonly #report: ValidationReport;
  readonly #maxSegments: number;
  /** In the order of the input; those before `#nextFault` are placed. */
  readonly #faults: readonly Fault[];
  #nextFault = 0;
  #taken = 0;
  #last: ReadableSegment | undefined;
  #interchange: ReadableInterchange | undefined;
  #group: ReadableGroup | undefined;
  #set: ReadableSet | undefined;
  #nesting: SegmentNesting | undefined;
  #interchanges = 0;
  #groups = 0;
  #sets = 0;

  constructor(report: ValidationReport, maxSegments: number) {
    this.#report = report;
    this.#maxSegments = maxSegments;
    this.#faults = report.faults.toSorted((left, right) => left.offset - right.offset);
    const { accepted, counts } = report;
    this.view = { accepted, interchanges: [], faults: [], omittedSegments: 0, counts };
  }

  take(token: ReadSegment): void {
    if (this.#taken >= this.#maxSegments) {
      this.view.omittedSegments++;
      return;
    }
    this.#taken++;
    if (token.id === "ISA") this.#openInterchange();
    if (token.id === "GS") this.#openGroup(token);
    if (token.id === "ST") this.#openSet(token);
    const version = this.#group?.version ?? "004010";
    const segment = readableSegment(token, version);
    const nested = this.#nesting?.place(token);
    if (nested !== undefined) Object.assign(segment, nested);
    this.#placeFaults(token, segment);
    this.#place(segment);
    this.#last = segment;
  }

  /** Faults that only the end of the input showed go to the last segment. */
  finish(): ReadableView {
    (this.#last?.faults ?? this.view.faults).push(...this.#faults.slice(this.#nextFault));
    return this.view;
  }

  #openInterchange(): void {
    this.#interchange = undefined;
    this.#group = undefined;
    this.#set = undefined;
    this.#nesting = undefined;
    this.#groups = 0;
  }

  #openGroup(token: ReadSegment): void {
    const report = this.#report.interchanges[this.#interchanges - 1]?.groups[this.#groups++];
    this.#sets = 0;
    this.#set = undefined;
    this.#nesting = undefined;
    const version = printable(token.element(8));
    const header = readableSegment(token, version);
    this.#group = { header, status: report?.status ?? "accepted", version, sets: [], segments: [] };
    this.#interchange?.groups.push(this.#group);
  }

  #openSet(token: ReadSegment): void {
    const report = this.#report.interchanges[this.#interchanges - 1]?.groups[this.#groups - 1]?.sets[this.#sets++];
    const definition = schemaFor(this.#group?.version ?? "004010", token.element(1));
    this.#nesting = definition && new SegmentNesting(definition);
    this.#set = {
      set: printable(token.element(1)),
      name: definition?.name ?? "",
      controlNumber: printable(token.element(2)),
      status: report?.status ?? "accepted",
      segments: [],
    };
    this.#group?.sets.push(this.#set);
  }

  #place(segment: ReadableSegment): void {
    switch (segment.id) {
      case "ISA": {
        const status = this.#report.interchanges[this.#interchanges++]?.status ?? "accepted";
        this.#interchange = { header: segment, status, segments: [], groups: [] };
        this.view.interchanges.push(this.#interchange);
        return;
      }
      case "GS":
        if (this.#group !== undefined) this.#group.header = segment;
        return;
      case "GE":
        if (this.#group !== undefined) this.#group.trailer = segment;
        this.#group = undefined;
        this.#set = undefined;
        this.#nesting = undefined;
        return;
      case "IEA":
        if (this.#interchange !== undefined) this.#interchange.trailer = segment;
        this.#group = undefined;
        this.#set = undefined;
        this.#nesting = undefined;
        return;
    }
    (this.#set ?? this.#group ?? this.#interchange)?.segments.push(segment);
    if (segment.id === "SE") {
      this.#set = undefined;
      this.#nesting = undefined;
    }
  }

  /** The faults up to the end of this segment: before it they belong to no segment, within it to it. */
  #placeFaults(token: ReadSegment, segment: ReadableSegment): void {
    const end = token.offset + token.text.length;
    for (let fault = this.#faults[this.#nextFault]; fault !== undefined; fault = this.#faults[this.#nextFault]) {
      if (fault.offset > end) break;
      this.#nextFault++;
      if (fault.offset < token.offset) (this.#last?.faults ?? this.view.faults).push(fault);
      else if (fault.segment !== segment.id) segment.faults.push(fault);
      else (elementOf(segment, fault)?.faults ?? segment.faults).push(fault);
    }
  }
}

function elementOf(segment: ReadableSegment, fault: Fault): ReadableElement | undefined {
  if (fault.element === undefined) return undefined;
  const ref = refOf(segment.id, fault.element);
  return segment.elements.find((element) => element.ref === ref);
}

function readableSegment(token: ReadSegment, version: string): ReadableSegment {
  const definition = segmentDefinition(version, token.id);
  const elements: ReadableElement[] = [];
  for (let number = 1; number <= token.elementCount; number++) {
    const raw = token.element(number);
    if (raw !== "") elements.push(readableElement(token, number, raw, definition?.elements[number - 1]));
  }
  return {
    id: printable(token.id),
    name: definition?.name ?? "Unknown segment",
    position: token.position,
    line: token.line,
    offset: token.offset,
    depth: 0,
    opensLoop: false,
    elements,
    faults: [],
  };
}

function readableElement(
  token: ReadSegment,
  number: number,
  raw: string,
  use: ElementUse | undefined,
): ReadableElement {
  const ref = refOf(printable(token.id), number);
  const offset = token.elementOffset(number);
  // ISA04 may hold a password.
  if (ref === "ISA04") return { ref, name: use?.name ?? "", offset, raw: "", value: "(not shown)", faults: [] };
  if (use?.element.kind !== "composite") {
    return { ref, name: use?.name ?? `Element ${number}`, offset, ...readableValue(raw, use?.element), faults: [] };
  }
  const definition = use.element;
  const components = token.components(number).flatMap((text, index) => {
    const part = definition.components[index];
    if (text === "") return [];
    const element = part?.element.kind === "element" ? part.element : undefined;
    const name = part?.name ?? "";
    return [{ ref: `${ref}-${index + 1}`, name, offset, ...readableValue(text, element), faults: [] }];
  });
  const [only] = components;
  if (components.length === 1 && only !== undefined) return { ...only, ref, raw };
  return { ref, name: use.name, offset, raw, value: printable(raw), components, faults: [] };
}

function readableValue(
  raw: string,
  definition: ElementDefinition | undefined,
): Pick<ReadableElement, "raw" | "value" | "meaning" | "type" | "dataElement"> {
  const meaning = definition?.codes?.meanings.get(raw);
  return {
    raw,
    value: printable(formatted(raw, definition)),
    ...(meaning === undefined ? {} : { meaning }),
    ...(definition === undefined ? {} : { type: definition.type, dataElement: definition.number }),
  };
}

function formatted(raw: string, definition: ElementDefinition | undefined): string {
  switch (definition?.type) {
    case "DT":
      return readDate(raw) ?? raw;
    case "TM":
      return readTime(raw) ?? raw;
    case "N":
      return definition.decimals === 0 ? raw : withPlaces(raw, definition.decimals);
    default:
      return raw;
  }
}

/** `12.50` for the N2 `1250`: amounts keep their cents. */
function withPlaces(raw: string, places: number): string {
  const read = readImplied(raw, places);
  if (read === undefined) return raw;
  const [whole = "", fraction = ""] = read.value.split(".");
  return `${whole}.${fraction.padEnd(places, "0")}`;
}

/** A terminal acts on control characters, so none is passed on. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "·");
}

function refOf(segment: string, number: number): string {
  return `${segment}${String(number).padStart(2, "0")}`;
}
