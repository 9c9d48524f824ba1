import type { JSX } from "react";
import { Spinner } from "../../design/Button.tsx";
import { Fault } from "../../design/Fault.tsx";
import { Panel } from "../../design/Panel.tsx";
import { Prose } from "../../design/Prose.tsx";
import { Status } from "../../design/Status.tsx";
import { CheckReportView } from "./CheckReportView.tsx";
import { checkStages, stageStatus } from "./checkReport.ts";
import type { RunningCheck } from "./useCheck.ts";

/** The stages while they are looked at, then the report. */
export function RunningCheckView({ check }: { check: RunningCheck }): JSX.Element | null {
  if (check.state === "idle") return null;
  if (check.report !== undefined) return <CheckReportView report={check.report} />;
  const reached = checkStages.findLastIndex(([stage]) => check.lines.some((line) => line.stage === stage));
  return (
    <div className="flex flex-col gap-4" aria-live="polite">
      {check.fault !== undefined && <Fault fault={check.fault} />}
      <Panel title={check.state === "running" ? "Looking, without writing anything" : "What was seen"} flush>
        <ol>
          {checkStages.map(([stage, name], index) => {
            const lines = check.lines.filter((line) => line.stage === stage);
            const status = stageStatus(lines);
            const now = check.state === "running" && index === Math.max(reached, 0);
            return (
              <li
                key={stage}
                className="grid min-h-11 grid-cols-[1fr_auto] items-center gap-4 border-b border-line px-4 py-2 last:border-b-0"
              >
                <span className="min-w-0">
                  <span className="block font-medium">{name}</span>
                  <span className="block truncate text-xs text-muted">
                    <Prose text={lines.at(-1)?.seen ?? ""} />
                  </span>
                </span>
                {status !== undefined ? (
                  <Status state={status} plain />
                ) : now ? (
                  <span className="flex items-center gap-2 text-xs text-muted">
                    <Spinner /> looking
                  </span>
                ) : (
                  <span className="text-xs text-muted">{check.state === "running" ? "waits" : "not reached"}</span>
                )}
              </li>
            );
          })}
        </ol>
      </Panel>
    </div>
  );
}
