import type { JSX } from "react";
import type { components } from "../../api/schema.d.ts";
import { Prose } from "../../design/Prose.tsx";
import { Status } from "../../design/Status.tsx";

type Plan = components["schemas"]["ReplayPlan"];
type Effect = NonNullable<Plan["effects"]>[number];

/** What a replay would do, document by document, and how a file made anew would differ from the one before. */
export function PlannedReplays({ plan: { replays, filter, effects } }: { plan: Plan }): JSX.Element {
  // One number may stand in several companies.
  const severalLinks = new Set(replays.map(({ link }) => link)).size > 1;
  return (
    <>
      {filter !== undefined && (
        <p>
          {filter.total} {filter.total === 1 ? "document is" : "documents are"} replayed
          {filter.refused > 0 && `; ${filter.refused} cannot be`}.
          {filter.total + filter.refused > replays.length && ` The first ${replays.length} are listed.`}
        </p>
      )}
      <ul aria-label="Plan" className="max-h-72 overflow-y-auto rounded-md border border-line">
        {replays.map((replay) => {
          const effect = effects?.find(({ delivery }) => delivery === replay.delivery);
          return (
            <li key={replay.delivery} className="border-b border-line px-3 py-2 last:border-b-0">
              <p className="flex flex-wrap items-center gap-2">
                <span className="font-medium">{replay.document}</span>
                <span className="text-xs text-muted">
                  revision {replay.revision}
                  {severalLinks && ` · ${replay.link}`}
                </span>
                <Status state={replay.state} plain />
              </p>
              <p className={replay.refused === undefined ? "text-sm" : "text-sm text-muted"}>
                <Prose text={outcomeOf(replay, effect)} />
              </p>
              <Difference effect={effect} />
            </li>
          );
        })}
      </ul>
    </>
  );
}

function outcomeOf({ refused, consequence }: Plan["replays"][number], effect: Effect | undefined): string {
  if (refused !== undefined) return `Not replayed: ${refused}.`;
  return effect?.error === undefined
    ? `Sends ${consequence}.`
    : "Sends nothing: it cannot be written and would be blocked.";
}

function Difference({ effect }: { effect: Effect | undefined }): JSX.Element | null {
  if (effect === undefined) return null;
  if (effect.error !== undefined)
    return (
      <p className="text-sm text-bad">
        <Prose text={effect.error.message} />
      </p>
    );
  const lines = effect.difference.filter(({ kind }) => kind !== "same");
  if (lines.length === 0) return null;
  return (
    <details>
      <summary className="link inline text-xs">How it would differ from the file before</summary>
      <ol className="mt-1 overflow-x-auto rounded-md bg-sunken p-2 font-mono text-xs leading-5 whitespace-pre">
        {lines.map(({ kind, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a difference may be equal, and their order is fixed
          <li key={index} className={kind === "added" ? "text-good" : "text-bad"}>
            <span aria-hidden="true">{kind === "added" ? "+ " : "- "}</span>
            <span className="sr-only">{kind === "added" ? "then " : "before "}</span>
            {text}
          </li>
        ))}
      </ol>
    </details>
  );
}
