import { type JSX, type ReactNode, useEffect } from "react";
import { Brand } from "../../shell/Brand.tsx";
import { ThemeSwitch } from "../../shell/ThemeSwitch.tsx";

/** The frame of what is shown to somebody who is not signed in yet. */
export function EntryFrame({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: ReactNode;
  children: ReactNode;
}): JSX.Element {
  useEffect(() => {
    document.title = `${title} · ml-connector`;
  }, [title]);
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-between p-4">
        <Brand />
        <ThemeSwitch />
      </header>
      <main className="flex flex-1 items-start justify-center px-4 pt-[8vh] pb-12">
        <div className="flex w-full max-w-md flex-col gap-5 rounded-xl border border-line bg-surface p-6 sm:p-8">
          <div>
            <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
            {hint !== undefined && <p className="mt-1 text-muted">{hint}</p>}
          </div>
          {children}
        </div>
      </main>
    </div>
  );
}
