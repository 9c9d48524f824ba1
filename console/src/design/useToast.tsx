import { Toast as Base } from "@base-ui/react/toast";
import type { JSX, ReactNode } from "react";
import { Icon } from "./Icon.tsx";
import { Prose } from "./Prose.tsx";
import { ToneMark } from "./Status.tsx";

export interface Told {
  title: string;
  description?: string;
  bad?: boolean;
}

/** Says in passing that something was done; what went wrong stays where it happened as well. */
export function useToast(): (told: Told) => void {
  const { add } = Base.useToastManager();
  return ({ title, description, bad }) => {
    add({
      title,
      ...(description !== undefined && { description: <Prose text={description} /> }),
      type: bad ? "bad" : "good",
    });
  };
}

export function ToastProvider({ children }: { children: ReactNode }): JSX.Element {
  return (
    <Base.Provider timeout={6_000}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed right-4 bottom-4 z-50 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2">
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Toasts(): JSX.Element {
  const { toasts } = Base.useToastManager();
  return (
    <>
      {toasts.map((toast) => (
        <Base.Root
          key={toast.id}
          toast={toast}
          className="flex items-start gap-3 rounded-lg border border-line bg-surface px-4 py-3 shadow-raised"
        >
          <span className="mt-1.5">
            <ToneMark tone={toast.type === "bad" ? "bad" : "good"} />
          </span>
          <div className="min-w-0 flex-1">
            <Base.Title className="text-sm font-semibold" />
            <Base.Description className="text-sm break-words text-muted" />
          </div>
          <Base.Close aria-label="Close" className="rounded-md p-1 hover:bg-hover">
            <Icon name="close" />
          </Base.Close>
        </Base.Root>
      ))}
    </>
  );
}
