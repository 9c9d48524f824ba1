import { type JSX, useState } from "react";
import { Dialog } from "../design/Dialog.tsx";
import { Icon } from "../design/Icon.tsx";
import { useShortcut } from "./useShortcut.ts";

const keys: readonly (readonly [string, string])[] = [
  ["/", "search documents"],
  ["j  k", "next and previous row of a table"],
  ["Enter", "open the row"],
  ["r", "replay or run again what is shown"],
  ["?", "this list"],
  ["Esc", "close a dialog, leave the search"],
];

export function KeyboardHelp(): JSX.Element {
  const [open, setOpen] = useState(false);
  useShortcut("?", () => setOpen(true));
  return (
    <>
      <button
        type="button"
        aria-label="Keyboard shortcuts (?)"
        title="Keyboard shortcuts (?)"
        onClick={() => setOpen(true)}
        className="hidden rounded-md p-2 hover:bg-hover sm:block"
      >
        <Icon name="keyboard" />
      </button>
      <Dialog open={open} onOpenChange={setOpen} title="Keyboard">
        <dl className="grid grid-cols-[5rem_1fr] items-center gap-y-2">
          {keys.map(([key, meaning]) => (
            <div key={key} className="contents">
              <dt className="flex gap-1">
                {key.split("  ").map((each) => (
                  <kbd key={each} className="rounded border border-line-strong bg-sunken px-1.5 font-mono text-xs">
                    {each}
                  </kbd>
                ))}
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </Dialog>
    </>
  );
}
