import type { JSX } from "react";

/** Text as it is. It scrolls by itself, so it can be reached by the keyboard. */
export function CodeBlock({ label, text }: { label: string; text: string }): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard (WCAG 2.1.1)
    <section aria-label={label} tabIndex={0} className="max-h-[32rem] overflow-auto rounded-md bg-sunken p-3">
      <pre className="font-mono text-xs leading-5">{text}</pre>
    </section>
  );
}
