/** One element as it is to be written: text, the components of a composite, or the repeats of either. */
export type ElementValue = string | undefined | readonly (string | undefined)[] | Repeated;

export interface Repeated {
  repeats: readonly (string | readonly (string | undefined)[])[];
}

/**
 * A segment to be written. Elements count from 1 in X12 and from 0 here: `elements[0]` is `BEG01`.
 * ST and SE are not given: the writer makes them.
 */
export interface Segment {
  id: string;
  elements: readonly ElementValue[];
  /** Where its data came from in the typed document, such as `lines[3]`; empty for the document itself. */
  from?: string;
  /** The name of the document's field behind each element, for messages such as `lines[3].description`. */
  fields?: readonly (string | undefined)[];
}

/** `lines[3].description` for the fourth line's description; `undefined` where the segment came without a document. */
export function sourceOf(segment: Segment, elementIndex: number): string | undefined {
  const field = segment.fields?.[elementIndex];
  if (segment.from === undefined) return field;
  if (field === undefined) return segment.from === "" ? undefined : segment.from;
  return segment.from === "" ? field : `${segment.from}.${field}`;
}

export function isRepeated(value: ElementValue): value is Repeated {
  return typeof value === "object" && "repeats" in value;
}
