import { Fragment, type JSX } from "react";

/** Text of the registry, with its `literal` parts set as such. */
export function Prose({ text }: { text: string }): JSX.Element {
  const parts = text.split(/`([^`]+)`/);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
          <code key={index} className="rounded-sm bg-sunken px-1 font-mono text-[0.92em]">
            {part}
          </code>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <Fragment key={index}>{part}</Fragment>
        ),
      )}
    </>
  );
}
