import { useNavigate } from "@tanstack/react-router";
import { type JSX, useRef } from "react";
import { Icon } from "../design/Icon.tsx";
import { useShortcut } from "./useShortcut.ts";

/** Search over all documents, from anywhere by `/`. */
export function SearchBox(): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  useShortcut("/", () => {
    input.current?.focus();
    input.current?.select();
  });
  return (
    <search className="w-full max-w-md">
      <form
        className="relative"
        onSubmit={(event) => {
          event.preventDefault();
          const q = input.current?.value.trim() ?? "";
          input.current?.blur();
          void navigate({ to: "/documents", search: q === "" ? {} : { q } });
        }}
      >
        <Icon name="search" className="pointer-events-none absolute top-2.5 left-2.5 text-muted" />
        <input
          ref={input}
          type="search"
          aria-label="Search documents by order, vendor, item, file, job or control number"
          placeholder="Order, vendor, item, file, job, control number"
          autoComplete="off"
          spellCheck={false}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
          className="h-9 w-full rounded-md border border-line-strong bg-surface pr-9 pl-8 text-sm"
        />
        <kbd className="pointer-events-none absolute top-2 right-2 hidden rounded border border-line bg-sunken px-1.5 font-mono text-xs text-muted sm:block">
          /
        </kbd>
      </form>
    </search>
  );
}
