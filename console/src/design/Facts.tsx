import type { JSX, ReactNode } from "react";
import { Prose } from "./Prose.tsx";

/** Names and values in two columns, texts as prose; what is absent is left out. */
export function Facts({ facts }: { facts: Readonly<Record<string, ReactNode>> }): JSX.Element {
  return (
    <dl className="grid grid-cols-[minmax(6rem,38%)_1fr] sm:grid-cols-[minmax(6rem,max-content)_1fr] gap-x-4 gap-y-1.5">
      {Object.entries(facts)
        .filter(([, value]) => value !== undefined && value !== null && value !== "")
        .map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="min-w-0 break-words text-muted">{name}</dt>
            <dd className="min-w-0 break-words">{typeof value === "string" ? <Prose text={value} /> : value}</dd>
          </div>
        ))}
    </dl>
  );
}
