/** What is open while an input is followed: at most one interchange, in it one group, in it one transaction set. */
import type { Scanner } from "../reader/scanner.ts";
import { elementText } from "../reader/tokenize.ts";
import type { Release } from "../schema/definition.ts";
import { releaseFor, releaseSchema } from "../schema/schema.ts";
import { type CompiledRelease, compiledRelease } from "./compiledSegment.ts";
import type { Fault } from "./fault.ts";
import type { Hierarchy } from "./hierarchy.ts";
import type { GroupReport, InterchangeAnswer, InterchangeReport, SetReport } from "./report.ts";
import { orderOf, type Place, type SetOrder } from "./setOrder.ts";

export type Level = "interchange" | "group" | "set";

export interface OpenEnvelopes {
  interchange: OpenInterchange | undefined;
  group: OpenGroup | undefined;
  set: OpenSet | undefined;
  /** Position of the current segment in the set, ST being 1; 0 outside. */
  position: number;
}

export interface OpenInterchange {
  readonly head: Omit<InterchangeReport, "status" | "end" | "answers" | "groups" | "faults">;
  /** Counted from 1. */
  readonly number: number;
  readonly answers: InterchangeAnswer[];
  readonly groupNumbers: Set<string>;
  readonly groups: GroupReport[];
  readonly faults: Fault[];
  groupCount: number;
  errors: boolean;
  rejected: boolean;
}

export interface OpenGroup {
  readonly head: Pick<
    GroupReport,
    "functionalId" | "sender" | "receiver" | "date" | "time" | "controlNumber" | "agency" | "version"
  >;
  readonly number: number;
  readonly offset: number;
  readonly release: Release;
  /** The release has tables of its own. */
  readonly exact: boolean;
  readonly compiled: CompiledRelease;
  readonly setNumbers: Set<string>;
  readonly sets: SetReport[];
  readonly faults: Fault[];
  received: number;
  acceptedSets: number;
  setErrors: boolean;
  declared: number | undefined;
  errors: boolean;
  rejected: boolean;
}

export interface OpenSet {
  readonly set: string;
  readonly controlNumber: string;
  readonly implementation: string;
  readonly version: string;
  readonly release: Release;
  readonly exact: boolean;
  readonly compiled: CompiledRelease;
  readonly offset: number;
  readonly line: number;
  readonly index: number;
  /** Undefined for a set without a table. */
  readonly order: SetOrder | undefined;
  place: Place | undefined;
  readonly faults: Fault[];
  omitted: number;
  errors: boolean;
  rejected: boolean;
  hierarchy: Hierarchy | undefined;
  levels: number;
  lines: number;
  items: number;
  trailingTold: boolean;
  /** Faults of places passed over, taken back where the segment comes late. */
  missing: Map<Place, Fault> | undefined;
}

export function openInterchange(scanner: Scanner, number: number): OpenInterchange {
  const text = (n: number) => elementText(scanner, n).trim();
  return {
    head: {
      senderQualifier: text(5),
      sender: text(6),
      receiverQualifier: text(7),
      receiver: text(8),
      date: text(9),
      time: text(10),
      version: text(12),
      controlNumber: text(13),
      acknowledgmentWanted: text(14) === "1",
      usage: text(15),
      separators: scanner.separators,
      offset: scanner.base + scanner.start,
    },
    number,
    answers: [],
    groupNumbers: new Set(),
    groups: [],
    faults: [],
    groupCount: 0,
    errors: false,
    rejected: false,
  };
}

export function openGroup(scanner: Scanner, number: number): OpenGroup {
  const text = (n: number) => elementText(scanner, n).trim();
  const version = text(8);
  const { release, exact } = releaseFor(version);
  return {
    head: {
      functionalId: text(1),
      sender: text(2),
      receiver: text(3),
      date: text(4),
      time: text(5),
      controlNumber: text(6),
      agency: text(7),
      version,
    },
    number,
    offset: scanner.base + scanner.start,
    release,
    exact,
    compiled: compiledRelease(release),
    setNumbers: new Set(),
    sets: [],
    faults: [],
    received: 0,
    acceptedSets: 0,
    setErrors: false,
    declared: undefined,
    errors: false,
    rejected: false,
  };
}

/** A set whose group has no header is read as one of 004010. */
export function openSet(scanner: Scanner, index: number, group: OpenGroup | undefined): OpenSet {
  const text = (n: number) => elementText(scanner, n).trim();
  const set = text(1);
  const release = group?.release ?? "004010";
  const definition = releaseSchema(release).sets.get(set);
  const order = definition ? orderOf(definition) : undefined;
  return {
    set,
    controlNumber: text(2),
    implementation: text(3),
    version: group?.head.version ?? "",
    release,
    exact: group?.exact ?? false,
    compiled: group?.compiled ?? compiledRelease(release),
    offset: scanner.base + scanner.start,
    line: scanner.line,
    index,
    order,
    place: order?.begin,
    faults: [],
    omitted: 0,
    errors: false,
    rejected: false,
    hierarchy: undefined,
    levels: 0,
    lines: 0,
    items: 0,
    trailingTold: false,
    missing: undefined,
  };
}
