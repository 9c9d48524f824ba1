import { type JSX, type ReactNode, useId } from "react";
import { Prose } from "./Prose.tsx";

interface PanelProps {
  title: ReactNode;
  /** A sentence under the title. */
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** For tables, which bring their own room. */
  flush?: boolean;
}

export function Panel({ title, hint, actions, children, flush = false }: PanelProps): JSX.Element {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0 rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-2.5">
        <div className="min-w-0">
          <h2 id={id} className="text-sm font-semibold">
            {title}
          </h2>
          {hint !== undefined && (
            <p className="text-xs text-muted">{typeof hint === "string" ? <Prose text={hint} /> : hint}</p>
          )}
        </div>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      <div className={flush ? "" : "p-4"}>{children}</div>
    </section>
  );
}
