/** Something the bytes themselves say, before any meaning is looked at. */
export interface ScanProblem {
  readonly code:
    | "byteOrderMark"
    | "blanksBeforeIsa"
    | "isaWidth"
    | "isaBroken"
    | "isaLineBreak"
    | "componentSeparatorMissing"
    | "terminatorMultibyte"
    | "terminatorMissing"
    | "terminatorChanged"
    | "lineBreakInSegment"
    | "segmentTooLong"
    | "emptySegment";
  /** Absolute byte offset. */
  readonly offset: number;
  readonly line: number;
  readonly detail: string;
}
