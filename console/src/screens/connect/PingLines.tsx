import type { JSX } from "react";
import { faultOf } from "../../api/apiError.ts";
import { adviceOnScreen } from "../../design/advice.ts";
import { Spinner } from "../../design/Button.tsx";
import { Fault } from "../../design/Fault.tsx";
import { ownerWord } from "../../design/ownerWord.ts";
import { Prose } from "../../design/Prose.tsx";
import { Status } from "../../design/Status.tsx";
import type { CheckLine } from "../check/checkReport.ts";

export interface Ping {
  ok: boolean;
  lines: readonly CheckLine[];
}

/** What a ping saw, line by line. */
export function PingLines({
  ping,
  error,
  pending,
}: {
  ping: Ping | undefined;
  error: unknown;
  pending: boolean;
}): JSX.Element {
  return (
    <div aria-live="polite">
      {pending && (
        <p className="flex items-center gap-2 rounded-lg border border-line bg-surface px-4 py-3">
          <Spinner /> Signing in, and reading one record
        </p>
      )}
      {!pending && error !== null && <Fault fault={faultOf(error)} />}
      {!pending && ping !== undefined && (
        <ul aria-label="What the ping saw" className="rounded-lg border border-line bg-surface">
          {ping.lines.map((line) => (
            <li
              key={`${line.code} ${line.title} ${line.seen}`}
              className="grid gap-x-6 gap-y-1 border-b border-line px-4 py-2 last:border-b-0 md:grid-cols-[7rem_16rem_1fr]"
            >
              <Status state={line.status} plain />
              <span className="font-medium">{line.title}</span>
              <span className="min-w-0 break-words">
                <Prose text={line.seen} />
                {line.status === "fail" && (
                  <span className="mt-1 block text-sm">
                    {line.fix !== undefined && <Prose text={adviceOnScreen(line.code, line.fix)} />}{" "}
                    {line.owner !== undefined && (
                      <span className="text-muted">Job of the {ownerWord(line.owner)}.</span>
                    )}
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
