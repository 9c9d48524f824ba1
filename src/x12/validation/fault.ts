import type { Acknowledgment, FaultCode, Rejects, Severity } from "./faultCodes.ts";

/** The envelopes that a fault lies in. Control numbers are as sent; counts are from 1. */
export interface FaultPath {
  /** Which interchange of the input, and its ISA13; absent for bytes outside of all. */
  readonly interchange?: number;
  readonly interchangeControl?: string;
  /** Which group of the interchange, and its GS06. */
  readonly group?: number;
  readonly groupControl?: string;
  /** Which set of the group, its ST02 and ST01. */
  readonly set?: number;
  readonly setControl?: string;
  readonly setId?: string;
  /** The loops that lead to the segment, such as `PO1/N1`. */
  readonly loop?: string;
}

/** One thing that is not as it should be, and exactly where. */
export interface Fault {
  readonly code: FaultCode;
  readonly severity: Severity;
  readonly rejects: Rejects;
  /** One sentence. */
  readonly message: string;
  /** Absolute byte offset: of the element where it is about one, else of the segment or byte. */
  readonly offset: number;
  /** Line of the segment, counted from 1. */
  readonly line: number;
  readonly path: FaultPath;
  /** Segment id. Of an absent segment, the id that is missing. */
  readonly segment?: string;
  /** Counted from 1 at ST. Of an absent segment, where its absence showed. */
  readonly segmentPosition?: number;
  /** Counted from 1. */
  readonly element?: number;
  /** Counted from 1, where the fault is about a component. */
  readonly component?: number;
  /** Counted from 1, where the fault is about a later repetition. */
  readonly repetition?: number;
  /** `BAK02`. */
  readonly ref?: string;
  /** Data element number, `587`. */
  readonly dataElement?: string;
  /** What asks for it: `R0203`, `1/22`, `M`. */
  readonly rule?: string;
  /** What was there, cut at 99 characters as AK404 is. */
  readonly value?: string;
  readonly acknowledgment?: Acknowledgment;
}
