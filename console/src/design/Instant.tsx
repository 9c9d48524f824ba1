import type { JSX } from "react";
import { instantText, relativeText, utcText } from "./instantText.ts";

interface InstantProps {
  /** ISO 8601 in UTC, as the API gives it. */
  at: string | null | undefined;
  /** `4 minutes ago` instead of the date. */
  relative?: boolean;
}

/** A moment in the reader's own time, with UTC on hover. */
export function Instant({ at, relative = false }: InstantProps): JSX.Element {
  if (at === null || at === undefined) return <span className="text-muted">never</span>;
  const date = new Date(at);
  return (
    <time dateTime={at} title={`${instantText(date)}\n${utcText(date)}`}>
      {relative ? relativeText(date, new Date()) : instantText(date)}
    </time>
  );
}
