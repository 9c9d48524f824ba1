import type { Segment } from "../writer/segment.ts";
import { bind } from "./binding.ts";
import { type Layout, layout, membersOf, readLayout, writeLayout } from "./layout.ts";
import type { ParsedSet, ReadDocument } from "./parsedSet.ts";

/** 997 functional acknowledgment: whether one group could be read. It says nothing about accepting an order. */
export interface FunctionalAcknowledgment997 {
  group: {
    /** AK101: GS01 of the group answered. */
    functionalId: string;
    /** AK102: its GS06. Compare as a number: senders add and drop zeros. */
    controlNumber: string;
    /** AK103, in 005010: its GS08. */
    version?: string;
  };
  /** AK2 loops. A 997 may leave them out where all is well, and in part where others are not named. */
  sets?: SetResponse[];
  result: {
    /** AK901: `A` accepted, `E` accepted with errors, `P` partly, `R` rejected, `M` `W` `X` rejected for security. */
    status: string;
    /** AK902: the number of sets that GE01 said. */
    included: string;
    /** AK903. */
    received: string;
    /** AK904. */
    accepted: string;
    /** AK905 to AK909, code list 716. */
    errors?: string[];
  };
}

/** AK2 loop: the answer to one set. */
export interface SetResponse {
  /** AK201: ST01. */
  set: string;
  /** AK202: ST02. */
  controlNumber: string;
  /** AK203, in 005010: ST03. */
  implementation?: string;
  segments?: SegmentResponse[];
  result?: {
    /** AK501: `A` accepted, `E` accepted with errors, `R` rejected. */
    status: string;
    /** AK502 to AK506, code list 718. */
    errors?: string[];
  };
}

/** AK3 loop: a segment in error. */
export interface SegmentResponse {
  /** AK301. */
  id: string;
  /** AK302: counted from 1 at ST. */
  position: string;
  /** AK303. */
  loop?: string;
  /** AK304, code list 720: `8` the segment has element errors. */
  error?: string;
  elements?: ElementResponse[];
}

/** AK4: an element in error. */
export interface ElementResponse {
  /** AK401-1. */
  position: string;
  /** AK401-2. */
  component?: string;
  /** AK401-3. */
  repetition?: string;
  /** AK402: number in the data element dictionary. */
  dataElement?: string;
  /** AK403, code list 723. */
  error: string;
  /** AK404: a copy of what was wrong. */
  value?: string;
}

const groupHeader = bind<FunctionalAcknowledgment997["group"]>("AK1", ["functionalId", "controlNumber", "version"]);
const setHeader = bind<SetResponse>("AK2", ["set", "controlNumber", "implementation"]);
const groupTrailer = bind<FunctionalAcknowledgment997["result"]>(
  "AK9",
  ["status", "included", "received", "accepted"],
  { name: "errors", first: 5, count: 5 },
);

/** The 999 says the same with IK for AK. */
function layoutWith(prefix: "AK" | "IK"): Layout<FunctionalAcknowledgment997> {
  const segmentNote = bind<SegmentResponse>(`${prefix}3`, ["id", "position", "loop", "error"]);
  const elementNote = bind<ElementResponse>(`${prefix}4`, [
    { components: ["position", "component", "repetition"] },
    "dataElement",
    "error",
    "value",
  ]);
  const setTrailer = bind<NonNullable<SetResponse["result"]>>(`${prefix}5`, ["status"], {
    name: "errors",
    first: 2,
    count: 5,
  });
  const segmentLayout = layout<SegmentResponse>(membersOf<SegmentResponse>().many("elements", elementNote));
  const inSet = membersOf<SetResponse>();
  const setLayout = layout<SetResponse>(
    inSet.loop("segments", segmentNote, segmentLayout),
    inSet.one("result", setTrailer),
  );
  const inAcknowledgment = membersOf<FunctionalAcknowledgment997>();
  return layout<FunctionalAcknowledgment997>(
    inAcknowledgment.one("group", groupHeader),
    inAcknowledgment.loop("sets", setHeader, setLayout),
    inAcknowledgment.one("result", groupTrailer),
  );
}

const layout997 = layoutWith("AK");
const layout999 = layoutWith("IK");

export function functionalAcknowledgment997ToSegments(
  document: FunctionalAcknowledgment997,
  release: string,
): Segment[] {
  return writeLayout(layout997, document, release);
}

export function functionalAcknowledgment997FromSet(set: ParsedSet): ReadDocument<FunctionalAcknowledgment997> {
  return readLayout(layout997, set, empty);
}

/** 999 implementation acknowledgment, as the 997 that it stands for. What CTX adds is noted. */
export function implementationAcknowledgment999FromSet(set: ParsedSet): ReadDocument<FunctionalAcknowledgment997> {
  return readLayout(layout999, set, empty);
}

export function implementationAcknowledgment999ToSegments(
  document: FunctionalAcknowledgment997,
  release: string,
): Segment[] {
  return writeLayout(layout999, document, release);
}

const empty = {
  AK1: { group: { functionalId: "", controlNumber: "" } },
  AK9: { result: { status: "", included: "", received: "", accepted: "" } },
};
