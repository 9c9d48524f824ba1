import type { Segment } from "../writer/segment.ts";
import { bind, readBound, writeBound } from "./binding.ts";
import { type ParsedSegment, type ReadDocument, SegmentCursor } from "./parsedSet.ts";

/** TA1: whether an interchange arrived whole. It stands in an interchange before the first group. */
export interface InterchangeAcknowledgment {
  /** TA101: ISA13 of the interchange answered, nine digits. */
  controlNumber: string;
  /** TA102: its ISA09, `YYYY-MM-DD`. */
  date: string;
  /** TA103: its ISA10. */
  time: string;
  /** TA104: `A` accepted, `E` accepted with errors, `R` rejected. */
  status: string;
  /** TA105, code list I18: `000` none, `001` control numbers differ, `025` duplicate. */
  noteCode: string;
}

const acknowledgment = bind<InterchangeAcknowledgment>("TA1", [
  "controlNumber",
  "date:date",
  "time:time",
  "status",
  "noteCode",
]);

export function interchangeAcknowledgmentToSegment(document: InterchangeAcknowledgment): Segment {
  // The date of an ISA has six digits in every release.
  const segment = writeBound(acknowledgment, document, "", { sixDigitDates: true });
  return segment ?? { id: "TA1", elements: [] };
}

export function interchangeAcknowledgmentFromSegment(segment: ParsedSegment): ReadDocument<InterchangeAcknowledgment> {
  const cursor = new SegmentCursor({ set: "TA1", release: "", segments: [segment] });
  const empty = { controlNumber: "", date: "", time: "", status: "", noteCode: "" };
  const document = { ...empty, ...readBound(acknowledgment, segment, cursor) };
  return { document, notes: cursor.notes };
}
