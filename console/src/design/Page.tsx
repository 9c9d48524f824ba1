import { type JSX, type ReactNode, useEffect } from "react";

interface PageProps {
  title: string;
  /** What stands beside the title, such as a state. */
  beside?: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of a screen: one first-level heading, which is also the title of the window. */
export function Page({ title, beside, hint, actions, children }: PageProps): JSX.Element {
  useEffect(() => {
    document.title = `${title} · ml-connector`;
  }, [title]);
  return (
    <div className="mx-auto flex w-full max-w-[110rem] flex-col gap-4 p-4 sm:p-6">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-xl leading-8 font-semibold tracking-tight break-words">{title}</h1>
            {beside}
          </div>
          {hint !== undefined && <p className="max-w-3xl text-muted">{hint}</p>}
        </div>
        {Boolean(actions) && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
