import type { DocumentOf } from "../documents/documentOf.ts";
import type { Segment } from "./segment.ts";
import type { TextPolicy } from "./textMapper.ts";

/** A party on the envelope. */
export interface EnvelopeParty {
  /** ISA05 or ISA07, code list I05: `01` DUNS, `ZZ` mutual. */
  qualifier: string;
  /** ISA06 or ISA08, up to 15 characters. */
  id: string;
  /** GS02 or GS03, 2 to 15 characters. */
  applicationId: string;
}

/** Single characters of one byte each (U+0000 to U+00FF), all different, none a letter, digit, blank, point or minus. */
export interface SeparatorSettings {
  element: string;
  component: string;
  segment: string;
  /** Only from interchange version 00402 on, where ISA11 names it. */
  repetition?: string;
}

/** What a partner fixes once in its setup (x12.md section 9). */
export interface EnvelopeSettings {
  sender: EnvelopeParty;
  receiver: EnvelopeParty;
  separators: SeparatorSettings;
  /** Decoration after each terminator. Nothing where the terminator itself is a line break. */
  lineBreak?: "" | "\n" | "\r\n";
  /** ISA12, such as `00401`. Not tied to the version. */
  interchangeVersion: string;
  /** ISA11 up to 00401; `U` where it is not given. From 00402 on it is the repetition separator, or `U` without one. */
  standardsId?: string;
  /** ISA14: a TA1 is wanted. */
  acknowledgmentRequested?: boolean;
  /** ISA15: production, test or information. */
  usage: "P" | "T" | "I";
  /** GS08, such as `004010` or `004010VICS`. */
  version: string;
  /** GS07, `X` where it is not given. */
  agency?: string;
  authorization?: { qualifier: string; information: string };
  security?: { qualifier: string; information: string };
}

/** What becomes of text that is too long: a fault, the front part, or the rest in a further element or segment. */
export type OverlongChoice = "error" | "cut" | "split";

export interface WritingPolicy extends TextPolicy {
  /**
   * By element, such as `{ PID05: "split", N102: "cut" }`, and `default` for the others, else `error`. Where X12 has
   * no place for the rest of a text, `split` is `error`.
   */
  overlong: Readonly<Record<string, OverlongChoice>>;
}

export const strictPolicy: WritingPolicy = {
  characterSet: "extended",
  upperCase: false,
  separatorInData: { substitute: " " },
  unmappable: { substitute: " " },
  overlong: {},
};

interface NumberedSet {
  /** ST02: 4 to 9 characters, unique in its group. */
  controlNumber: string;
  /** ST03, in 005010. */
  implementation?: string;
}

/** A set as segments of one's own making, between ST and SE. */
export interface SegmentSet extends NumberedSet {
  set: string;
  segments: readonly Segment[];
}

/** A set as a typed document. */
export type DocumentSet = {
  [Id in keyof DocumentOf]: NumberedSet & { set: Id; document: DocumentOf[Id] };
}[keyof DocumentOf];

export type SetToWrite = SegmentSet | DocumentSet;

export interface GroupToWrite {
  /** GS06: digits; leading zeros are not written. */
  controlNumber: string;
  /** Sets of one functional kind. */
  sets: readonly SetToWrite[];
  /** GS08 where it differs from the settings, as when answering a group of another version. */
  version?: string;
}

export interface InterchangeToWrite {
  settings: EnvelopeSettings;
  policy?: WritingPolicy;
  /** `YYYY-MM-DD`, for ISA09 and GS04. The caller's clock. */
  date: string;
  /** `HH:MM`, for ISA10 and GS05. */
  time: string;
  /** ISA13: up to nine digits; zeros are put in front. */
  controlNumber: string;
  /** TA1 segments, before the first group. */
  acknowledgments?: readonly Segment[];
  groups: readonly GroupToWrite[];
}

/** Where in the interchange a warning or a fault is. Absent parts do not apply. */
export interface WritingPlace {
  /** GS06. */
  group?: string;
  /** ST01 and ST02. */
  set?: string;
  setControlNumber?: string;
  segment?: string;
  /** Segment position in the set, counted from 1 at ST. */
  position?: number;
  /** `PO103`; a component is `AK401-2`. */
  element?: string;
  /** The field of the typed document, such as `lines[3].unit`. */
  source?: string;
}

export type WriteWarningKind =
  | "characterReplaced"
  | "separatorReplaced"
  | "unmappableReplaced"
  | "upperCased"
  | "trimmed"
  | "cut"
  | "split"
  | "recounted"
  | "nearestRelease";

/** A change that was made to the data so that it could be written. */
export interface WriteWarning extends WritingPlace {
  kind: WriteWarningKind;
  before: string;
  after: string;
  message: string;
}

/** A reason why nothing was written. */
export interface WriteFault extends WritingPlace {
  /** `WRITE_...` for the writer's own; a validation code where the schema refuses. */
  code: string;
  value?: string;
  message: string;
}

export type WriteResult =
  | { ok: true; bytes: Uint8Array; warnings: readonly WriteWarning[] }
  | { ok: false; faults: readonly WriteFault[]; warnings: readonly WriteWarning[] };
