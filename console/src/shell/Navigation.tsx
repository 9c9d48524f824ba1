import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { Icon } from "../design/Icon.tsx";
import { places } from "./navigation.ts";

export function Navigation({ onChoose }: { onChoose?: () => void }): JSX.Element {
  return (
    <nav aria-label="Main">
      <ul className="flex flex-col gap-0.5">
        {places.map(({ to, title, icon }) => (
          <li key={to}>
            <Link
              to={to}
              {...(onChoose === undefined ? {} : { onClick: onChoose })}
              activeOptions={{ exact: to === "/", includeSearch: false }}
              className="flex min-h-9 items-center gap-2.5 rounded-md px-3 text-sm font-medium text-muted hover:bg-hover hover:text-text aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent-strong"
            >
              <Icon name={icon} />
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
