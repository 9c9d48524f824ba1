import { Fragment, type JSX } from "react";
import { proseParts } from "./proseText.ts";

/** Text of an error or of the registry, with its `literal` parts set as such. */
export function Prose({ text }: { text: string }): JSX.Element {
  return (
    <>
      {proseParts(text).map((part, index) =>
        part.literal ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
          <code key={index} className="rounded-sm bg-sunken px-1 font-mono text-[0.92em]">
            {part.text}
          </code>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <Fragment key={index}>{part.text}</Fragment>
        ),
      )}
    </>
  );
}
