/**
 * The last step of writing: the bytes are read again, compared with what was meant, and judged as a stranger's would
 * be. Here even a warning of the validator is a reason to refuse.
 */
import { Scanner } from "../reader/scanner.ts";
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

/** What one segment must read back as. */
export interface WrittenSegment {
  /** Bytes from its id to before its terminator. */
  length: number;
  /** Elements behind the id. */
  count: number;
}

/** Said before, as a warning: a release without tables of its own is written by the nearest one. */
const tolerated: ReadonlySet<FaultCode> = new Set(["versionUnknown"]);

/**
 * @param expected every segment that was meant, in order
 * @returns every reason not to give the bytes out
 */
export function verify(
  bytes: Uint8Array,
  expected: readonly WrittenSegment[],
  sets: readonly WrittenSet[],
  characterSet: CharacterSet,
): WriteFault[] {
  const encoding = characterSet === "utf8" ? "utf-8" : "latin1";
  const { faults } = validate(bytes, { encoding });
  const refused = faults
    .filter((fault) => !tolerated.has(fault.code) && !(encoding === "utf-8" && fitsInCharacters(fault, sets)))
    .map((fault) => writeFault(fault, sets));
  if (refused.length === 0 && !readsBack(bytes, expected)) {
    refused.push({ code: "WRITE_UNREADABLE", message: "The interchange does not read back as it was written" });
  }
  return refused;
}

/** Lengths are limits on characters (X12.6); the validator counts the bytes of UTF-8. */
function fitsInCharacters(fault: Fault, sets: readonly WrittenSet[]): boolean {
  if (fault.code !== "elementTooLong" || fault.element === undefined) return false;
  const value = writtenSegment(fault, sets)?.elements[fault.element - 1];
  return typeof value === "string" && Array.from(value).length <= Number(fault.rule?.split("/")[1]);
}

function writtenSegment(fault: Fault, sets: readonly WrittenSet[]): Segment | undefined {
  const { groupControl, setControl } = fault.path;
  if (setControl === undefined || fault.segmentPosition === undefined) return undefined;
  const written = sets.find(({ place }) => place.group === groupControl && place.setControlNumber === setControl);
  const segment = written?.segments[fault.segmentPosition - 2];
  return segment?.id === fault.segment ? segment : undefined;
}

/** Every segment begins, ends and divides where it was meant to. */
function readsBack(bytes: Uint8Array, expected: readonly WrittenSegment[]): boolean {
  const scanner = new Scanner({});
  scanner.push(bytes);
  scanner.finish();
  let index = 0;
  while (scanner.next()) {
    if (scanner.tokenKind !== "segment") continue;
    const written = expected[index++];
    if (written === undefined || scanner.count !== written.count) return false;
    if (scanner.stop - scanner.start !== written.length) return false;
  }
  return index === expected.length;
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
