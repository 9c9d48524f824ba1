import type { JSX } from "react";

/** Holds the place of rows that are on their way, at the height that they will have. */
export function Skeleton({ rows = 6 }: { rows?: number }): JSX.Element {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-3 p-4">
      {Array.from({ length: rows }, (_, row) => `row ${row}`).map((row) => (
        <div key={row} className="flex gap-4">
          <div className="skeleton h-5 w-1/5" />
          <div className="skeleton h-5 flex-1" />
          <div className="skeleton h-5 w-1/6" />
        </div>
      ))}
    </div>
  );
}
