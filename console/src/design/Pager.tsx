import type { JSX } from "react";
import { Button } from "./Button.tsx";

interface PagerProps {
  /** Words such as `50 documents`. */
  shown: string;
  onFirst: (() => void) | undefined;
  onNext: (() => void) | undefined;
}

/** Pages by cursor: forward, and back to the start; the browser's own back goes one page back. */
export function Pager({ shown, onFirst, onNext }: PagerProps): JSX.Element {
  return (
    <nav
      aria-label="Pages"
      className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-2"
    >
      <span className="text-xs text-muted">{shown}</span>
      <span className="flex gap-2">
        <Button size="small" look="quiet" disabled={onFirst === undefined} onClick={onFirst}>
          First page
        </Button>
        <Button size="small" disabled={onNext === undefined} onClick={onNext}>
          Next page
        </Button>
      </span>
    </nav>
  );
}
