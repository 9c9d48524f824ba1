import type { JSX } from "react";

export function Brand(): JSX.Element {
  return (
    <span className="flex items-center gap-2.5 text-[0.9375rem] font-semibold tracking-tight">
      <img src="/icon.svg" alt="" width="24" height="24" className="size-6" />
      ml-connector
    </span>
  );
}
