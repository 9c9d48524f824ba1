import type { SeparatorSettings } from "./interchange.ts";
import { type ElementValue, isRepeated, type Segment } from "./segment.ts";

/** A segment's text without its terminator; empty elements and components at the end go with their separators. */
export function serializeSegment({ id, elements }: Segment, separators: SeparatorSettings): string {
  let text = id;
  let pending = "";
  for (const value of elements) {
    pending += separators.element;
    const element = typeof value === "string" ? value : serializeElement(value, separators);
    if (element === "") continue;
    text += pending + element;
    pending = "";
  }
  return text;
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
