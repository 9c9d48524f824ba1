import type { JSX } from "react";
import { Instant } from "../../design/Instant.tsx";
import { RecordFields } from "../../x12/RecordFields.tsx";
import type { DocumentHistory } from "./DocumentScreen.tsx";

/** The revisions, the newest first, each with what it changed. */
export function Revisions({ document }: { document: DocumentHistory }): JSX.Element {
  const revisions = document.revisions;
  return (
    <ol>
      {revisions.toReversed().map((revision) => {
        const before = revisions.find((each) => each.number === revision.number - 1);
        return (
          <li key={revision.number} className="border-b border-line last:border-b-0">
            <h2 className="flex flex-wrap items-baseline gap-x-3 bg-sunken px-4 py-2 font-semibold">
              Revision {revision.number}
              <span className="text-xs font-normal text-muted">
                <Instant at={revision.at} />
              </span>
            </h2>
            {revision.changes.length > 0 && (
              <ul className="flex list-disc flex-col gap-1 py-3 pr-4 pl-9">
                {revision.changes.map((change) => (
                  <li key={change.text} className="break-words">
                    {change.text}
                  </li>
                ))}
              </ul>
            )}
            {before === undefined && (
              <p className="px-4 py-2 text-muted">
                {document.type === "functionalAcknowledgment"
                  ? "What the partner's group was found to be."
                  : "As it was first read from GP."}
              </p>
            )}
            {revision.content !== null && (
              <details className="px-4 pb-3">
                <summary className="link inline text-sm">The whole document</summary>
                <RecordFields record={revision.content} selected={undefined} />
              </details>
            )}
          </li>
        );
      })}
    </ol>
  );
}
