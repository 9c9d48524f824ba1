import type { JSX, ReactNode } from "react";
import { Instant } from "./Instant.tsx";
import { Prose } from "./Prose.tsx";
import { Status } from "./Status.tsx";

export interface TimelineEntry {
  at: string;
  state: string;
  text: string;
  /** Where one can read more. */
  beside?: ReactNode;
}

/** What happened, oldest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }): JSX.Element {
  return (
    <ol className="flex flex-col p-4">
      {entries.map((entry, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: two steps may share everything, and their order is fixed
          key={`${entry.at} ${entry.state} ${index}`}
          className="relative grid grid-cols-1 gap-x-4 gap-y-0.5 pb-4 pl-5 before:absolute before:top-2 before:bottom-0 before:left-[3px] before:w-px before:bg-line last:pb-0 last:before:hidden sm:grid-cols-[13rem_9rem_1fr]"
        >
          <span aria-hidden="true" className="absolute top-2 left-0 size-[7px] rounded-full bg-line-strong" />
          <span className="text-xs text-muted sm:leading-[1.375rem]">
            <Instant at={entry.at} />
          </span>
          <span>
            <Status state={entry.state} plain />
          </span>
          <span className="min-w-0 break-words">
            <Prose text={entry.text} /> {entry.beside}
          </span>
        </li>
      ))}
    </ol>
  );
}
