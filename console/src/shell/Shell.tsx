import { Dialog as Base } from "@base-ui/react/dialog";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { type JSX, useEffect, useRef, useState } from "react";
import { useLiveEvents } from "../api/useLiveEvents.ts";
import { Icon } from "../design/Icon.tsx";
import { Brand } from "./Brand.tsx";
import { KeyboardHelp } from "./KeyboardHelp.tsx";
import { Navigation } from "./Navigation.tsx";
import { SearchBox } from "./SearchBox.tsx";
import { ThemeSwitch } from "./ThemeSwitch.tsx";
import { UserMenu } from "./UserMenu.tsx";

/** The frame around every screen of somebody who is signed in. */
export function Shell(): JSX.Element {
  useLiveEvents();
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const first = useRef(true);
  // A reader without eyes on the page learns of a new screen by the focus, as after a page load.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for each new path
  useEffect(() => {
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr] lg:grid-cols-[14rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2 focus:shadow-raised"
      >
        Skip to the content
      </a>
      <header className="sticky top-0 z-30 col-span-full flex h-14 items-center gap-3 border-b border-line bg-surface px-3 sm:px-4">
        <NarrowNavigation />
        <Link to="/" className="hidden w-52 shrink-0 rounded-md lg:block">
          <Brand />
        </Link>
        <SearchBox />
        <div className="ml-auto flex items-center gap-1">
          <KeyboardHelp />
          <ThemeSwitch />
          <UserMenu />
        </div>
      </header>
      <div className="hidden border-r border-line bg-surface lg:block">
        <div className="sticky top-14 p-3">
          <Navigation />
        </div>
      </div>
      <main id="main" ref={main} tabIndex={-1} className="min-w-0 outline-none">
        <Outlet />
      </main>
    </div>
  );
}

function NarrowNavigation(): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <Base.Root open={open} onOpenChange={setOpen}>
      <Base.Trigger aria-label="Menu" className="-ml-1 rounded-md p-2 hover:bg-hover lg:hidden">
        <Icon name="menu" className="size-5" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[rgb(8_16_22/55%)]" />
        <Base.Popup
          data-modal=""
          className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col gap-4 overflow-y-auto bg-surface p-4 shadow-raised"
        >
          <div className="flex items-center justify-between">
            <Base.Title>
              <Brand />
            </Base.Title>
            <Base.Close aria-label="Close the menu" className="rounded-md p-2 hover:bg-hover">
              <Icon name="close" />
            </Base.Close>
          </div>
          <Navigation onChoose={() => setOpen(false)} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
