import type { SeparatorSettings } from "./interchange.ts";
import { type ElementValue, isRepeated, type Segment } from "./segment.ts";

export interface SerializedSegment {
  /** Without its terminator. */
  text: string;
  /** Elements behind the id. */
  count: number;
}

/** A segment's text; empty elements and components at the end go with their separators. */
export function serializeSegment({ id, elements }: Segment, separators: SeparatorSettings): SerializedSegment {
  let text = id;
  let pending = "";
  let count = 0;
  for (let index = 0; index < elements.length; index++) {
    const value = elements[index];
    pending += separators.element;
    const element = typeof value === "string" ? value : serializeElement(value, separators);
    if (element === "") continue;
    text += pending + element;
    pending = "";
    count = index + 1;
  }
  return { text, count };
}

function serializeElement(value: ElementValue, separators: SeparatorSettings): string {
  if (value === undefined || typeof value === "string") return value ?? "";
  if (!isRepeated(value)) return serializeComponents(value, separators);
  return value.repeats
    .map((repeat) => (typeof repeat === "string" ? repeat : serializeComponents(repeat, separators)))
    .join(separators.repetition);
}

function serializeComponents(components: readonly (string | undefined)[], separators: SeparatorSettings): string {
  let last = components.length;
  while (last > 0 && (components[last - 1] ?? "") === "") last--;
  return components
    .slice(0, last)
    .map((each) => each ?? "")
    .join(separators.component);
}
