/**
 * The last step of writing: the bytes are read again, compared with what was meant, and judged as a stranger's would
 * be. Here even a warning of the validator is a reason to refuse.
 */
import type { Encoding } from "../reader/encoding.ts";
import type { Fault } from "../validation/fault.ts";
import type { FaultCode } from "../validation/faultCodes.ts";
import { validate } from "../validation/validate.ts";
import type { CharacterSet } from "./characterSet.ts";
import type { WriteFault, WritingPlace } from "./interchange.ts";
import { type Segment, sourceOf } from "./segment.ts";

/** A set as it went out, to lead from a fault back to the document's field. */
export interface WrittenSet {
  place: WritingPlace;
  segments: readonly Segment[];
}

/** How often each separator stands in what was meant, ISA with its terminator included. */
export interface WrittenSeparators {
  element: string;
  elements: number;
  segment: string;
  segments: number;
}

/** Said before, as a warning: a release without tables of its own is written by the nearest one. */
const tolerated: ReadonlySet<FaultCode> = new Set(["versionUnknown"]);

const encodings: Readonly<Record<CharacterSet, Encoding>> = {
  basic: "ascii",
  extended: "ascii",
  ascii: "ascii",
  latin1: "latin1",
  windows1252: "windows-1252",
  utf8: "utf-8",
};

/**
 * @param expected the separators that were meant
 * @returns every reason not to give the bytes out
 */
export function verify(
  bytes: Uint8Array,
  expected: WrittenSeparators,
  sets: readonly WrittenSet[],
  characterSet: CharacterSet,
): WriteFault[] {
  const encoding = encodings[characterSet];
  const { faults } = validate(bytes, { encoding });
  const refused = faults.filter((fault) => !tolerated.has(fault.code)).map((fault) => writeFault(fault, sets));
  if (refused.length === 0 && !readsBack(bytes, expected)) {
    refused.push({ code: "WRITE_UNREADABLE", message: "The interchange does not read back as it was written" });
  }
  return refused;
}

function writtenSegment(fault: Fault, sets: readonly WrittenSet[]): Segment | undefined {
  const { groupControl, setControl } = fault.path;
  if (setControl === undefined || fault.segmentPosition === undefined) return undefined;
  const written = sets.find(({ place }) => place.group === groupControl && place.setControlNumber === setControl);
  const segment = written?.segments[fault.segmentPosition - 2];
  return segment?.id === fault.segment ? segment : undefined;
}

/**
 * Each separator stands there as often as it was meant, so every one of them is one that was meant and the segments and
 * elements divide where they should. (Any other in the data would be one more.)
 */
function readsBack(bytes: Uint8Array, expected: WrittenSeparators): boolean {
  const element = expected.element.charCodeAt(0);
  const segment = expected.segment.charCodeAt(0);
  let elements = 0;
  let segments = 0;
  for (let index = 0; index < bytes.length; index++) {
    if (bytes[index] === element) elements++;
    else if (bytes[index] === segment) segments++;
  }
  return elements === expected.elements && segments === expected.segments;
}

function writeFault(fault: Fault, sets: readonly WrittenSet[]): WriteFault {
  const { groupControl, setControl, setId } = fault.path;
  const segment = writtenSegment(fault, sets);
  const source =
    segment === undefined || fault.element === undefined
      ? segment?.from || undefined
      : sourceOf(segment, fault.element - 1);
  return {
    code: fault.code,
    ...defined("group", groupControl),
    ...defined("set", setId),
    ...defined("setControlNumber", setControl),
    ...defined("segment", fault.segment),
    ...defined("position", fault.segmentPosition),
    ...defined("element", fault.ref),
    ...defined("source", source),
    ...defined("value", fault.value),
    message: source === undefined ? fault.message : `${fault.message} (${source})`,
  };
}

function defined<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}
