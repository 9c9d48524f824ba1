import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { buttonClass } from "../design/Button.tsx";
import { EmptyState } from "../design/EmptyState.tsx";
import { Page } from "../design/Page.tsx";

export function NotFound(): JSX.Element {
  return (
    <Page title="There is nothing here">
      <EmptyState
        icon="search"
        title="This address leads nowhere"
        action={
          <Link to="/" className={buttonClass("primary")}>
            To the start
          </Link>
        }
      >
        The page may have moved, or the address is not complete.
      </EmptyState>
    </Page>
  );
}
