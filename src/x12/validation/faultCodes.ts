/**
 * Every fault that validation can find: what it is worth, and how a 997 or TA1 says it.
 *
 * Reading is lenient (accept and note what can be understood), so most faults reject nothing. `rejects` names the smallest
 * thing that must not be used because of it. All of it can be changed per partner, see `ValidationOptions.policy`.
 */

export type Severity =
  /** Decoration; nobody needs to act. */
  | "note"
  /** Not as the standard has it, and understood all the same. */
  | "warning"
  /** Wrong: the set is accepted with errors, or rejected. */
  | "error";

export type Rejects = "nothing" | "set" | "group" | "interchange";

/** The segment and code that report the fault in a 997 or a TA1. */
export interface Acknowledgment {
  readonly segment: "TA1" | "AK3" | "AK4" | "AK5" | "AK9";
  readonly code: string;
}

export interface FaultKind {
  readonly severity: Severity;
  readonly rejects: Rejects;
  readonly acknowledgment?: Acknowledgment;
  /** What it is, in general: the documentation's table is made of these. */
  readonly meaning: string;
}

const note = (meaning: string): FaultKind => ({ severity: "note", rejects: "nothing", meaning });
const fault = (
  severity: Severity,
  rejects: Rejects,
  acknowledgment: string | undefined,
  meaning: string,
): FaultKind => {
  if (acknowledgment === undefined) return { severity, rejects, meaning };
  const [segment, code] = acknowledgment.split(" ") as [Acknowledgment["segment"], string];
  return { severity, rejects, acknowledgment: { segment, code }, meaning };
};

export const faultKinds = {
  // The bytes.
  byteOrderMark: note("The input begins with a byte-order mark."),
  blanksBeforeIsa: note("Blanks or line breaks stand before the first ISA."),
  terminatorMissingAtEnd: note("The last IEA has no terminator."),
  notX12: fault("error", "interchange", undefined, "The input holds no interchange."),
  strayBytes: fault("error", "nothing", undefined, "Bytes outside every interchange are no X12."),
  isaBroken: fault("error", "interchange", "TA1 022", "An ISA does not have its sixteen elements."),
  isaLineBreak: fault("error", "interchange", "TA1 022", "A line break stands inside an ISA."),
  isaWidth: fault(
    "warning",
    "nothing",
    undefined,
    "Some elements of an ISA lack their width: it is not 106 bytes long.",
  ),
  componentSeparatorMissing: fault("error", "interchange", "TA1 027", "ISA16 is absent."),
  separatorInvalid: fault("error", "interchange", "TA1 026", "A separator is a letter, a digit or a blank."),
  separatorsNotDistinct: fault("error", "interchange", "TA1 026", "Two separators are the same."),
  terminatorMultibyte: fault("error", "interchange", "TA1 004", "The terminator is a character of several bytes."),
  terminatorChanged: fault("error", "interchange", "TA1 004", "The segment terminator changes inside an interchange."),
  terminatorMissing: fault("error", "interchange", "TA1 023", "A segment ends without a terminator."),
  segmentTooLong: fault("error", "interchange", "TA1 022", "No terminator comes within the longest allowed segment."),
  lineBreakInSegment: fault("error", "nothing", undefined, "A line break stands inside a segment."),
  emptySegment: fault("warning", "nothing", undefined, "A terminator has no segment before it."),

  // The interchange.
  isaElementInvalid: fault("warning", "nothing", undefined, "An ISA element has a value that it cannot have."),
  interchangeControlInvalid: fault("error", "interchange", "TA1 018", "ISA13 is not nine digits."),
  interchangeControlMismatch: fault("error", "interchange", "TA1 001", "IEA02 differs from ISA13."),
  interchangeControlDuplicate: fault("warning", "nothing", "TA1 025", "ISA13 was used before by the same parties."),
  controlNumberZeros: fault(
    "warning",
    "nothing",
    undefined,
    "Header and trailer control numbers differ in leading zeros.",
  ),
  interchangeTrailerMissing: fault("error", "interchange", "TA1 023", "An interchange ends without IEA."),
  groupCountWrong: fault("error", "interchange", "TA1 021", "IEA01 is not the number of groups."),
  envelopeOutOfPlace: fault("error", "interchange", "TA1 022", "An envelope segment stands where it cannot."),
  segmentOutsideSet: fault("error", "nothing", "TA1 024", "A segment stands outside every transaction set."),
  interchangeEmpty: fault("warning", "nothing", undefined, "An interchange holds no group and no TA1."),

  // The group.
  groupElementInvalid: fault("warning", "nothing", undefined, "A GS element has a value that it cannot have."),
  groupElementMissing: fault("error", "group", "TA1 024", "A GS element that identifies the group is absent."),
  groupTrailerMissing: fault("error", "group", "AK9 3", "A group ends without GE."),
  groupControlMismatch: fault("error", "group", "AK9 4", "GE02 differs from GS06."),
  groupControlInvalid: fault("error", "group", "AK9 6", "GS06 is not a number of up to nine digits."),
  groupControlDuplicate: fault("warning", "nothing", undefined, "GS06 was used before in the same interchange."),
  setCountWrong: fault("error", "group", "AK9 5", "GE01 is not the number of transaction sets."),
  versionUnknown: fault("warning", "nothing", "AK9 2", "GS08 names a release without tables."),
  groupSetMismatch: fault("warning", "nothing", undefined, "GS01 is not the functional identifier of the set."),

  // The transaction set.
  setTrailerMissing: fault("error", "set", "AK5 2", "A transaction set ends without SE."),
  setControlMismatch: fault("error", "set", "AK5 3", "SE02 differs from ST02."),
  segmentCountWrong: fault("error", "set", "AK5 4", "SE01 is not the number of segments from ST to SE."),
  setIdInvalid: fault("error", "set", "AK5 6", "ST01 is absent or is no set identifier."),
  setControlInvalid: fault("error", "set", "AK5 7", "ST02 is absent."),
  setControlLength: fault("warning", "nothing", "AK5 7", "ST02 does not have four to nine characters."),
  setControlDuplicate: fault("error", "nothing", "AK5 7", "ST02 was used before in the same group."),
  setUnknown: fault("warning", "nothing", "AK5 1", "The set has no table: only its envelope was checked."),
  segmentIdInvalid: fault("error", "nothing", "AK3 1", "A segment id is not two or three capitals and digits."),
  segmentUnknown: fault("warning", "nothing", "AK3 1", "A segment id is not known."),
  segmentNotInSet: fault("warning", "nothing", "AK3 6", "A segment does not belong to the transaction set."),
  segmentOutOfOrder: fault("error", "nothing", "AK3 7", "A segment does not stand in its place."),
  segmentMissing: fault("error", "set", "AK3 3", "A mandatory segment is absent."),
  segmentTooMany: fault("error", "nothing", "AK3 5", "A segment is repeated more often than allowed."),
  loopTooMany: fault("error", "nothing", "AK3 4", "A loop is repeated more often than allowed."),
  segmentEmpty: fault("warning", "nothing", "AK3 8", "A segment has no elements."),

  // The element.
  elementMissing: fault("error", "set", "AK4 1", "A mandatory element is absent."),
  elementConditionMissing: fault("error", "nothing", "AK4 2", "A relational condition asks for an element."),
  elementExclusion: fault("error", "nothing", "AK4 10", "Elements exclude one another and both are there."),
  elementTooMany: fault("warning", "nothing", "AK4 3", "A segment has more elements than the release gives it."),
  elementTooShort: fault("error", "nothing", "AK4 4", "An element is shorter than allowed."),
  elementTooLong: fault("error", "nothing", "AK4 5", "An element is longer than allowed."),
  elementCharacter: fault("warning", "nothing", "AK4 6", "An element holds a control character."),
  numberInvalid: fault("error", "set", "AK4 6", "A numeric element holds no number."),
  numberPoint: fault("warning", "nothing", "AK4 6", "An element with implied decimals holds a decimal point."),
  codeUnknown: fault("warning", "nothing", "AK4 7", "A code is not in the list of its element."),
  dateInvalid: fault("error", "set", "AK4 8", "A date element holds no date."),
  dateLength: fault("warning", "nothing", "AK4 8", "A date has six digits where the release has eight, or vice versa."),
  timeInvalid: fault("error", "nothing", "AK4 9", "A time element holds no time."),
  repetitionTooMany: fault("warning", "nothing", "AK4 12", "An element is repeated more often than allowed."),
  componentTooMany: fault("warning", "nothing", "AK4 13", "An element has more components than allowed."),
  trailingSeparators: note("Empty elements at the end of a segment keep their separators."),
  textUndecodable: fault("error", "interchange", undefined, "Bytes of an element are no text in its encoding."),

  // What the set says about itself.
  hierarchyIdDuplicate: fault("error", "nothing", "AK3 8", "HL01 was used before in the set."),
  hierarchyParentMissing: fault("error", "nothing", "AK3 8", "HL02 names an HL that the set does not have."),
  hierarchyCycle: fault("error", "nothing", "AK3 8", "The parents of an HL lead back to it."),
  hierarchyRoots: fault("warning", "nothing", undefined, "More than one HL has no parent."),
  lineCountWrong: fault("error", "nothing", "AK3 8", "CTT01 is not the number of lines."),
} as const satisfies Readonly<Record<string, FaultKind>>;

export type FaultCode = keyof typeof faultKinds;
