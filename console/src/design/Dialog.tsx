import { Dialog as Base } from "@base-ui/react/dialog";
import type { JSX, ReactNode } from "react";
import { Icon } from "./Icon.tsx";

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
}

export function Dialog({ open, onOpenChange, title, description, children, actions, wide }: DialogProps): JSX.Element {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[rgb(8_16_22/55%)]" />
        <Base.Popup
          data-modal=""
          className={`fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-line bg-surface shadow-raised ${wide ? "max-w-4xl" : "max-w-lg"}`}
        >
          <header className="flex items-start justify-between gap-4 border-b border-line px-5 py-3">
            <div>
              <Base.Title className="text-base font-semibold">{title}</Base.Title>
              {description !== undefined && (
                <Base.Description className="text-sm text-muted">{description}</Base.Description>
              )}
            </div>
            <Base.Close aria-label="Close" className="-mr-2 rounded-md p-2 hover:bg-hover">
              <Icon name="close" />
            </Base.Close>
          </header>
          <div className="min-h-0 overflow-y-auto px-5 py-4">{children}</div>
          {actions !== undefined && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{actions}</footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
