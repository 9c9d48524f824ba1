import type { JSX, ReactNode } from "react";
import { adviceOnScreen } from "./advice.ts";
import { capitalized } from "./capitalized.ts";
import { ownerWord } from "./ownerWord.ts";
import { Prose } from "./Prose.tsx";
import { ToneMark } from "./Status.tsx";

export interface FaultShown {
  code: string;
  message: string;
  at?: Readonly<Record<string, unknown>> | undefined;
  fix: string;
  owner: string;
  others?: readonly FaultShown[] | undefined;
}

interface FaultProps {
  fault: FaultShown;
  /** Such as a button that tries again. */
  action?: ReactNode;
  tone?: "bad" | "warn" | "doubt";
}

const grounds = {
  bad: "border-bad/40 bg-bad-soft",
  warn: "border-warn/40 bg-warn-soft",
  doubt: "border-doubt/40 bg-doubt-soft",
};

/** An error as its reader needs it: what happened, where, how to fix it, and whose job that is. */
export function Fault({ fault, action, tone = "bad" }: FaultProps): JSX.Element {
  const where = whereText(fault.at);
  return (
    <div className={`flex flex-col gap-2 rounded-md border px-4 py-3 ${grounds[tone]}`}>
      <p className="flex items-start gap-2">
        <span className="mt-1.5">
          <ToneMark tone={tone} />
        </span>
        <span className="min-w-0 font-medium break-words">
          <Prose text={capitalized(fault.message)} />
        </span>
      </p>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 pl-5 text-sm">
        {where !== "" && (
          <>
            <dt>Where</dt>
            <dd className="min-w-0 break-words">{where}</dd>
          </>
        )}
        <dt>Fix</dt>
        <dd className="min-w-0 break-words">
          <Prose text={adviceOnScreen(fault.code, fault.fix)} />
        </dd>
        <dt>Whose job</dt>
        <dd>{ownerWord(fault.owner)}</dd>
        <dt>Code</dt>
        <dd className="font-mono text-xs leading-[1.375rem] break-all">{fault.code}</dd>
      </dl>
      {fault.others !== undefined && fault.others.length > 0 && (
        <details className="pl-5">
          <summary className="font-medium">
            {fault.others.length === 1 ? "One more fault" : `${fault.others.length} more faults`} of the same document
          </summary>
          <ul className="mt-2 flex list-disc flex-col gap-1 pl-5">
            {fault.others.map((other) => (
              <li key={`${other.code} ${other.message}`}>
                <Prose text={capitalized(other.message)} />. <span className="font-mono text-xs">{other.code}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {action !== undefined && <div className="flex flex-wrap gap-2 pl-5">{action}</div>}
    </div>
  );
}

/** `company TWO · PO2020 · Lines[ORD 32768].UofM (PO103)`, as the command line writes it. */
export function whereText(at: Readonly<Record<string, unknown>> | undefined): string {
  if (at === undefined) return "";
  const { company, document, field, element, link, connection, url, file, line, ...rest } = at;
  const parts = [
    link !== undefined && `link ${link}`,
    connection !== undefined && `connection ${connection}`,
    company !== undefined && `company ${company}`,
    document,
    field !== undefined && (element === undefined ? field : `${field} (${element})`),
    field === undefined && element,
    url,
    file !== undefined && (line === undefined ? file : `${file}, line ${line}`),
    ...Object.entries(rest).map(([name, value]) => `${name} ${String(value)}`),
  ];
  return parts.filter((part) => typeof part === "string" && part !== "").join(" · ");
}
