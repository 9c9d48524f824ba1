import type { JSX } from "react";
import { Instant } from "../../design/Instant.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Prose } from "../../design/Prose.tsx";
import { Status } from "../../design/Status.tsx";
import type { HomeData } from "./Home.tsx";

type SystemHealth = HomeData["systems"][number];

const names = { gp: "Dynamics GP", cleo: "Cleo" } as const;

/** GP and Cleo apart: whether each does its part, and what tells so. */
export function Systems({ systems }: { systems: readonly SystemHealth[] }): JSX.Element {
  return (
    <Panel title="Systems" hint="By the newest poll, file, folder or check of each." flush>
      <ul className="grid sm:grid-cols-2">
        {systems.map((system) => (
          <li
            key={`${system.system} ${system.name}`}
            className="flex min-w-0 flex-col gap-1 border-b border-line px-4 py-3 last:border-b-0 sm:nth-last-2:odd:border-b-0 sm:odd:border-r"
          >
            <p className="flex flex-wrap items-center justify-between gap-2">
              <span className="font-semibold">
                {names[system.system]}
                {system.name !== system.system && <span className="font-normal text-muted"> {system.name}</span>}
              </span>
              <Status state={system.state} />
            </p>
            <p className="truncate text-xs text-muted" title={system.url}>
              {system.url}
            </p>
            <p className="text-sm break-words">
              {system.seen === null ? (
                <span className="text-muted">Nothing was asked of it yet.</span>
              ) : (
                <>
                  <Prose text={system.seen.text} />, <Instant at={system.seen.at} relative />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
