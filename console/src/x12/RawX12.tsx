import { Fragment, type JSX } from "react";
import { type ElementPlace, type PlacedSegment, placeKey } from "./interchange.ts";

interface RawX12Props {
  segments: readonly PlacedSegment[];
  selected: ElementPlace | undefined;
  marked: ReadonlySet<string>;
  onSelect: (place: ElementPlace) => void;
}

/** The same as it travels, a segment a line, with elements that can be chosen. */
export function RawX12({ segments, selected, marked, onSelect }: RawX12Props): JSX.Element {
  return (
    <ol aria-label="Segments as sent" className="overflow-x-auto p-4 font-mono text-xs leading-6 whitespace-nowrap">
      {segments.map((segment) => (
        <li key={segment.index}>
          <span className="font-semibold">{segment.id}</span>
          {slots(segment).map(({ ref, raw }) => {
            const place = { segment: segment.index, ref };
            const key = placeKey(place);
            const isSelected = selected !== undefined && placeKey(selected) === key;
            return (
              <Fragment key={ref}>
                <span className="text-muted">*</span>
                {raw !== "" && (
                  <button
                    type="button"
                    aria-label={`${ref} ${raw}`}
                    aria-pressed={isSelected}
                    onClick={() => onSelect(place)}
                    className={`rounded-sm px-0.5 hover:bg-hover ${isSelected ? "bg-accent text-on-accent" : marked.has(key) ? "bg-accent-soft underline" : ""}`}
                  >
                    {raw}
                  </button>
                )}
              </Fragment>
            );
          })}
          <span className="text-muted">~</span>
        </li>
      ))}
    </ol>
  );
}

/** Every element up to the last, those without a value as well: their place counts. */
function slots(segment: PlacedSegment): { ref: string; raw: string }[] {
  const byRef = new Map(segment.elements.map((element) => [element.ref, element.raw]));
  const last = Math.max(0, ...segment.elements.map((element) => Number(element.ref.slice(segment.id.length))));
  return Array.from({ length: last }, (_, index) => {
    const ref = `${segment.id}${String(index + 1).padStart(2, "0")}`;
    return { ref, raw: byRef.get(ref) ?? "" };
  });
}
