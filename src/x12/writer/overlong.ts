/**
 * Text longer than its element takes. Cutting and splitting are business decisions, so each is asked for by element;
 * a split breaks between words where it can and goes on in the place that X12 has for it.
 */
import type { ElementValue, Segment } from "./segment.ts";

/** Where the rest of a text goes. */
type Continuation =
  /** A further segment like this one, with the rest in the same element. */
  | { in: "repeat" }
  /** The next element of the segment, where that is free, and then a further segment of `segment`. */
  | { in: "lines"; segment: string; perSegment: number };

const continuations: Readonly<Record<string, Continuation>> = {
  MSG01: { in: "repeat" },
  MTX02: { in: "repeat" },
  NTE02: { in: "repeat" },
  PID05: { in: "repeat" },
  N102: { in: "lines", segment: "N2", perSegment: 2 },
  N201: { in: "lines", segment: "N2", perSegment: 2 },
  N202: { in: "lines", segment: "N2", perSegment: 2 },
  N301: { in: "lines", segment: "N3", perSegment: 2 },
  N302: { in: "lines", segment: "N3", perSegment: 2 },
};

/** The elements whose overlong text can be split. */
export const splittable: ReadonlySet<string> = new Set(Object.keys(continuations));

/** Pieces of at most `max` characters, broken at blanks where a piece would not become shorter than half. */
export function splitText(text: string, max: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const blank = rest.lastIndexOf(" ", max);
    const at = blank > max / 2 ? blank : wholeCharacters(rest, max);
    pieces.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  if (rest !== "") pieces.push(rest);
  return pieces;
}

/** Never between the two halves of a character outside the basic plane. */
function wholeCharacters(text: string, length: number): number {
  return /[\uD800-\uDBFF]/.test(text.charAt(length - 1)) ? length - 1 : length;
}

/**
 * Puts the rest of a split text in its place.
 *
 * @param segments the segments of the set; changed in place
 * @param index the segment that held the overlong text
 * @param elementIndex counted from 0
 * @param pieces the text in pieces that fit, at least two
 */
export function placeSplit(segments: Segment[], index: number, elementIndex: number, pieces: readonly string[]): void {
  const segment = segments[index];
  if (segment === undefined) return;
  const element = `${segment.id}${String(elementIndex + 1).padStart(2, "0")}`;
  const continuation = continuations[element];
  if (continuation === undefined) return;
  const [first, ...rest] = pieces;

  if (continuation.in === "repeat") {
    segments[index] = withElement(segment, elementIndex, first);
    segments.splice(index + 1, 0, ...rest.map((piece) => withElement(segment, elementIndex, piece)));
    return;
  }

  if (segment.id === continuation.segment) {
    // The lines of one block stay in order: those before, the pieces, those behind.
    const source = segment.fields?.[elementIndex];
    let block = 1;
    while (segments[index + block]?.id === segment.id) block++;
    const lines = segments
      .slice(index, index + block)
      .flatMap(({ elements, fields }) => elements.map((text, at) => ({ text, field: fields?.[at] })));
    lines.splice(elementIndex, 1, ...pieces.map((text) => ({ text, field: source })));
    segments.splice(index, block, ...linesAs(segment, lines, continuation.perSegment));
    return;
  }

  segments[index] = withElement(segment, elementIndex, first);
  let block = 1;
  while (segments[index + block]?.id === continuation.segment) block++;
  const behind = segments
    .slice(index + 1, index + block)
    .flatMap(({ elements, fields }) => elements.map((text, at) => ({ text, field: fields?.[at] })));
  const source = segment.fields?.[elementIndex];
  const lines = [...rest.map((text) => ({ text, field: source })), ...behind];
  const like = {
    id: continuation.segment,
    elements: [],
    ...(segment.from === undefined ? {} : { from: segment.from }),
  };
  segments.splice(index + 1, block - 1, ...linesAs(like, lines, continuation.perSegment));
}

function withElement(segment: Segment, elementIndex: number, text: ElementValue): Segment {
  const elements = [...segment.elements];
  elements[elementIndex] = text;
  return { ...segment, elements };
}

function linesAs(
  like: Segment,
  lines: readonly { text: ElementValue; field: string | undefined }[],
  perSegment: number,
): Segment[] {
  const filled = lines.filter(({ text }) => text !== undefined && text !== "");
  const out: Segment[] = [];
  for (let at = 0; at < filled.length; at += perSegment) {
    const slice = filled.slice(at, at + perSegment);
    out.push({ ...like, elements: slice.map(({ text }) => text), fields: slice.map(({ field }) => field) });
  }
  return out;
}
