import { type JSX, useState } from "react";
import { Prose } from "../design/Prose.tsx";
import { ToneMark } from "../design/Status.tsx";
import { type ElementPlace, type PlacedSegment, placeKey } from "./interchange.ts";

interface ReadableX12Props {
  segments: readonly PlacedSegment[];
  selected: ElementPlace | undefined;
  /** Elements that come from what is chosen elsewhere. */
  marked: ReadonlySet<string>;
  onSelect: (place: ElementPlace) => void;
}

/** The document by names and meanings; every element can be chosen. */
export function ReadableX12({ segments, selected, marked, onSelect }: ReadableX12Props): JSX.Element {
  const [envelope, setEnvelope] = useState(false);
  const shown = envelope ? segments : segments.filter((segment) => !segment.envelope);
  return (
    <div className="flex flex-col">
      <ol className="flex flex-col">
        {shown.map((segment) => (
          <li
            key={segment.index}
            className={`grid grid-cols-1 gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0 sm:grid-cols-[11rem_1fr] ${indents[Math.min(segment.depth, 4)]}`}
          >
            <div>
              <span className="mr-2 font-mono text-xs text-muted">{segment.id}</span>
              <span className="font-medium">{segment.name}</span>
              {segment.faults.map((fault) => (
                <FaultLine key={fault.code + fault.message} message={fault.message} />
              ))}
            </div>
            <div className="flex flex-wrap gap-1.5">
              {segment.elements.map((element) => {
                const place = { segment: segment.index, ref: element.ref };
                const isSelected = selected !== undefined && placeKey(selected) === placeKey(place);
                const isMarked = marked.has(placeKey(place));
                return (
                  <button
                    key={element.ref}
                    type="button"
                    aria-pressed={isSelected}
                    onClick={() => onSelect(place)}
                    className={`max-w-full rounded-md border px-2 py-1 text-left hover:border-accent ${
                      isSelected
                        ? "border-accent bg-accent-soft"
                        : isMarked
                          ? "border-accent border-dashed bg-accent-soft"
                          : "border-line bg-sunken"
                    }`}
                  >
                    <span className="block text-2xs text-muted">
                      <span className="font-mono">{element.ref}</span> {element.name}
                    </span>
                    <span className="block break-words">
                      {element.meaning === undefined ? element.value : `${element.meaning} `}
                      {element.meaning !== undefined && <span className="text-muted">({element.raw})</span>}
                    </span>
                    {element.faults.map((fault) => (
                      <FaultLine key={fault.code + fault.message} message={fault.message} />
                    ))}
                  </button>
                );
              })}
            </div>
          </li>
        ))}
      </ol>
      <div className="border-t border-line px-4 py-2">
        <button type="button" className="link text-xs" aria-expanded={envelope} onClick={() => setEnvelope(!envelope)}>
          {envelope ? "Hide the envelope (ISA, GS)" : "Show the envelope (ISA, GS)"}
        </button>
      </div>
    </div>
  );
}

const indents: readonly string[] = ["", "sm:pl-8", "sm:pl-12", "sm:pl-16", "sm:pl-20"];

function FaultLine({ message }: { message: string }): JSX.Element {
  return (
    <span className="mt-0.5 flex items-center gap-1.5 text-xs text-bad">
      <ToneMark tone="bad" />
      <span className="min-w-0">
        <Prose text={message} />
      </span>
    </span>
  );
}
