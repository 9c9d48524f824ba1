/** What a 997, or a 999, says of one set that was sent, down to the field of GP behind an element (domain: X12 6). */
import {
  codeMeaning,
  type FunctionalAcknowledgment997,
  outcomeOf,
  type SetOutcome,
  type SetResponse,
} from "../../x12/index.ts";

/** Something that the partner's reader did not like. */
export interface Complaint {
  /** `PO103`, or `PO1` where the whole segment is meant. */
  element: string;
  /** Position of the segment in the set, ST counting as 1. */
  position: number;
  /** Code of data element 720, 723 or 718, as sent. */
  code: string;
  /** The field of GP or the setting behind the element, where there is one. */
  field?: string;
  /** The data that was sent, as the partner quotes it. */
  value?: string;
  text: string;
}

export interface SetVerdict {
  status: SetOutcome["status"];
  complaints: Complaint[];
}

/** What stands behind an element of the sent set; `ref` is `PO103`, or `PO1` where the whole segment is meant. */
export type FieldOf = (complaint: { position: number; ref: string }) => string | undefined;

/**
 * @returns `undefined` where the set is named without an answer
 */
export function verdictOn(
  acknowledgment: FunctionalAcknowledgment997,
  set: { set: string; controlNumber: string },
  fieldOf: FieldOf,
): SetVerdict | undefined {
  const outcome = outcomeOf(acknowledgment, set);
  if (outcome === undefined) return undefined;
  const complaints = outcome.response === undefined ? [] : complaintsIn(outcome.response, fieldOf);
  const groupErrors = outcome.status === "rejected" ? (acknowledgment.result.errors ?? []) : [];
  for (const code of groupErrors) complaints.push(whole("AK9", code, meaning("716", code)));
  return { status: outcome.status, complaints };
}

function complaintsIn({ segments = [], result }: SetResponse, fieldOf: FieldOf): Complaint[] {
  const complaints: Complaint[] = [];
  for (const segment of segments) {
    const position = Number(segment.position);
    const { elements = [] } = segment;
    if (elements.length === 0) {
      const code = segment.error ?? "";
      complaints.push(
        complaint(segment.id, position, code, meaning("720", code), fieldOf({ position, ref: segment.id })),
      );
    }
    for (const element of elements) {
      const name = `${segment.id}${element.position.padStart(2, "0")}${element.component ? `-${element.component}` : ""}`;
      const field = fieldOf({ position, ref: `${segment.id}${element.position.padStart(2, "0")}` });
      complaints.push(complaint(name, position, element.error, meaning("723", element.error), field, element.value));
    }
  }
  // Code 5 only says that segments are in error, which were told one by one.
  for (const code of result?.errors ?? []) {
    if (code !== "5" || complaints.length === 0) complaints.push(whole("AK5", code, meaning("718", code)));
  }
  return complaints;
}

function complaint(
  element: string,
  position: number,
  code: string,
  says: string,
  field: string | undefined,
  value?: string,
): Complaint {
  const quoted = value === undefined ? "" : ` (${JSON.stringify(value)})`;
  const source = field === undefined ? "" : `; from ${field}`;
  return {
    element,
    position,
    code,
    ...(field !== undefined && { field }),
    ...(value !== undefined && { value }),
    text: `${element} in segment ${position}: ${says}${quoted}${source}`,
  };
}

const whole = (element: string, code: string, says: string): Complaint => ({ element, position: 0, code, text: says });

const meaning = (dataElement: string, code: string): string =>
  codeMeaning("004010", dataElement, code)?.toLowerCase() ?? `error ${code}`;
