import type { CharacterSet } from "./characterSet.ts";
import type { WriteFault, WritingPlace } from "./interchange.ts";
import type { Segment } from "./segment.ts";

/** A set as it went out, to lead from a fault back to the document's field. */
export interface WrittenSet {
  place: WritingPlace;
  segments: readonly Segment[];
}

export function verify(_bytes: Uint8Array, _sets: readonly WrittenSet[], _characterSet: CharacterSet): WriteFault[] {
  return [];
}
